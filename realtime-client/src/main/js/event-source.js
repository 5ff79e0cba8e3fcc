/** An answer that never ends. The browser's own EventSource comes back once by itself, since it alone sees the server's `retry`. */
export function sse(server, { topics, cursor }, link) {
  const address = server.url("sse", { topic: topics, cursor, envelope: "message" });
  const source = new server.env.EventSource(address, { withCredentials: true });
  let broken = false;
  const on = (type, read) => source.addEventListener(type, ({ data, lastEventId }) => {
    broken = false;
    link.batch({ cursor: lastEventId, events: [], ...read(JSON.parse(data)) }, data.length);
  });
  link.request();
  on("heartbeat", () => ({}));
  on("gap", gap => ({ gap }));
  on("message", event => ({ events: [event] }));
  source.onerror = () => {
    if (broken || source.readyState) return link.end();
    broken = true;
    link.request();
  };
  return { close: () => source.close() };
}
