import { selector } from "../../main/js/filter.js";

/** The server's log, as far as a client sees it: one order, opaque cursors, gaps. */
export class Log {
  #epoch = "a";
  #events = [];
  #sequence = 0;
  #evicted = 0;

  get head() {
    return `${this.#epoch}-${this.#sequence}`;
  }

  publish(topic, data, time) {
    const event = { id: `${this.#epoch}-${++this.#sequence}`, topic, type: "message", time: new Date(time).toISOString(), data };
    this.#events.push(event);
    return event;
  }

  /** Lets go of what is retained. */
  evict() {
    this.#events = [];
    this.#evicted = this.#sequence;
  }

  /** As a restart of a server with a log in memory. */
  restart() {
    this.#epoch += "a";
    this.#events = [];
    this.#sequence = this.#evicted = 0;
  }

  read(topics, cursor, { replay = 0, limit = 256 } = {}) {
    const selects = selector(topics);
    const mine = this.#events.filter(({ topic }) => selects(topic));
    if (!cursor || cursor === "latest") {
      return { cursor: this.head, events: replay ? mine.slice(-replay) : [] };
    }
    const [epoch, sequence] = cursor.split("-");
    const known = epoch === this.#epoch;
    const after = known ? mine.filter(({ id }) => Number(id.split("-")[1]) > sequence) : mine;
    const events = after.slice(0, limit);
    const batch = { cursor: events.length < after.length ? events.at(-1).id : this.head, events };
    if (!known) batch.gap = { reason: "epoch", resumed: `${this.#epoch}-0` };
    else if (sequence < this.#evicted) batch.gap = { reason: "evicted", from: cursor, resumed: cursor };
    return batch;
  }
}
