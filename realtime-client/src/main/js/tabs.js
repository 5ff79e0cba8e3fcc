/**
 * How the tabs of one origin find the one that leads, and talk: whoever holds a lock leads, and the browser gives it to another
 * when that tab is gone. Where the browser cannot, or is not to, each tab leads itself.
 */
export class Tabs {
  #release = [];
  #aborted = new AbortController();
  #watched = new Set();

  /** `on` is told to `lead`; what other tabs ask to `hear`, with the leader's messages to `receive`. */
  constructor(env, name, on) {
    Object.assign(this, { env, name, on });
    this.id = env.random().toString(36).slice(2);
  }

  start() {
    const { env: { locks, BroadcastChannel }, name, on } = this;
    if (!locks || !BroadcastChannel) return on.lead();
    // In this order, so that the leader that is asked can watch the lock.
    this.#hold(name + this.id, () => {
      this.channel = new BroadcastChannel(name);
      this.channel.onmessage = ({ data }) => (data.tab ? on.hear(data) : on.receive(data));
      this.#hold(name, on.lead);
      on.receive({ who: true });
    });
  }

  #hold(name, held) {
    const hold = () => new Promise(release => {
      this.#release.push(release);
      held();
    });
    this.env.locks.request(name, { signal: this.#aborted.signal }, hold).catch(() => {}); // closed before it had it
  }

  /** Runs `gone` when that tab is closed. */
  watch(tab, gone) {
    if (tab === this.id || this.#watched.has(tab)) return;
    this.#watched.add(tab);
    this.env.locks.request(this.name + tab, { signal: this.#aborted.signal }, gone).catch(() => {});
  }

  tell(message) {
    this.channel?.postMessage(message);
  }

  close() {
    this.#aborted.abort();
    this.#release.forEach(release => release());
    this.channel?.close();
  }
}
