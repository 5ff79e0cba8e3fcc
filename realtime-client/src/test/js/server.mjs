import { FakeEventSource, FakeWebSocket } from "./streams.mjs";
import { Log } from "./log.mjs";

/**
 * A server and the network before it, in this process. `broken` transports cannot be reached; what `held` ones send does not
 * arrive, as with a proxy that buffers; `cut` ends what is open.
 */
export class FakeServer {
  log = new Log();
  broken = new Set();
  held = new Set();
  refused = new Set();
  requests = [];
  latency; // of polling, in ms, each time asked for
  #open = new Set();

  constructor(clock) {
    this.clock = clock;
  }

  /** The options of a client of this server. */
  get options() {
    const server = this;
    const { now, setTimeout, clearTimeout } = this.clock;
    return {
      now,
      setTimeout,
      clearTimeout,
      random: () => 0.5,
      share: false,
      fetch: (url, request) => this.#fetch(new URL(url), request),
      EventSource: class extends FakeEventSource {
        constructor(url) {
          super(server, new URL(url));
        }
      },
      WebSocket: class extends FakeWebSocket {
        constructor() {
          super(server);
        }
      },
    };
  }

  publish(topic, data) {
    const event = this.log.publish(topic, data, this.clock.now());
    for (const connection of [...this.#open]) connection.wake();
    return event;
  }

  cut() {
    for (const connection of [...this.#open]) connection.cut();
  }

  /** Connections that the server holds open. */
  get connections() {
    return [...this.#open].map(({ transport }) => transport);
  }

  /** The stream or socket that is open. */
  get connection() {
    return [...this.#open][0];
  }

  /** What is followed on connections that are open. */
  get topics() {
    return [...this.#open].flatMap(({ topics }) => topics);
  }

  open(connection) {
    this.#open.add(connection);
    const beat = () => {
      connection.heartbeat?.();
      connection.beat = this.clock.setTimeout(beat, 15_000);
    };
    connection.beat = this.clock.setTimeout(beat, 15_000);
  }

  closed(connection) {
    this.clock.clearTimeout(connection.beat);
    this.#open.delete(connection);
  }

  refusal(topics) {
    const topic = topics.find(name => this.refused.has(name));
    return topic && `not allowed to subscribe to ${topic}`;
  }

  async #fetch(url, { method = "GET", signal, headers, body }) {
    const path = url.pathname.split("/").at(-1);
    const { searchParams: query } = url;
    this.requests.push({ path, query: Object.fromEntries(query), method, headers, body });
    if (this.latency && path === "poll") await new Promise(done => this.clock.setTimeout(done, this.latency()));
    if (this.broken.has(path)) throw new TypeError("fetch failed");
    if (this.retryAfter) return problem(503, "shutting down", { "Retry-After": this.retryAfter });
    if (path === "publish") {
      return Response.json({ cursor: this.publish(query.get("topic"), JSON.parse(body)).id }, { status: 201 });
    }
    const topics = query.getAll("topic");
    const refusal = this.refusal(topics);
    if (refusal) return problem(403, refusal);
    if (/[^\w.~-]/.test(query.get("cursor"))) return problem(400, "parameter 'cursor' must be…");
    const read = () => this.log.read(topics, query.get("cursor"), { replay: query.get("replay"), limit: query.get("limit") ?? undefined });
    let batch = read();
    if (this.held.has(path)) await new Promise(() => {});
    if (path === "long-poll" && query.get("wait") > 0 && !batch.events.length && !batch.gap) {
      await this.#news(read, signal, query.get("wait") * 1000);
      batch = read();
    }
    return Response.json(batch);
  }

  #news(read, signal, wait) {
    return new Promise((done, fail) => {
      const { clock } = this;
      const connection = {
        transport: "long-poll",
        wake: () => read().events.length && end(done),
        cut: () => end(() => fail(new TypeError("terminated"))),
      };
      const timer = clock.setTimeout(() => end(done), wait);
      const end = then => {
        clock.clearTimeout(timer);
        this.closed(connection);
        then();
      };
      signal?.addEventListener("abort", () => connection.cut());
      this.open(connection);
    });
  }
}

const problem = (status, detail, headers) =>
  new Response(JSON.stringify({ status, detail }), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
