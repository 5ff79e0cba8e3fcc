// Polling: asks, takes what there is, and asks again after a while with the cursor of the answer. Late by up to that while, and
// most answers are empty where little happens; but it goes through anything that lets a request through.

import { pause } from "./follower.js";
import { request } from "./request.js";

export async function poll(follower, signal) {
  while (!signal.aborted) {
    await request(follower, "poll", signal);
    await pause(follower.pollInterval, signal);
  }
}
