import { Connection } from "./connection.js";

const GATHERING = 50; // so long a new leader waits to hear from the other tabs

/** Of the tabs that share a connection the one that has it: knows what each wants, and numbers what it tells them. */
export class Leader {
  #wants = new Map();
  #number;
  #back;
  #timer;

  constructor(server, transports, statistics, tell) {
    this.env = server.env;
    this.tell = tell;
    this.connection = new Connection(server, transports, statistics, {
      joined: () => this.#joined(),
      batch: batch => {
        this.#say({ batch });
        this.#number += batch.events.length;
      },
      state: state => tell({ state }),
      refused: refused => {
        for (const [tab, topics] of this.#wants) this.#wants.set(tab, topics.filter(topic => !(topic in refused)));
        tell({ refused });
        this.#later(0);
      },
    });
  }

  #joined() {
    const { topics, state } = this.connection;
    this.#say({ topics, state });
  }

  #say(message) {
    this.tell({ number: this.#number, cursor: this.connection.place, ...message });
  }

  /** What a tab wants, and where it is. Goes back there if that is behind. */
  hear({ tab, topics, number, cursor, active, behind }) {
    this.#wants.set(tab, topics);
    const begins = this.#number === undefined;
    if (active && (begins || (behind && number <= this.#number)) && !(number >= this.#back?.number)) {
      this.#back = { number, cursor };
    }
    this.#later(begins && this.env.locks ? GATHERING : 0);
  }

  /** A tab is gone. */
  forget(tab) {
    this.#wants.delete(tab);
    this.#later(0);
  }

  #later(delay) {
    this.#timer ??= this.env.setTimeout(() => this.#update(), delay);
  }

  #update() {
    const { connection } = this;
    const { number, cursor } = this.#back ?? { number: this.#number ?? 0, cursor: connection.place };
    const topics = [...new Set([...this.#wants.values()].flat())];
    const changed = this.#back || topics.join("\n") !== connection.topics.join("\n");
    this.#timer = this.#back = undefined;
    this.#number = number;
    if (changed) connection.follow(topics, cursor);
    else if (connection.joined) this.#joined();
  }

  close() {
    this.env.clearTimeout(this.#timer);
    this.connection.close();
  }
}
