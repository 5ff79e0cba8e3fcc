// Long polling: asks, and the server answers on the first event, or with nothing after 25 s. Prompt, at the price of a request for
// every batch; what happens between two requests comes with the next one, since each says the cursor it is at.

import { RETRY, pause } from "./follower.js";
import { request } from "./request.js";

export async function longPoll(follower, signal) {
  while (!signal.aborted) {
    if (!(await request(follower, "long-poll", signal))) await pause(RETRY, signal);
  }
}
