import { selector } from "./filter.js";

const LIMIT = 1_000;
const SHORT = (1 << 20) / 3; // two answers that are shorter together have less than 1 MiB, whatever their characters

/** What one handler follows. */
export class Subscription {
  /** Whether what the leader tells is for this one, too. */
  active = false;
  #from;
  #replay;
  #held; // what comes while it is being found out what was before
  #had = new Set(); // what may come again

  constructor(topics, handler, { cursor, replay, ...options }, fail, closed) {
    Object.assign(this, { topics, handler, options, fail, closed });
    this.selects = selector(topics);
    this.#from = cursor;
    this.#replay = !cursor && replay;
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
    else if (!this.#had.delete(event.id)) this.#call(this.handler, event);
  }

  gap(gap) {
    if (this.#held) this.#held.push(() => this.gap(gap));
    else this.#call(this.options.onGap, gap);
  }

  #call(handler, news) {
    if (this.over) return;
    try {
      handler?.(news, this);
    } catch (error) {
      this.fail(error); // the page's own, and no matter of ours
    }
  }

  /** What comes next is not what follows this place, up to which everything has come. */
  leave(place) {
    this.active = false;
    if (!this.#held) this.#from = place;
  }

  /**
   * From now on comes what follows that place. It may be before or after where this one is to begin, or was: what is
   * between is asked for, and what comes twice is left out.
   */
  async join(server, place, later) {
    this.active = true;
    this.#from ??= place;
    const from = this.#from;
    const held = this.#held = [];
    const topic = this.topics;
    try {
      if (from !== place || this.#replay) {
        // In this order: what is read last goes furthest.
        const last = this.#replay ? (await everything(server, { topic, replay: this.#replay })).events : [];
        const coming = from !== place ? (await everything(server, { topic, cursor: place })).events : [];
        const { events, gap } = await everything(server, { topic, cursor: from });
        if (held !== this.#held) return; // joined elsewhere meanwhile
        const seen = last.at(-1)?.id;
        const news = [...last, ...events.slice(1 + events.findIndex(({ id }) => id === seen))].filter(({ id }) => !this.#had.has(id));
        held.unshift(() => gap && this.gap(gap), ...news.map(event => () => this.#call(this.handler, event)));
        for (const { id } of [...last, ...coming, ...events]) this.#had.add(id);
      }
      this.#from = this.#replay = this.#held = undefined;
      held.forEach(release => release());
    } catch (error) {
      if (this.over || held !== this.#held) return;
      if (error.refused) this.refuse(error);
      else later(() => this.over || held !== this.#held || this.join(server, place, later));
    }
  }
}

/**
 * All that is retained from where this asks. An answer has 1 MiB at most, and so may end before a large event: whether it has is seen
 * by the next one, which begins with that.
 */
async function everything(server, { topic, ...from }) {
  const events = [];
  let gap;
  for (let before = SHORT; ; ) {
    const { body, length } = await server.ask("poll", { topic, limit: LIMIT, ...from });
    events.push(...body.events);
    gap ??= body.gap;
    if (!body.events.length || before + length < SHORT) return { events, gap };
    before = body.events.length < LIMIT ? length : SHORT;
    from = { cursor: body.cursor };
  }
}
