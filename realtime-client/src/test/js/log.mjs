import { selector } from "../../main/js/filter.js";

/** The server's log, as far as a client sees it: one order, opaque cursors, gaps. `keep` is how many events each topic retains. */
export class Log {
  keep = Infinity;
  most = Infinity; // characters of the payloads of an answer that has several events
  #epoch = "a";
  #events = [];
  #evicted = [];
  #sequence = 0;

  get head() {
    return this.#cursor(this.#sequence);
  }

  #cursor(sequence) {
    return `${this.#epoch}-${sequence}`;
  }

  publish(topic, data, time) {
    const event = { id: this.#cursor(++this.#sequence), topic, type: "message", time: new Date(time).toISOString(), data };
    this.#events.push(event);
    const retained = this.#events.filter(other => other.topic === topic);
    if (retained.length > this.keep) this.evict([retained[0]]);
    return event;
  }

  /** Lets go of these, or of all that is retained. */
  evict(events = this.#events) {
    this.#evicted.push(...events);
    this.#events = this.#events.filter(event => !events.includes(event));
  }

  /** As a restart of a server with a log in memory. */
  restart() {
    this.#epoch += "a";
    this.#events = [];
    this.#evicted = [];
    this.#sequence = 0;
  }

  #some(events, limit) {
    let length = 0;
    const end = events.findIndex(({ data }, index) => index && length + JSON.stringify(data).length > this.most || void (length += JSON.stringify(data).length));
    return events.slice(0, Math.min(limit, end < 0 ? events.length : end));
  }

  read(topics, cursor, { replay = 0, limit = 256 } = {}) {
    const selects = selector(topics);
    const after = (events, place) => events.filter(({ id, topic }) => Number(id.split("-")[1]) > place && selects(topic));
    if (!cursor || cursor === "latest") {
      const last = replay ? after(this.#events, 0).slice(-replay) : [];
      const events = this.#some(last, limit);
      return { cursor: events.length < last.length ? events.at(-1).id : this.head, events };
    }
    const [epoch, place] = cursor.split("-");
    const known = epoch === this.#epoch && place <= this.#sequence;
    const all = after(this.#events, known ? place : 0);
    const events = this.#some(all, limit);
    const batch = { cursor: events.length < all.length ? events.at(-1).id : this.head, events };
    if (cursor === "earliest") return batch;
    if (!known) batch.gap = { reason: "epoch", resumed: this.#cursor(0) };
    else if (after(this.#evicted, place).length) batch.gap = { reason: "evicted", from: cursor, resumed: cursor };
    return batch;
  }
}
