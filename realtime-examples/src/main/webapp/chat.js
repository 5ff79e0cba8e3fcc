// A chat: a room is followed by two filters, what each has said under a name of their own and what nobody has signed.

import "./chat-ko.js";
import { connect } from "./realtime/realtime.js";
import { element, frame, me } from "./frame.js";
import { moment, person, quote, tint } from "./people.js";
import { showState } from "./state.js";
import { say } from "./words.js";

const ROOMS = { lobby: "Lobby", workshop: "Workshop", garden: "Garden" };
const SHOWN = 200;

frame(["chat.html", "chat.js", "chat-ko.js", "people.js", "state.js", "apps.css"]);
const realtime = connect("realtime");
showState(realtime);
const name = await me;
const [messages, online, form, problem] = ["messages", "online", "say", "problem"].map(id => document.getElementById(id));

// ---- a room ----

let room;
let following = [];

function enter() {
  const wanted = location.hash.slice(1);
  room = Object.hasOwn(ROOMS, wanted) ? wanted : "lobby";
  following.forEach(subscription => subscription.close());
  messages.replaceChildren();
  showOnline([]);
  following = [
    realtime.subscribe([`chat/${room}`, `chat/${room}/*`], message, { replay: 50, onGap: missing }),
    realtime.subscribe(`presence/${room}`, ({ data }) => showOnline(data.names), { replay: 1 }),
  ];
  document.querySelectorAll("#rooms a").forEach(link => link.setAttribute("aria-current", link.hash === `#${room}`));
}

document.getElementById("rooms").append(...Object.entries(ROOMS).map(([id, title]) => element("a", { href: `#${id}` }, title)));
addEventListener("hashchange", enter);

// ---- what is said ----

/** The author is in the topic, where the server lets only them publish; what the data may say of it counts for nothing. */
function message({ topic, time, data }) {
  const author = topic.split("/")[2];
  const text = typeof data?.text === "string" ? data.text : JSON.stringify(data);
  const speaker = author ? person(author) : element("i", {}, "somebody");
  const item = element("li", {}, [speaker, " ", moment(time, { timeStyle: "short" }), quote(text)]);
  item.classList.toggle("own", author === name && !!name);
  item.classList.toggle("mentions", !!name && text.includes(`@${name}`));
  show(item);
  if (document.hidden) showUnread(unread + 1);
}

function missing() {
  show(element("li", { className: "note warn" }, "Some messages are missing here: the server has not kept them."));
}

function show(item) {
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  messages.append(item);
  while (messages.children.length > SHOWN) messages.firstChild.remove();
  if (atEnd) messages.scrollTop = messages.scrollHeight;
}

// ---- unread, while the tab is hidden ----

let unread = 0;

function showUnread(count) {
  unread = count;
  say(document.querySelector("title"), count ? "({0}) Chat · Realtime for Jakarta" : "Chat · Realtime for Jakarta", count);
}

document.addEventListener("visibilitychange", () => document.hidden || showUnread(0));

// ---- who is online ----

function showOnline(names) {
  say(document.getElementById("who"), "Online: {0}", names.length);
  online.replaceChildren(...names.map(other => {
    const item = tint(document.createElement("li"), other);
    item.append(person(other), " ", ...(other === name ? [element("small", {}, "you")] : []));
    return item;
  }));
}

// ---- speaking ----

form.querySelector("fieldset").disabled = !name;
document.getElementById("silent").hidden = !!name;

form.addEventListener("submit", async event => {
  event.preventDefault();
  const { text } = form.elements;
  const said = text.value;
  text.value = "";
  problem.textContent = "";
  try {
    await realtime.publish(`chat/${room}/${name}`, { text: said }, { type: "said" });
  } catch (error) {
    text.value ||= said;
    say(problem, "Not sent: {0}", error.message);
  }
});

enter();
