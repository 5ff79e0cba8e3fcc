import { Leader } from "./leader.js";
import { Server, failure } from "./server.js";
import { Subscription } from "./subscription.js";
import { Tabs } from "./tabs.js";
import { TRANSPORTS } from "./link.js";
import { environment } from "./environment.js";

const TRY_AGAIN = 2_000;

/** Follows topics of the server under this address, such as `/realtime`, and publishes there. */
export const connect = (base, options = {}) => new Realtime(base, options);

class Realtime extends EventTarget {
  state = { state: "idle" };
  statistics = {};
  #subscriptions = new Set();
  #leader;
  #asking;
  #next = {}; // what the leader says next

  constructor(base, options) {
    super();
    const env = this.#env = environment(options);
    const address = new URL(base, env.page.location?.href).href.replace(/\/$/, "");
    const transports = (options.transports ?? Object.keys(TRANSPORTS))
      .filter(name => (name !== "websocket" || env.WebSocket) && (name !== "sse" || env.EventSource));
    for (const name of transports) this.statistics[name] = { requests: 0, sent: 0, received: 0, events: 0, latency: 0 };
    this.#server = new Server(env, address);
    this.#tabs = new Tabs(env, `realtime ${address} ${transports} `, {
      lead: () => {
        this.#leader = new Leader(this.#server, transports, this.statistics, message => this.#tell({ leader: this.#tabs.id, ...message }));
        this.#tell({ who: true });
      },
      hear: want => this.#hear(want),
      receive: message => this.#receive(message),
    });
    for (const type of ["online", "visibilitychange"]) env.page.addEventListener?.(type, this.#wake);
    this.#tabs.start();
  }

  #env;
  #server;
  #tabs;
  #wake = ({ type }) => {
    const network = type === "online";
    if (network || !this.#env.page.document?.hidden) this.#leader?.connection.wake(network);
  };

  /** The place in the log up to which the connection has brought everything. */
  cursor;

  subscribe(filters, handler, options = {}) {
    const subscription = new Subscription([filters].flat(), handler, options, this.#env.reportError, closed => {
      this.#subscriptions.delete(closed);
      this.#change();
    });
    this.#subscriptions.add(subscription);
    this.#change();
    return subscription;
  }

  /** Resolves to the cursor just after the event, once the server's log has it. */
  async publish(topic, data, { type, key } = {}) {
    const headers = { "Content-Type": "application/json" };
    if (key) headers["Idempotency-Key"] = key;
    const { body } = await this.#server.ask("publish", { topic, type }, { method: "POST", headers, body: JSON.stringify(data) });
    return body.cursor;
  }

  close() {
    if (this.state.state === "closed") return;
    this.#subscriptions.forEach(subscription => (subscription.over = true));
    this.#subscriptions.clear();
    this.#ask();
    this.#leader?.close();
    this.#tabs.close();
    for (const type of ["online", "visibilitychange"]) this.#env.page.removeEventListener?.(type, this.#wake);
    this.#show({ state: "closed" });
  }

  /** Several changes at once are one. */
  #change() {
    this.#asking ??= Promise.resolve().then(() => this.#ask());
  }

  #ask() {
    if (this.state.state === "closed") return;
    this.#asking = undefined;
    const want = {
      tab: this.#tabs.id,
      topics: [...new Set([...this.#subscriptions].flatMap(({ topics }) => topics))],
      cursor: this.#active.length ? this.cursor : undefined,
    };
    if (this.#leader) this.#hear(want);
    else this.#tabs.tell(want);
  }

  #hear(want) {
    if (!this.#leader) return;
    this.#leader.hear(want);
    this.#tabs.watch(want.tab, () => this.#leader.forget(want.tab));
  }

  #tell(message) {
    this.#tabs.tell(message);
    this.#receive(message);
  }

  get #active() {
    return [...this.#subscriptions].filter(({ active }) => active);
  }

  #receive({ who, state, refused, leader, serial, topics, batch, cursor }) {
    if (who) this.#ask();
    if (state) this.#show(state);
    if (refused) this.#refuse(refused);
    if (!cursor) return;
    const expected = leader === this.#next.leader && serial === this.#next.serial;
    this.#next = { leader, serial: serial + 1 };
    if (topics) this.#join(topics, cursor);
    else if (expected) this.#take(batch, cursor);
    else this.#miss();
  }

  #show(state) {
    const before = JSON.stringify(this.state);
    this.state = { ...state, leads: !!this.#leader };
    if (JSON.stringify(this.state) === before) return;
    this.dispatchEvent(new CustomEvent("state", { detail: this.state }));
  }

  #refuse(refused) {
    for (const subscription of this.#subscriptions) {
      const topic = subscription.topics.find(name => name in refused);
      if (topic) subscription.refuse(failure(refused[topic], 403));
    }
  }

  /** From here on the leader tells what comes after this place in these topics. */
  #join(topics, cursor) {
    const later = again => this.#env.setTimeout(again, TRY_AGAIN);
    for (const subscription of this.#subscriptions) {
      const lacking = subscription.topics.some(topic => !topics.includes(topic));
      if (subscription.active && (lacking || cursor !== this.cursor)) subscription.leave(this.cursor);
      if (lacking) this.#change(); // the leader has not heard of it, or has yet to begin with it
      else if (!subscription.active) subscription.join(this.#server, cursor, later);
    }
    this.cursor = cursor;
  }

  /** Something was not heard. The leader says where it is once more when it is asked. */
  #miss() {
    this.#active.forEach(subscription => subscription.leave(this.cursor));
    this.#ask();
  }

  #take({ gap, events }, cursor) {
    const active = this.#active;
    if (gap) active.forEach(subscription => subscription.gap(gap));
    for (const event of events) {
      for (const subscription of active) if (subscription.selects(event.topic)) subscription.event(event);
    }
    this.cursor = cursor;
  }
}
