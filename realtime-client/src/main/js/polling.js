/** Long polling: asks, and the server answers on the first event. */
export const longPoll = (server, query, link) => ask(server, query, link, "long-poll", 25);

/** Polling: asks every so often. */
export const poll = (server, query, link) => ask(server, query, link, "poll");

function ask(server, { topics, cursor }, link, path, patience) {
  const { env } = server;
  const aborted = new AbortController();
  let wait = patience && 0; // the first answer comes at once, and shows that this works
  let timer;
  const next = async () => {
    try {
      link.request();
      const { body, length } = await server.ask(path, { topic: topics, cursor, wait }, { signal: aborted.signal });
      cursor = body.cursor;
      wait = patience;
      link.batch(body, length);
      if (!aborted.signal.aborted) timer = env.setTimeout(next, patience ? 0 : env.pollInterval);
    } catch (error) {
      link.end(error);
    }
  };
  next();
  return {
    close() {
      aborted.abort();
      env.clearTimeout(timer);
    },
  };
}
