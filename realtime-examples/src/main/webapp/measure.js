// Measures the five at once, by following the same events by each.

import { Bench } from "./bench.js";
import { Follower } from "./follower.js";
import { Latencies } from "./latencies.js";
import { transports } from "./transports.js";

const SECONDS = 10;
const RATE = 10;
const BYTES = 200;

/** Takes ten seconds, and tells `told(figures, secondsLeft)` each second: by transport { median, p99, requests, overhead }, per event. */
export async function measure(told) {
  const bench = new Bench();
  const measured = Object.entries(transports).map(([name, transport]) => {
    const latencies = new Latencies();
    const follower = new Follower(transport, bench.topic, {
      event: event => latencies.add(Date.now(), bench.late(event)),
    });
    follower.open();
    return { name, latencies, follower };
  });
  await bench.ask({ rate: RATE, bytes: BYTES });
  for (let left = SECONDS; left > 0; left--) {
    await new Promise(done => setTimeout(done, 1000));
    told(Object.fromEntries(measured.map(({ name, latencies, follower: { meter } }) => [name, {
      median: latencies.quantile(0.5),
      p99: latencies.quantile(0.99),
      requests: meter.requests / meter.events,
      overhead: meter.overhead,
    }])), left - 1);
  }
  measured.forEach(({ follower }) => follower.close());
  bench.stop();
}
