import { setMaxListeners } from "node:events";

/** Tabs of one origin: their locks and channels, in virtual time. What a tab posts reaches the others later, each in its order. */
export class Browser {
  #locks = new Map(); // by name, the one that holds it first
  #channels = new Set();

  constructor(clock) {
    this.clock = clock;
  }

  /** The options of a client in a new tab, and ways to end it or to keep it from hearing anything. */
  tab() {
    const tab = { gone: false, channels: [], inbox: [], asleep: false };
    const browser = this;
    tab.options = {
      locks: { request: (name, options, held) => browser.#request(tab, name, options, held) },
      BroadcastChannel: class {
        constructor(name) {
          this.name = name;
          this.tab = tab;
          browser.#channels.add(this);
        }

        postMessage(message) {
          if (!tab.gone) browser.#post(this, structuredClone(message));
        }

        close() {
          browser.#channels.delete(this);
        }
      },
    };
    /** The tab is closed, and nothing in it runs any more. */
    tab.kill = () => {
      tab.gone = true;
      for (const channel of [...this.#channels]) if (channel.tab === tab) channel.close();
      for (const [name, queue] of this.#locks) {
        queue.filter(entry => entry.tab === tab).forEach(entry => this.#release(name, entry));
      }
    };
    tab.sleep = () => (tab.asleep = true);
    tab.awake = () => {
      tab.asleep = false;
      tab.inbox.splice(0).forEach(deliver => deliver());
    };
    return tab;
  }

  #post(from, data) {
    for (const channel of [...this.#channels]) {
      if (channel === from || channel.name !== from.name) continue;
      const deliver = () => {
        if (!channel.tab.gone && this.#channels.has(channel)) channel.onmessage?.({ data });
      };
      this.clock.setTimeout(() => (channel.tab.asleep ? channel.tab.inbox.push(deliver) : deliver()), 1);
    }
  }

  #request(tab, name, { signal }, held) {
    return new Promise((done, fail) => {
      const entry = { tab, held, done };
      const queue = this.#locks.get(name) ?? [];
      this.#locks.set(name, queue);
      queue.push(entry);
      setMaxListeners(0, signal);
      signal.addEventListener("abort", () => {
        if (entry.holds) return;
        this.#release(name, entry);
        fail(new Error("aborted"));
      });
      this.#grant(name);
    });
  }

  #grant(name) {
    const [first] = this.#locks.get(name);
    if (!first || first.holds) return;
    first.holds = true;
    this.clock.setTimeout(async () => {
      if (first.tab.gone) return;
      await first.held();
      this.#release(name, first);
      first.done();
    }, 1);
  }

  #release(name, entry) {
    const queue = this.#locks.get(name);
    const at = queue.indexOf(entry);
    if (at < 0) return;
    queue.splice(at, 1);
    this.#grant(name);
  }
}
