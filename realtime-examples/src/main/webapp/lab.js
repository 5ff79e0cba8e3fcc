// The laboratory: five columns that follow the same topic, each its own way.

import "./lab-ko.js";
import { Bench } from "./bench.js";
import { Column } from "./column.js";
import { frame } from "./frame.js";
import { say } from "./words.js";

const DRAW_EVERY = 200;
const ASK_WHILE_CUT = 1000;

frame([
  "index.html", "lab.js", "column.js", "follower.js", "request.js", "transport-poll.js", "transport-long-poll.js", "transport-sse.js",
  "transport-websocket.js", "transport-stomp.js", "meter.js", "figures.js", "latencies.js", "plot.js", "bench.js", "lab-ko.js",
]);

const find = id => document.getElementById(id);
const controls = find("controls");

let shown;
const bench = new Bench(problem => {
  say(find("clock"), bench.clock ? "They differ by {0} ms." : "They do not, here.", Math.round(bench.clock));
  if (problem === shown) return; // said once, for who has it read out
  shown = problem;
  const server = find("server");
  server.dataset.state = problem ? "broken" : "open";
  if (problem === "unreachable") say(server, "The server cannot be reached. Start it again.");
  else if (problem) say(server, "The server does not publish: {0}", problem);
  else say(server, "The server publishes on {0}", bench.topic);
});

const columns = [...document.querySelectorAll("[data-transport]")].map(
  section => new Column(section, bench, (...told) => say(find("told"), ...told)));

// Controls

function asked() {
  const { rate, bytes, interval } = controls.elements;
  find("rate-shown").textContent = rate.value;
  columns.forEach(column => (column.follower.pollInterval = Number(interval.value)));
  return bench.ask({ rate: rate.value, bytes: bytes.value });
}
controls.addEventListener("change", ({ target }) => target.name && asked());
controls.elements.rate.addEventListener("input", ({ target }) => (find("rate-shown").textContent = target.value));
controls.addEventListener("submit", event => event.preventDefault());
find("anew").addEventListener("click", () => columns.forEach(column => column.countAnew()));

// Cables

async function setCables(cut, some) {
  if (!cut) await bench.ask(); // how much there is to bring back
  some.filter(column => column.isCut !== cut).forEach(column => (cut ? column.cut() : column.mend()));
  find("cut-all").checked = columns.every(column => column.isCut);
}
columns.forEach(column => column.cable.addEventListener("change", () => setCables(column.cable.checked, [column])));
find("cut-all").addEventListener("change", ({ target }) => setCables(target.checked, columns));
setInterval(async () => {
  if (!columns.some(column => column.isCut)) return;
  await bench.ask();
  columns.filter(column => column.isCut).forEach(column => column.missing());
}, ASK_WHILE_CUT);

// By hand

find("follow").elements.topic.value = bench.topic;
find("follow").addEventListener("submit", event => {
  event.preventDefault();
  columns.forEach(column => column.follow(event.target.elements.topic.value));
});

find("publish").addEventListener("submit", async event => {
  event.preventDefault();
  const { topic, data } = event.target.elements;
  const answer = await fetch(`realtime/publish?${new URLSearchParams({ topic: topic.value })}`, {
    method: "POST",
    headers: { "Content-Type": isJson(data.value) ? "application/json" : "text/plain" },
    body: data.value,
  });
  const { cursor, detail } = await answer.json();
  if (answer.ok) say(find("published"), "Published; the cursor after it is {0}", cursor);
  else say(find("published"), "Refused: {0}", detail);
});

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

asked();
setInterval(() => document.hidden || columns.forEach(column => column.draw(Date.now())), DRAW_EVERY);
