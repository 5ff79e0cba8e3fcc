// The server's part of the laboratory: it publishes what this page asks for on a topic of the page's own, as long as the page asks.

import { browser } from "./meter.js";

/** How often to ask, in ms; the server forgets a page after 30 s. */
const AGAIN = 5000;

export class Bench {
  name = [...crypto.getRandomValues(new Uint8Array(8))].map(byte => (byte % 36).toString(36)).join("");
  topic = `lab/${this.name}`;
  wish = { rate: 0, bytes: 200 };
  /** The newest event's number, as of the last answer. */
  newest = 0;
  /** The server's clock less this machine's, in ms, where they differ by more than the question takes. */
  clock = 0;
  #surest = Infinity;
  #timer;

  /** `told(problem)` after each question: "", or why it was not answered. */
  constructor(told = () => {}) {
    this.told = told;
    // The timers of a hidden page may not have run in time.
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
  }

  /** Asks now, and goes on asking. */
  async ask(wish = {}) {
    Object.assign(this.wish, wish);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), AGAIN);
    try {
      const sent = Date.now();
      const answer = await fetch("lab", { method: "POST", body: new URLSearchParams({ bench: this.name, ...this.wish }) });
      if (answer.ok) this.#take(sent, await answer.json());
      this.told(answer.ok ? "" : await answer.text());
    } catch {
      this.told("unreachable");
    }
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #take(sent, { newest, time, headers }) {
    const took = Date.now() - sent;
    const difference = time - (sent + took / 2);
    if (took < this.#surest) {
      this.#surest = took;
      this.clock = Math.abs(difference) > took / 2 + 1 ? difference : 0;
    }
    this.newest = newest;
    browser.headerBytes = headers;
  }

  /** How late an event is by now, in ms. */
  late({ time }) {
    return Math.max(0, Date.now() + this.clock - Date.parse(time));
  }
}
