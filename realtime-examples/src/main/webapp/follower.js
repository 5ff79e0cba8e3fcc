// Somebody who follows a topic by one transport, and can be cut off and carry on. A transport is a function of a follower and of a
// signal that says stop. It asks `query()` where to begin, and tells `batch`, `broken` and `refused`.

import { Meter } from "./meter.js";

/** How long a transport waits before it tries again what failed, in ms. */
export const RETRY = 1000;

/** Resolves after so many ms, or when the signal says stop. */
export const pause = (ms, signal) =>
  new Promise(done => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });

/** The address of a WebSocket beside this page. */
export function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address;
}

export class Follower {
  meter = new Meter();
  cursor = null;
  pollInterval = 2000;
  #link = null;

  /** `told` has any of `event(event)`, `gap(gap)` and `state(name, reason)`. */
  constructor(transport, topic, told) {
    this.transport = transport;
    this.topic = topic;
    this.told = told;
  }

  open() {
    this.#link = new AbortController();
    this.told.state?.("opening");
    this.transport(this, this.#link.signal);
  }

  /** Cuts the link; the cursor stays. */
  close(state = "cut", reason = "") {
    this.#link?.abort();
    this.told.state?.(state, reason);
  }

  /** The topic, and the place after which to carry on. */
  query() {
    const query = new URLSearchParams({ topic: this.topic });
    if (this.cursor) query.set("cursor", this.cursor);
    // Without a cursor an answer lost on the way could not be asked for again, so that the first one must not wait.
    else query.set("wait", "0");
    return query;
  }

  /** What every transport brings, sooner or later: events, perhaps a gap before them, and the cursor to carry on with. */
  batch({ cursor, events, gap }) {
    this.told.state?.("open");
    if (gap) this.told.gap?.(gap);
    for (const event of events) {
      this.meter.event(event);
      this.told.event?.(event);
    }
    if (cursor) this.cursor = cursor;
  }

  /** The link has failed; the transport tries again. */
  broken() {
    this.told.state?.("broken");
  }

  /** The server has said no, for a reason that trying again does not mend. */
  refused(reason) {
    this.close("refused", reason);
  }
}
