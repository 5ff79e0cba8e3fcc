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
    // It gives up on any status but 200 and does not say which, nor why.
    if (source.readyState === 2) server.ask("poll", { topic: topics }).then(() => link.end(), error => link.end(error));
    else if (broken) link.end();
    else link.request();
    broken = true;
  };
  return { close: () => source.close() };
}
