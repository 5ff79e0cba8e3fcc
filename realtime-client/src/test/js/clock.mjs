/** Time that passes only when it is told to. */
export class Clock {
  #now = Date.parse("2026-11-20T09:00:00Z");
  #timers = new Set();

  now = () => this.#now;

  setTimeout = (run, delay = 0) => {
    const timer = { run, at: this.#now + delay };
    this.#timers.add(timer);
    return timer;
  };

  clearTimeout = timer => this.#timers.delete(timer);

  /** How many timers are waiting. */
  get waiting() {
    return this.#timers.size;
  }

  /** Lets so many milliseconds pass, and everything happen that follows. */
  async pass(delay = 0) {
    const end = this.#now + delay;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}

/** After all that is under way without a timer. */
async function settled() {
  for (let turn = 0; turn < 4; turn++) await new Promise(setImmediate);
}
