// A column of the laboratory: one transport, what it brings and what it costs, and its cable.

import { bytes, milliseconds } from "./figures.js";
import { Follower } from "./follower.js";
import { element } from "./frame.js";
import { Latencies, SPAN } from "./latencies.js";
import { Meter } from "./meter.js";
import { Plot } from "./plot.js";
import { titles, transports } from "./transports.js";
import { language, say, t, translate } from "./words.js";

const LINES = 6;

const ABOUT = {
  poll: "Asks now and again, whether there is news or not: late by up to that, and often in vain.",
  "long-poll": "Asks, and the server answers on the first event: prompt, at the price of a request for every batch.",
  sse: "Asks once, and the answer never ends: prompt, and the browser carries on by itself.",
  websocket: "One connection for both ways: prompt, it can send as well, and the page carries on.",
  stomp: "A messaging protocol over WebSocket, with clients in every language.",
};

const STATES = {
  opening: "Connecting",
  open: "Connected",
  broken: "Not reached, trying again",
  cut: "Cut",
  refused: "Refused: {0}",
};

const GAPS = {
  epoch: "Gap: the server has a new log, and what came before is not in it.",
  evicted: "Gap: some of what was missed is no longer kept.",
  rollback: "Gap: the server has lost its newest events.",
};

export class Column {
  #latencies = new Latencies();
  #lines = [];
  #cuts = [];
  #outage = null; // while the cable is cut, and until what was missed has come: { from, after, missed, recovered, until, mended }
  #newest = 0; // the number of the newest event

  /** `tell(english, …)` tells who cannot see. */
  constructor(section, bench, tell) {
    this.section = section;
    this.bench = bench;
    this.tell = tell;
    section.append(document.getElementById("column").content.cloneNode(true));
    translate(section);
    const { transport } = section.dataset;
    this.title = titles[transport];
    const heading = this.#find("h2");
    heading.id = `${transport}-title`;
    section.setAttribute("aria-labelledby", heading.id);
    say(heading, this.title);
    say(this.#find(".about"), ABOUT[transport]);
    this.plot = new Plot(this.#find(".plot"));
    this.cable = this.#find(".cut");
    this.cable.setAttribute("aria-describedby", heading.id);
    this.follower = new Follower(transports[transport], bench.topic, {
      state: (name, reason) => this.#state(name, reason),
      gap: gap => this.#gap(gap),
      event: event => this.#event(event),
    });
    this.follower.open();
  }

  #find(selector) {
    return this.section.querySelector(selector);
  }

  get isCut() {
    return this.#outage !== null && this.#outage.mended === undefined;
  }

  /** Whether the events have numbers by which to know how many are missing. */
  get #numbered() {
    return this.follower.topic === this.bench.topic;
  }

  /** Begins with another topic. */
  follow(topic) {
    this.follower.close();
    this.follower.cursor = null;
    this.follower.topic = topic;
    this.#newest = 0;
    this.#outage = null;
    this.#cuts = [];
    this.cable.checked = false;
    this.#find(".recovery").hidden = this.#find(".gap").hidden = true;
    this.countAnew();
    this.follower.open();
  }

  countAnew() {
    this.follower.meter = new Meter();
    this.#latencies = new Latencies();
    this.#lines = [];
  }

  /** Cuts the cable; nothing comes, and nothing is tried, until it is mended. */
  cut() {
    this.#cuts.push({ from: Date.now() });
    this.#outage = { from: this.follower.cursor, after: this.#newest || this.bench.newest, missed: 0, recovered: 0 };
    this.cable.checked = true;
    this.follower.close();
    this.draw(Date.now()); // what has come last
    this.missing();
  }

  /** Says how much is missing by what the server has told last. */
  missing() {
    this.#outage.missed = Math.max(0, this.bench.newest - this.#outage.after);
    if (this.#numbered) this.#recovery("", "Missed so far: {0}", this.#outage.missed);
    else this.#recovery("", "Nothing comes by a cable that is cut.");
  }

  /** Mends it, and carries on with the cursor. */
  mend() {
    this.missing();
    this.#outage.until = this.bench.newest;
    this.#outage.mended = Date.now();
    this.#cuts.at(-1).to = this.#outage.mended;
    this.cable.checked = false;
    this.#progress(this.#numbered && this.#outage.missed === 0);
    this.follower.open();
  }

  /** Counts an event that was missed at first; false if it is none. */
  #recover({ data, time }) {
    if (!this.#outage) return false;
    const { after, until, mended } = this.#outage;
    if (this.#numbered ? !(data.n > after && data.n <= until) : Date.parse(time) >= mended) return false;
    this.#outage.recovered++;
    // The cursor moves on when the whole batch has been taken.
    if (!this.#numbered || data.n === until) queueMicrotask(() => this.#progress(this.#numbered));
    return true;
  }

  #progress(done) {
    const { missed, recovered, from } = this.#outage;
    if (this.#numbered) this.#recovery(done ? (recovered === missed ? "good" : "warn") : "", "{0} missed, {1} brought back", missed, recovered);
    else this.#recovery("", "Brought back so far: {0}", recovered);
    const places = document.createElement("code");
    places.textContent = `${from} → ${recovered || done ? this.follower.cursor : "…"}`;
    this.#find(".recovery").append(document.createElement("br"), places);
    if (done) this.tell("{0}: {1} missed, {2} brought back", () => t(this.title), missed, recovered);
  }

  #recovery(kind, english, ...values) {
    const note = this.#find(".recovery");
    note.hidden = false;
    note.className = `recovery note ${kind}`;
    note.replaceChildren(element("span"));
    say(note.firstChild, english, ...values);
  }

  #state(name, reason) {
    if (this.section.dataset.state === name) return;
    this.section.dataset.state = name;
    say(this.#find(".state"), STATES[name], reason);
  }

  #gap({ reason }) {
    const note = this.#find(".gap");
    note.hidden = false;
    note.dataset.gap = reason;
    say(note, GAPS[reason]);
    this.tell("{0}: {1}", () => t(this.title), () => t(GAPS[reason]));
    if (reason !== "epoch") return;
    this.#newest = 0; // numbers begin anew
    this.#outage = null;
  }

  #event(event) {
    const { time, type, data } = event;
    this.#lines.push(`${new Date(time).toTimeString().slice(0, 8)} ${type} ${JSON.stringify(data).slice(0, 60)}`);
    this.#lines.splice(0, this.#lines.length - LINES);
    if (!this.#recover(event)) this.#latencies.add(Date.now(), this.bench.late(event));
    if (this.#numbered && data.n) this.#newest = data.n;
  }

  /** Shows what was counted since. */
  draw(now) {
    const { meter } = this.follower;
    this.#latencies.forget(now);
    this.#cuts = this.#cuts.filter(({ to = now }) => to > now - SPAN);
    this.plot.draw(now, this.#latencies, this.#cuts);
    this.#show("median", milliseconds(this.#latencies.quantile(0.5)));
    this.#show("p99", milliseconds(this.#latencies.quantile(0.99)));
    this.#show("events", meter.events.toLocaleString(language()));
    this.#show("requests", meter.requests.toLocaleString(language()));
    this.#show("up", `≈ ${bytes(meter.up)}`);
    this.#show("down", `≈ ${bytes(meter.down)}`);
    this.#show("overhead", meter.events ? `≈ ${bytes(meter.overhead)}` : "–");
    this.#find("ol.events").replaceChildren(
      ...this.#lines.map(line => Object.assign(document.createElement("li"), { className: "event", textContent: line })));
  }

  #show(figure, text) {
    this.#find(`[data-figure=${figure}]`).textContent = text;
  }
}
