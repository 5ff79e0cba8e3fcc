/** What a stream has: a place, from which it goes on whenever something is published. */
class Stream {
  over = false;
  topics = [];

  constructor(server, transport) {
    this.server = server;
    this.transport = transport;
    this.begin();
  }

  begin() {
    this.server.requests.push({ path: this.transport });
    setImmediate(() => {
      if (this.over) return;
      if (this.server.broken.has(this.transport)) return this.fail();
      this.server.open(this);
      this.start();
    });
  }

  wake() {
    if (!this.topics.length) return;
    const batch = this.server.log.read(this.topics, this.cursor);
    this.cursor = batch.cursor;
    if (!batch.events.length && !batch.gap) return;
    this.deliver(batch);
    this.wake();
  }

  get silenced() {
    return this.over || this.server.held.has(this.transport);
  }

  close() {
    this.over = true;
    this.server.closed(this);
  }
}

export class FakeEventSource extends Stream {
  readyState = 0;
  #listeners = {};

  constructor(server, url) {
    super(server, "sse");
    this.topics = url.searchParams.getAll("topic");
    this.cursor = url.searchParams.get("cursor");
  }

  addEventListener(type, listener) {
    this.#listeners[type] = listener;
  }

  start() {
    if (this.server.refusal(this.topics)) return this.fail();
    this.readyState = 1;
    this.opened = true;
    this.cursor ??= this.server.log.head;
    const { gap } = this.server.log.read(this.topics, this.cursor);
    if (gap) this.wake();
    this.heartbeat();
    if (!gap) this.wake();
  }

  /** The browser's own stays away, but comes back again and again where it has been there before. */
  fail() {
    if (this.readyState === 0 && this.opened) return this.cut();
    this.server.closed(this);
    this.readyState = 2;
    this.onerror?.();
  }

  /** The browser's own comes back after the server's `retry`. */
  cut() {
    this.server.closed(this);
    this.readyState = 0;
    this.onerror?.();
    this.server.clock.setTimeout(() => this.over || this.begin(), 2_000);
  }

  heartbeat() {
    this.#dispatch("heartbeat", {}, this.cursor);
  }

  deliver({ events, gap }) {
    if (gap) this.#dispatch("gap", gap, gap.resumed);
    for (const event of events) this.#dispatch("message", event, event.id);
  }

  #dispatch(type, data, lastEventId) {
    if (!this.silenced) this.#listeners[type]?.({ data: JSON.stringify(data), lastEventId });
  }
}

export class FakeWebSocket extends Stream {
  /** What has not arrived yet, where the network is slow. */
  #underWay;

  constructor(server) {
    super(server, "websocket");
  }

  start() {
    this.onopen();
    this.heartbeat();
  }

  fail() {
    this.cut();
  }

  cut() {
    this.server.closed(this);
    this.onclose?.();
  }

  heartbeat() {
    this.deliver({ cursor: this.topics.length ? this.cursor : this.server.log.head, events: [] });
  }

  deliver(message) {
    if (this.#underWay) this.#underWay.push(message);
    else if (!this.silenced) this.onmessage({ data: JSON.stringify(message) });
  }

  slow() {
    this.#underWay = [];
  }

  fast() {
    const messages = this.#underWay;
    this.#underWay = undefined;
    messages.forEach(message => this.deliver(message));
  }

  /** What the client sends. */
  send(text) {
    const { op, ref, topics, cursor } = JSON.parse(text);
    if (op === "unsubscribe") {
      this.topics = this.topics.filter(topic => !topics.includes(topic));
      return this.deliver({ ref, ok: true });
    }
    const message = this.server.refusal(topics);
    if (message) return this.deliver({ ref, error: { code: "forbidden", message } });
    this.topics = topics;
    this.cursor = cursor ?? this.server.log.head;
    this.deliver({ ref, ok: true, cursor: this.cursor });
    this.wake();
  }
}
