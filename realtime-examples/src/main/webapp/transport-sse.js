// Server-Sent Events: asks once, and the answer never ends. The browser asks again by itself when it is lost, with the last id as
// the header Last-Event-ID; only after the cut of a cable, which closes it, does the page say the cursor itself.

import { RETRY, pause } from "./follower.js";

export function sse(follower, signal) {
  // As `message`, since an EventSource tells of no other type that it is not asked for.
  const url = `realtime/sse?${follower.query()}&envelope=message`;
  const source = new EventSource(url);
  follower.meter.streamRequest(url);
  const take = (message, batch) => {
    follower.meter.block(message);
    follower.batch({ cursor: message.lastEventId, events: [], ...batch });
  };
  source.onopen = () => follower.meter.streamOpened();
  source.onmessage = message => take(message, { events: [JSON.parse(message.data)] });
  source.addEventListener("gap", message => take(message, { gap: JSON.parse(message.data) }));
  source.addEventListener("heartbeat", message => take(message));
  source.onerror = async () => {
    follower.broken();
    if (source.readyState === EventSource.CONNECTING) {
      follower.meter.streamRequest(url);
      return;
    }
    // It has given up, as it does on any status but 200: a proxy's 502, say, while the server starts again.
    await pause(RETRY, signal);
    if (!signal.aborted) sse(follower, signal);
  };
  signal.addEventListener("abort", () => source.close(), { once: true });
}
