// Shared cursors: each is a topic of its owner's that keeps its latest value, so a slow reader skips steps and never lags.

import "./cursors-ko.js";
import { connect } from "./realtime/realtime.js";
import { frame, me } from "./frame.js";
import { person, tint } from "./people.js";
import { showState } from "./state.js";
import { say } from "./words.js";

const PAUSE = 50; // ms between two positions that are sent
const FADES = 5_000; // ms after its last step a cursor is gone, for an owner who could not say goodbye
const STEP = 0.02;
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

frame(["cursors.html", "cursors.js", "cursors-ko.js", "people.js", "state.js", "apps.css"]);
const realtime = connect("realtime");
showState(realtime);
const name = await me;
const stage = document.getElementById("stage");
const problem = document.getElementById("problem");
document.getElementById("unseen").hidden = !!name;

// ---- everyone's ----

const cursors = new Map();

function point(owner, { x, y }) {
  if (!cursors.has(owner)) {
    const arrow = tint(document.createElement("div"), owner);
    arrow.classList.add("cursor");
    arrow.dataset.owner = owner;
    arrow.append(person(owner));
    stage.append(arrow);
    cursors.set(owner, { arrow });
    count();
  }
  const cursor = cursors.get(owner);
  cursor.arrow.style.left = `${100 * x}%`;
  cursor.arrow.style.top = `${100 * y}%`;
  clearTimeout(cursor.fading);
  cursor.fading = setTimeout(() => remove(owner), FADES);
}

function remove(owner) {
  clearTimeout(cursors.get(owner)?.fading);
  cursors.get(owner)?.arrow.remove();
  if (cursors.delete(owner)) count();
}

function count() {
  say(document.getElementById("there"), "Here now: {0}", cursors.size);
}

count();
realtime.subscribe("cursors/*", ({ topic, data }) => {
  const owner = topic.split("/")[1];
  if (owner === name) return; // drawn as it moves, without the way to the server and back
  if (isPlace(data)) point(owner, data);
  else remove(owner);
}, { cursor: "earliest" });

const isPlace = data => [data?.x, data?.y].every(part => part >= 0 && part <= 1);

// ---- one's own ----

let place = { x: 0.5, y: 0.5 };
let next; // what is to be sent, null for a goodbye; what was not sent in time is never sent
let sending = false;

/** Sends the latest place, one at a time and not too often. */
async function send(news) {
  next = news;
  if (sending) return;
  sending = true;
  while (next !== undefined) {
    const sent = next;
    next = undefined;
    const pause = new Promise(done => setTimeout(done, PAUSE));
    await realtime.publish(`cursors/${name}`, sent).then(() => (problem.textContent = ""), error => say(problem, "Not sent: {0}", error.message));
    await pause;
  }
  sending = false;
}

const within = value => Math.round(1e4 * Math.min(1, Math.max(0, value))) / 1e4;

function move(x, y) {
  place = { x: within(x), y: within(y) };
  point(name, place);
  send(place);
}

function leave() {
  remove(name);
  send(null);
}

if (name) {
  for (const type of ["pointerdown", "pointermove"]) {
    stage.addEventListener(type, ({ clientX, clientY }) => {
      const { left, top, width, height } = stage.getBoundingClientRect();
      move((clientX - left) / width, (clientY - top) / height);
    });
  }
  stage.addEventListener("pointerleave", leave);
  stage.addEventListener("blur", leave);
  stage.addEventListener("keydown", event => {
    if (event.key === "Escape") leave();
    const [dx, dy] = KEYS[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    move(place.x + dx, place.y + dy);
  });
  // A page that goes away can still leave a message for the browser to deliver.
  addEventListener("pagehide", () =>
    navigator.sendBeacon(`realtime/publish?topic=${encodeURIComponent(`cursors/${name}`)}`, new Blob(["null"], { type: "application/json" })));
}
