import { Leader } from "./leader.js";
import { Place } from "./place.js";
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
  #place = new Place();
  #behind = false;
  #leader;
  #asking;

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
        this.#leader = new Leader(this.#server, transports, this.statistics, message => this.#tell(message));
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
  #wake = ({ type }) => this.#leader?.connection.wake(type === "online");

  /** The place in the log up to which this page has been told of everything. */
  get cursor() {
    return this.#place.cursor;
  }

  subscribe(filters, handler, options = {}) {
    const subscription = new Subscription([filters].flat(), handler, options, closed => {
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
    const { number, cursor } = this.#place;
    const want = {
      tab: this.#tabs.id,
      topics: [...new Set([...this.#subscriptions].flatMap(({ topics }) => topics))],
      number,
      cursor,
      active: this.#active.length > 0,
      behind: this.#behind,
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

  #receive({ who, state, refused, topics, batch, number, cursor }) {
    if (who) this.#ask();
    if (state) this.#show(state);
    if (refused) this.#refuse(refused);
    if (topics) this.#join(topics, number, cursor);
    if (batch && !this.#behind) this.#take(batch, number, cursor);
  }

  #show(state) {
    this.state = { ...state, leads: !!this.#leader };
    this.dispatchEvent(new CustomEvent("state", { detail: this.state }));
  }

  #refuse(refused) {
    for (const subscription of this.#subscriptions) {
      const topic = subscription.topics.find(name => name in refused);
      if (topic) subscription.refuse(failure(refused[topic], 403));
    }
  }

  /** From here on the leader tells of these topics. */
  #join(topics, number, cursor) {
    const lacks = subscription => subscription.topics.some(topic => !topics.includes(topic));
    this.#behind = this.#active.some(subscription => number > this.#place.number || lacks(subscription));
    if (this.#behind) return this.#ask();
    this.#place.goBack(number);
    this.#place.cursor = cursor;
    for (const subscription of this.#subscriptions) {
      if (!subscription.active && !lacks(subscription)) {
        subscription.active = true;
        subscription.begin(this.#server, cursor, again => this.#env.setTimeout(again, TRY_AGAIN));
      }
    }
  }

  #take({ gap, events }, number, cursor) {
    const active = this.#active;
    if (number !== this.#place.number) {
      this.#behind = active.length > 0;
      if (this.#behind) return this.#ask();
      this.#place.goBack(number);
    }
    if (gap) {
      this.#place.gap();
      active.forEach(subscription => subscription.gap(gap));
    }
    for (const event of events) {
      this.#place.number++;
      const takers = active.filter(({ selects }) => selects(event.topic));
      if (takers.length && this.#place.take(event.id)) takers.forEach(subscription => subscription.event(event));
    }
    this.#place.cursor = cursor;
  }
}
