import { Link } from "./link.js";

const STABLE = 10_000; // a link that lived so long was a good one
const PATIENCE = 2; // so many that did not are let pass
const LONGEST_WAIT = 30_000;
const FIRST_PROBE = 10_000;
const LAST_PROBE = 300_000;

/**
 * Follows topics from a place, by the best transport that works at the time: down when one fails, up again when a trial shows
 * that a better one works. Whatever happens, it carries on from the place.
 */
export class Connection {
  topics = [];
  place;
  joined = false;
  state = {};
  #level = 0;
  #proven = 0;
  #attempts = 0;
  #fickle = 0;
  #probeIn = FIRST_PROBE;
  #probeAt;

  /** `on` is told `joined`: these topics are followed from this place on; then of each `batch`; of the `state`, and what is `refused`. */
  constructor(server, transports, statistics, on) {
    Object.assign(this, { server, transports, statistics, on });
    this.env = server.env;
  }

  /** Follows exactly these topics, from that place; where there is none, from now on. */
  follow(topics, place) {
    this.topics = topics;
    this.place = topics.length ? place : undefined;
    this.joined = false;
    if (!topics.length) {
      this.close();
      this.#tell("idle");
    } else if (!this.#waiting && !this.#link?.follow(topics, place)) {
      this.#open();
    }
  }

  #link;
  #trial;
  #timer;
  #waiting;

  close() {
    this.#link?.close();
    this.#trial?.close();
    this.env.clearTimeout(this.#timer);
    this.#link = this.#trial = this.#waiting = undefined;
  }

  #dial(level, received, ended) {
    const name = this.transports[level];
    return new Link(this.server, name, { topics: this.topics, cursor: this.place }, this.statistics[name], received, ended);
  }

  #open() {
    this.close();
    this.joined = false;
    this.#tell("connecting");
    const link = this.#dial(this.#level, batch => this.#received(batch), error => this.#ended(link, error));
    this.#link = link;
  }

  #received(batch) {
    if (!this.joined) {
      this.joined = true;
      this.place ??= batch.cursor;
      if (this.state.state !== "open") {
        this.#proven = this.#level;
        this.#tell("open");
        this.#probeLater();
      }
      this.on.joined(this.topics, this.place);
    }
    this.place = batch.cursor;
    this.on.batch(batch);
  }

  /** However often the link in use breaks, the time for a trial comes. */
  #probeLater() {
    if (this.#level) this.#timer = this.env.setTimeout(() => this.#probe(0), Math.max(0, this.#probeAt - this.env.now()));
  }

  #postponeProbe(factor) {
    this.#probeIn = Math.min(this.#probeIn * factor, LAST_PROBE);
    this.#probeAt = this.env.now() + this.#probeIn * (0.5 + this.env.random() / 2);
  }

  /** Tries better transports beside the one in use, and changes over when one shows that it works. */
  #probe(level) {
    if (level === this.#level) {
      this.#postponeProbe(2);
      return this.#probeLater();
    }
    this.#trial = this.#dial(level, () => {
      this.#level = level;
      this.#open();
    }, () => this.#probe(level + 1));
  }

  #ended(link, error) {
    const { openedAt } = link;
    const now = this.env.now();
    this.close();
    if (now - openedAt >= STABLE) {
      this.#attempts = this.#fickle = 0;
      if (!this.#level) this.#probeIn = FIRST_PROBE;
    } else if (openedAt) {
      this.#fickle++;
    }
    if (error.refused) {
      this.#sift(error);
    } else if (error.retryAfter) {
      this.#wait(error.retryAfter + 1_000 * this.env.random(), error, true);
    } else if (openedAt && this.#fickle <= PATIENCE) {
      this.#wait(this.#jitter(), error);
    } else {
      this.#fickle = 0;
      this.#postponeProbe(openedAt ? 2 : 1); // one that opens and breaks would pass each trial
      if (++this.#level < this.transports.length) return this.#open();
      this.#level = this.#proven;
      this.#wait(this.#jitter(), error);
    }
  }

  #jitter() {
    return this.env.random() * Math.min(LONGEST_WAIT, 1_000 * 2 ** this.#attempts++);
  }

  #wait(delay, { message }, told) {
    this.close();
    this.#waiting = told ? "told" : "wait";
    this.#tell("waiting", { retryIn: delay, error: message });
    this.#timer = this.env.setTimeout(() => this.#open(), delay);
  }

  /** Which topics are refused? One that is must not keep the others from coming. */
  async #sift(failed) {
    const refused = {};
    const { topics } = this;
    this.#level = this.#proven;
    this.#waiting = "told";
    try {
      for (const topic of topics) {
        try {
          await this.server.ask("poll", { topic });
        } catch (error) {
          if (!error.refused) throw error;
          refused[topic] = error.message;
        }
      }
    } catch (error) {
      failed = error;
    }
    if (this.#waiting) {
      this.#wait(this.#jitter(), failed);
      this.on.refused(refused);
    }
  }

  /** The network is there again, or somebody looks at the page: does not wait any longer than it was told to. */
  wake(network) {
    if (this.#waiting === "wait" || (this.#link && (network || this.#link.overdue))) this.#open();
  }

  #tell(state, more) {
    this.on.state(this.state = { state, transport: this.transports[this.#level], ...more });
  }
}
