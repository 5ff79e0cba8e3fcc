// How late the events of the last half minute were.

/** What is looked at, in ms. */
export const SPAN = 30_000;

export class Latencies {
  /** Each as { at, late }, in ms; the oldest first. */
  recent = [];

  add(at, late) {
    this.recent.push({ at, late });
  }

  forget(now) {
    const first = this.recent.findIndex(({ at }) => at > now - SPAN);
    this.recent = first < 0 ? [] : this.recent.slice(first);
  }

  /** The latency that this part of the events did not exceed; undefined without events. */
  quantile(part) {
    const sorted = this.recent.map(({ late }) => late).sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  }
}
