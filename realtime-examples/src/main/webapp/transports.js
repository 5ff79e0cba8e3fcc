// Five ways to follow topics, in nothing but the browser's own API. Each takes a follower and a signal that says stop. A
// follower has `query()`, where to begin, and is told `batch`, `event`, `gap`, `state` and `request`. Each returns how to send.

const POLL_EVERY = 2000;
const RETRY_AFTER = 2000;

const pause = (ms, signal) =>
  new Promise(done => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });

/** Publishes by HTTP, as the transports do that have no way back of their own. */
export async function post(topic, type, data) {
  const answer = await fetch(`realtime/publish?${new URLSearchParams({ topic, type })}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body.cursor;
}

/** Asks for batches until the signal says stop; what differs is the path and how long to wait after an answer. */
async function ask(follower, signal, path, waitAfter) {
  while (!signal.aborted) {
    try {
      follower.request();
      const response = await fetch(`realtime/${path}?${follower.query()}`, { signal });
      if (!response.ok) {
        const problem = await response.json();
        follower.state("broken", problem.detail);
        if (response.status < 500 && response.status !== 429) return;
        await pause(RETRY_AFTER, signal);
        continue;
      }
      follower.batch(await response.json());
      follower.state("open", "open");
      await pause(waitAfter, signal);
    } catch {
      if (!signal.aborted) {
        follower.state("broken", "not reached; trying again");
        await pause(RETRY_AFTER, signal);
      }
    }
  }
}

function poll(follower, signal) {
  ask(follower, signal, "poll", POLL_EVERY);
  return post;
}

function longPoll(follower, signal) {
  ask(follower, signal, "long-poll", 0);
  return post;
}

function sse(follower, signal) {
  const query = follower.query();
  query.set("envelope", "1");
  const source = new EventSource(`realtime/sse?${query}`);
  signal.addEventListener("abort", () => source.close(), { once: true });
  follower.request();
  // An EventSource tells only of the types it is asked for: these are the ones this page publishes.
  for (const type of ["message", "price", "said"]) {
    source.addEventListener(type, message => {
      const event = JSON.parse(message.data);
      follower.batch({ cursor: message.lastEventId, events: [event] });
    });
  }
  source.addEventListener("gap", message =>
    follower.batch({ cursor: message.lastEventId, events: [], gap: JSON.parse(message.data) }));
  source.addEventListener("heartbeat", message => {
    follower.batch({ cursor: message.lastEventId, events: [] });
    follower.state("open", "open");
  });
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) {
      follower.state("broken", "refused");
    } else {
      follower.request();
      follower.state("broken", "not reached; trying again");
    }
  };
  return post;
}

/** A WebSocket that comes back until the signal says stop, or the server says that it is of no use. */
function socket(follower, signal, path, protocol, opened) {
  let current;
  const open = () => {
    follower.request();
    const address = new URL(path(), location.href);
    address.protocol = address.protocol.replace("http", "ws");
    current = new WebSocket(address, protocol);
    opened(current);
    current.addEventListener("close", async ({ code }) => {
      if (signal.aborted || code === 1008) return;
      follower.state("broken", "not reached; trying again");
      await pause(RETRY_AFTER, signal);
      if (!signal.aborted) open();
    });
  };
  signal.addEventListener("abort", () => current.close(), { once: true });
  open();
  return () => current;
}

function webSocket(follower, signal) {
  const current = socket(follower, signal, () => `realtime/ws?${follower.query()}`, "realtime.v1", opened => {
    opened.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      if (message.events) {
        follower.batch(message);
        follower.state("open", "open");
      } else if (message.error) {
        follower.state("broken", message.error.message);
      }
    });
  });
  return (topic, type, data) => current().send(JSON.stringify({ op: "publish", topic, type, data }));
}

const escapes = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", ":": "\\c" };
const frame = (command, headers, body = "") =>
  [command, ...Object.entries(headers).map(([name, value]) => `${name}:${value.replace(/[\\\n\r:]/g, c => escapes[c])}`), "", body]
    .join("\n") + "\0";

function readFrame(raw) {
  const text = raw.replace(/^\n+/, ""); // heart-beats
  const end = text.indexOf("\n\n");
  const [command, ...lines] = text.slice(0, end).split("\n");
  const unescape = value => value.replace(/\\(.)/g, (_, c) => ({ n: "\n", r: "\r", c: ":", "\\": "\\" })[c]);
  const headers = Object.fromEntries(lines.map(line => line.split(/:(.*)/s).slice(0, 2).map(unescape)));
  return { command, headers, body: text.slice(end + 2) };
}

/** STOMP 1.2, as little of it as this page needs. Each topic is a subscription of its own, with a cursor of its own. */
function stomp(follower, signal) {
  const topics = follower.query().getAll("topic");
  const cursors = topics.map(() => follower.query().get("cursor"));
  const current = socket(follower, signal, () => "realtime/stomp", "v12.stomp", opened => {
    opened.addEventListener("open", () =>
      opened.send(frame("CONNECT", { "accept-version": "1.2", host: location.hostname, "heart-beat": "0,0" })));
    opened.addEventListener("message", ({ data }) => {
      for (const text of data.split("\0").filter(part => part.trim())) {
        const { command, headers, body } = readFrame(text);
        if (command === "CONNECTED") {
          follower.state("open", "open");
          topics.forEach((topic, id) =>
            opened.send(frame("SUBSCRIBE", {
              id: String(id),
              destination: `/topic/${topic}`,
              receipt: String(id),
              ...(cursors[id] && { cursor: cursors[id] }),
            })));
        } else if (command === "RECEIPT") {
          cursors[headers["receipt-id"]] ??= headers.cursor;
        } else if (command === "MESSAGE") {
          cursors[headers.subscription] = headers["message-id"];
          const { "message-id": id, type, time } = headers;
          const topic = headers.destination.replace("/topic/", "");
          const news = headers.gap
            ? { events: [], gap: JSON.parse(body) }
            : { events: [{ id, topic, type, time, data: JSON.parse(body) }] };
          follower.batch({ cursor: id, ...news });
        } else if (command === "ERROR") {
          follower.state("broken", headers.message);
        }
      }
    });
  });
  return (topic, type, data) =>
    current().send(frame("SEND", { destination: `/topic/${topic}`, "content-type": "application/json", type }, JSON.stringify(data)));
}

export const transports = { poll, "long-poll": longPoll, sse, websocket: webSocket, stomp };
