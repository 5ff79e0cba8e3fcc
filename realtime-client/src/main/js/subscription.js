import { selector } from "./filter.js";

const PLENTY = 500_000; // a batch may have been cut short where it is about as long, or has as many events as were asked for
const LIMIT = 1_000;

/** What one handler follows. */
export class Subscription {
  active = false;
  #skip = new Set();
  #held;

  constructor(topics, handler, options, closed) {
    Object.assign(this, { topics, handler, options, closed });
    this.selects = selector(topics);
  }

  close() {
    this.over = true;
    this.closed(this);
  }

  refuse(error) {
    this.close();
    this.options.onError?.(error);
  }

  event(event) {
    if (this.#held) this.#held.push(() => this.event(event));
    else if (!this.#skip.delete(event.id)) this.#call(this.handler, event);
  }

  gap(gap) {
    if (this.#held) this.#held.push(() => this.gap(gap));
    else if (gap) this.#call(this.options.onGap, gap);
  }

  #call(handler, news) {
    if (this.over) return;
    try {
      handler?.(news, this);
    } catch (error) {
      queueMicrotask(() => { throw error; }); // the page's own, and no matter of ours
    }
  }

  /**
   * Begins with what was before the place at which the topics were joined, or with less than what comes after it. What comes
   * meanwhile is held back, and what it repeats is left out.
   */
  async begin(server, place, again) {
    const { replay, cursor } = this.options;
    const topic = this.topics;
    if (!replay && !cursor) return;
    this.#held ??= [];
    try {
      const first = cursor ? await everything(server, topic, place) : (await server.ask("poll", { topic, replay })).body;
      const second = await everything(server, topic, cursor ?? place);
      const last = first.events.at(-1)?.id;
      const news = cursor
        ? second.events
        : [...first.events, ...second.events.slice(1 + second.events.findIndex(({ id }) => id === last))];
      const held = this.#held;
      this.#held = undefined;
      this.gap(second.gap);
      news.forEach(event => this.event(event));
      for (const { id } of [...first.events, ...second.events]) this.#skip.add(id);
      held.forEach(release => release());
    } catch (error) {
      if (error.refused) this.refuse(error);
      else again(() => this.over || this.begin(server, place, again));
    }
  }
}

/** All that is retained after a place. */
async function everything(server, topic, cursor) {
  const events = [];
  let gap;
  for (;;) {
    const { body, length } = await server.ask("poll", { topic, cursor, limit: LIMIT });
    events.push(...body.events);
    gap ??= body.gap;
    if (length < PLENTY && body.events.length < LIMIT) return { events, gap };
    cursor = body.cursor;
  }
}
