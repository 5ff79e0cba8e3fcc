import { Connection } from "./connection.js";

const GATHERING = 50; // so long a new leader waits to hear from the other tabs

/** Of the tabs that share a connection the one that has it: knows what each wants, and tells all of them what comes. */
export class Leader {
  #wants = new Map();
  #begun = false;
  #place;
  #serial = 0;
  #timer;

  constructor(server, transports, statistics, tell) {
    this.env = server.env;
    this.tell = tell;
    this.connection = new Connection(server, transports, statistics, {
      joined: () => this.#joined(),
      batch: batch => this.#say({ batch }),
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

  /** The serial shows a tab whether it has missed anything. */
  #say(message) {
    this.tell({ serial: this.#serial++, cursor: this.connection.place, ...message });
  }

  /** What a tab wants, and where it is: a new leader begins there. */
  hear({ tab, topics, cursor }) {
    this.#wants.set(tab, topics);
    this.#place ??= cursor;
    this.#later(this.#begun || !this.env.locks ? 0 : GATHERING);
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
    const topics = [...new Set([...this.#wants.values()].flat())];
    const place = this.#begun ? connection.place : this.#place;
    this.#timer = undefined;
    this.#begun = true;
    if (topics.join("\n") !== connection.topics.join("\n")) connection.follow(topics, place);
    else if (connection.joined) this.#joined();
  }

  close() {
    this.env.clearTimeout(this.#timer);
    this.connection.close();
  }
}
