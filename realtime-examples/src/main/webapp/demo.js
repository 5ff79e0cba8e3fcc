// The page: five columns that follow the same topics, each its own way, and a chat that can be had by any of them.

import { post, transports } from "./transports.js";

const SHOWN = 50;

const ABOUT = {
  poll: ["Polling", "Asks every two seconds, whether there is news or not: late by up to that, and most answers are empty."],
  "long-poll": ["Long polling", "Asks, and the server answers on the first event: prompt, at the price of a request for every batch."],
  sse: ["Server-Sent Events", "Asks once, and the answer never ends: prompt, one request for all events; the browser resumes by itself."],
  websocket: ["WebSocket", "One connection for both ways: prompt, and it sends as well; the page resumes with its cursor."],
  stomp: ["STOMP", "A messaging protocol over WebSocket, for which there are clients in every language."],
};

/** Follows topics by a transport that can be paused; shows it in a section of the page. */
class Follower {
  constructor(section) {
    this.section = section;
    this.list = section.querySelector(".events");
    this.stop = null;
  }

  follow(topics, transport) {
    this.pause();
    this.topics = topics;
    this.transport = transport;
    this.cursor = null;
    this.resume();
  }

  resume() {
    const aborted = new AbortController();
    this.stop = () => aborted.abort();
    this.state("opening", "opening");
    this.send = transports[this.transport](this, aborted.signal);
  }

  pause() {
    this.stop?.();
    this.stop = null;
    this.state("paused", "paused");
  }

  /** Where to carry on, as the query of a request. */
  query() {
    const query = new URLSearchParams(this.topics.map(topic => ["topic", topic]));
    if (this.cursor) query.set("cursor", this.cursor);
    else query.set("wait", "0"); // without a cursor, an answer lost on the way could not be asked for again
    return query;
  }

  state(state, text) {
    this.section.dataset.state = state;
    this.section.querySelector(".text").textContent = text;
  }

  request() {}

  batch({ cursor, events, gap }) {
    if (gap) this.line([`Something is missing here (${gap.reason}).`], "gap");
    events.forEach(event => this.event(event));
    if (cursor) this.cursor = cursor;
  }

  line(content, className) {
    const item = document.createElement("li");
    item.className = className;
    item.append(...content);
    this.list.prepend(item);
    while (this.list.children.length > SHOWN) this.list.lastChild.remove();
    return item;
  }
}

const bold = text => Object.assign(document.createElement("b"), { textContent: text });

/** A column: also counts what it took. */
class Column extends Follower {
  constructor(section) {
    section.append(document.getElementById("column").content.cloneNode(true));
    super(section);
    const [title, about] = ABOUT[section.dataset.transport];
    const heading = section.querySelector("h2");
    heading.textContent = title;
    heading.id = `${section.dataset.transport}-title`;
    section.querySelector(".about").textContent = about;
    this.button = section.querySelector("button");
    this.button.addEventListener("click", () => (this.stop ? this.pause() : this.resume()));
  }

  resume() {
    this.button.textContent = "Pause";
    super.resume();
  }

  pause() {
    this.button.textContent = "Resume";
    super.pause();
  }

  count(name) {
    const shown = this.section.querySelector(`[data-count=${name}]`);
    shown.textContent = Number(shown.textContent) + 1;
  }

  request() {
    this.count("requests");
  }

  batch(batch) {
    if (batch.gap) this.count("gaps");
    super.batch(batch);
  }

  event({ id, topic, type, data }) {
    this.count("events");
    this.line([bold(`${topic} ${type} `), JSON.stringify(data)], "event").dataset.id = id;
  }
}

/** The chat: says who said what. */
class Chat extends Follower {
  event({ data }) {
    this.line([bold(`${data?.from ?? "?"} `), data?.text ?? JSON.stringify(data)], "event");
  }
}

const columns = [...document.querySelectorAll("[data-transport]")].map(section => new Column(section));
const followForm = document.getElementById("follow");
const follow = () => {
  const topics = followForm.elements.topics.value.trim().split(/\s+/);
  columns.forEach(column => column.follow(topics, column.section.dataset.transport));
};
followForm.addEventListener("submit", event => {
  event.preventDefault();
  follow();
});
follow();

document.getElementById("publish").addEventListener("submit", async event => {
  event.preventDefault();
  const { topic, payload } = event.target.elements;
  const published = document.getElementById("published");
  let data = payload.value;
  try {
    data = JSON.parse(payload.value);
  } catch {
    // text, then
  }
  try {
    published.value = `published, cursor ${await post(topic.value, "message", data)}`;
  } catch (refused) {
    published.value = refused.message;
  }
});

const login = await (await fetch("login")).text();
document.getElementById("who").textContent = login ? `logged in as ${login}` : "not logged in";

const me = login || Math.random().toString(36).slice(2, 6);
document.getElementById("me").value = me;
const chat = new Chat(document.getElementById("chat"));
const sayForm = document.getElementById("say");
const join = () => chat.follow(["chat/lobby"], sayForm.elements.transport.value);
sayForm.elements.transport.addEventListener("change", join);
sayForm.addEventListener("submit", event => {
  event.preventDefault();
  chat.send("chat/lobby", "said", { from: me, text: sayForm.elements.text.value });
  sayForm.elements.text.value = "";
});
join();
