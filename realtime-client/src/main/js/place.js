const REMEMBERED = 1_000;

/**
 * Where this tab is in what the leader broadcasts. The leader numbers events; a new one goes back to where the tab that is
 * furthest behind is, and this knows what the others have had already.
 */
export class Place {
  number = 0;
  cursor;
  #had = []; // [number, id] of the events that this tab's subscriptions have taken
  #ahead = new Set(); // those that come again
  #strays = new Set(); // those that may

  /** What comes next has the number after this one. */
  goBack(number) {
    for (const [at, id] of this.#had) if (at > number) this.#ahead.add(id);
    this.#had = this.#had.filter(([at]) => at <= number);
    this.number = number;
  }

  /** An event that this tab selects; false where it has had it. Until all it has had have come again, nothing is new. */
  take(id) {
    this.#had.push([this.number, id]);
    if (this.#had.length > REMEMBERED) this.#had.shift();
    if (this.#ahead.size) {
      this.#ahead.delete(id);
      return false;
    }
    return !this.#strays.delete(id);
  }

  /** Some events are gone for good, perhaps such as were to come again. */
  gap() {
    this.#strays = this.#ahead;
    this.#ahead = new Set();
  }
}
