// An inbox: the server keeps what was sent for a day; this browser keeps up to where it has read, and what of it was seen.

import "./notifications-ko.js";
import { connect } from "./realtime/realtime.js";
import { element, frame, me } from "./frame.js";
import { moment, person, quote } from "./people.js";
import { showState } from "./state.js";
import { say } from "./words.js";

const KEPT = 50;

frame(["notifications.html", "notifications.js", "notifications-ko.js", "people.js", "state.js", "apps.css"]);
const name = await me;
const [list, empty, badge, read] = ["list", "empty", "unread", "read"].map(id => document.getElementById(id));
document.getElementById(name ? "own" : "stranger").hidden = false;

// ---- what this browser keeps, for all its tabs ----

const KEY = `inbox of ${name}`;
const load = () => JSON.parse(localStorage.getItem(KEY)) ?? { cursor: "earliest", items: [] };

/** Changes it as it is now: another tab may have done so meanwhile. */
function change(edit) {
  const inbox = load();
  edit(inbox);
  localStorage.setItem(KEY, JSON.stringify(inbox));
  show();
}

/** Every tab is told of every notification, and the first one keeps it. */
function keep(item, cursor) {
  change(inbox => {
    inbox.cursor = cursor;
    if (!inbox.items.some(({ id }) => id === item.id)) inbox.items = [item, ...inbox.items].slice(0, KEPT);
  });
}

addEventListener("storage", ({ key }) => key === KEY && show());

// ---- what comes ----

function follow() {
  const realtime = connect("realtime");
  showState(realtime);
  realtime.subscribe(`user/${name}/**`, ({ id, topic, time, data }) => keep({ id, topic, time, data }, id), {
    cursor: load().cursor, // what came since this browser was here last comes first
    onGap: ({ resumed }) => keep({ id: `gap ${resumed}`, gap: true, time: new Date().toISOString() }, resumed),
    onError: () => location.reload(), // the session has ended
  });
  form("write", async ({ to, text }) => {
    await realtime.publish(`user/${to.value}/from/${name}`, { text: text.value });
    say(outcome("sent", true), "Sent to {0}.", to.value);
    text.value = "";
  }, error => say(outcome("sent", false), "Not sent: {0}", error.message));
  form("spy", ({ whose }) => {
    if (whose.value === name) say(outcome("refused", true), "These are your own.");
    else realtime.subscribe(`user/${whose.value}/**`, () => {}, { onError: refused });
  });
}

function refused({ message }) {
  say(outcome("refused", false), "Refused, whether there is such a user or not: {0}", message);
}

function outcome(id, good) {
  const shown = document.getElementById(id);
  shown.className = good ? "outcome note good" : "outcome note bad";
  return shown;
}

function form(id, submit, fail) {
  document.getElementById(id).addEventListener("submit", async event => {
    event.preventDefault();
    try {
      await submit(event.target.elements);
    } catch (error) {
      fail(error);
    }
  });
}

// ---- what is shown ----

function show() {
  const { items } = load();
  const unread = items.filter(item => !item.read).length;
  list.replaceChildren(...items.map(draw));
  empty.hidden = !!items.length;
  read.hidden = !items.length;
  read.disabled = !unread;
  badge.hidden = !unread;
  say(badge, "{0} new", unread);
  say(document.querySelector("title"), unread ? "({0}) Notifications · Realtime for Jakarta" : "Notifications · Realtime for Jakarta", unread);
}

function draw({ topic, time, data, gap, read: seen }) {
  const at = moment(time, { dateStyle: "short", timeStyle: "short" });
  const item = element("li", { className: seen ? "" : "new" }, gap
    ? [element("span", {}, "Something is missing here: the server has not kept it."), at]
    : [...sender(topic.split("/"), data), at, quote(data?.text)]);
  item.classList.toggle("gap", !!gap);
  return item;
}

/** Who has sent it is in the topic, where only they may publish; a mention comes from the server itself. */
function sender([, , kind, from], data) {
  if (kind === "from") return [person(from), " "];
  return [person(data.from), " ", element("a", { href: `chat.html#${data.room}` }, "has mentioned you"), " "];
}

read.addEventListener("click", () => change(({ items }) => items.forEach(item => (item.read = true))));
document.addEventListener("languagechange", show);

if (name) {
  show();
  follow();
}
