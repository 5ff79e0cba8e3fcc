import { longPoll, poll } from "./polling.js";
import { sse } from "./event-source.js";
import { websocket } from "./websocket.js";

/** The transports, the best first. */
export const TRANSPORTS = { websocket, sse, "long-poll": longPoll, poll };

const OPENING = 5_000; // so soon the first answer comes, unless a proxy holds it back
const SILENCE = 35_000; // heartbeats come every 15 s or 25 s

/**
 * One attempt with one transport, of which all have this shape: `transport(server, { topics, cursor }, link)` returns
 * `{ close, follow? }`, and tells the link of each request, of what it sends, of each batch and of the end.
 */
export class Link {
  /** `received` is told of each batch; `ended` of the end, once, which comes also where nothing is heard in time. */
  constructor(server, name, query, statistics, received, ended) {
    Object.assign(this, { server, statistics, received, ended });
    this.expect(OPENING);
    try {
      this.transport = TRANSPORTS[name](server, query, this);
    } catch (error) {
      Promise.resolve().then(() => this.end(error));
    }
  }

  /** Other topics, on this link, from a place; false where it takes another link. */
  follow(topics, cursor) {
    if (!this.openedAt || !this.transport.follow) return false;
    this.expect(OPENING);
    this.transport.follow(topics, cursor);
    return true;
  }

  expect(within) {
    const { env } = this.server;
    this.due = env.now() + within;
    env.clearTimeout(this.timer);
    this.timer = env.setTimeout(() => this.end(), within);
  }

  /** Timers of a page that sleeps may be late: has this been silent for too long? */
  get overdue() {
    return this.server.env.now() > this.due;
  }

  request() {
    this.statistics.requests++;
  }

  sent(length) {
    this.statistics.sent += length;
  }

  batch(batch, length) {
    if (this.over) return;
    const { server: { env }, statistics } = this;
    statistics.received += length;
    for (const { time } of batch.events) {
      statistics.latency += (env.now() - Date.parse(time) - statistics.latency) / ++statistics.events;
    }
    this.openedAt ??= env.now();
    this.expect(Math.max(SILENCE, env.pollInterval + OPENING));
    this.received(batch);
  }

  end(error = {}) {
    if (this.over) return;
    this.close();
    this.ended(error);
  }

  close() {
    this.over = true;
    this.server.env.clearTimeout(this.timer);
    this.transport?.close();
  }
}
