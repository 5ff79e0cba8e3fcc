// The page that helps to choose a technique: figures beside each, and questions that lead to one.

import "./choose-ko.js";
import { bytes, milliseconds } from "./figures.js";
import { element, frame } from "./frame.js";
import { measure } from "./measure.js";
import { recommend } from "./recommend.js";
import { titles } from "./transports.js";
import { language, say, sayAttribute } from "./words.js";

const ABOUT = {
  poll: ["To the client", "Nothing: goes through everything", "A request for each interval, news or not"],
  "long-poll": ["To the client", "Nothing but patience: answers take up to 25 s", "An open request, and a new one for every batch"],
  sse: ["To the client", "Proxies that do not hold back a stream", "An open request"],
  websocket: ["Both", "Proxies that let an upgrade through", "An open connection, which containers make dearer than a request"],
  stomp: ["Both", "Proxies that let an upgrade through", "An open connection, and a session on it"],
};
const HEADINGS = [
  "Technique", "Median latency", "99 % within", "Requests per event", "Overhead per event", "Ways", "What it needs on the way",
  "What it costs the server",
];
const FIGURES = {
  median: milliseconds,
  p99: milliseconds,
  requests: count => (count < 0.1 ? count.toFixed(3) : count.toFixed(2)),
  overhead: count => `≈ ${bytes(count)}`,
};

frame(["choose.html", "choose.js", "measure.js", "follower.js", "recommend.js", "figures.js", "choose-ko.js"]);

const find = id => document.getElementById(id);

// The table

const rows = Object.fromEntries(Object.entries(titles).map(([name, title]) => {
  const row = element("tr", {}, [
    element("th", { scope: "row" }, title),
    ...Object.keys(FIGURES).map(figure => element("td", { className: "number", id: `${name}-${figure}`, textContent: "–" })),
    ...ABOUT[name].map(text => element("td", {}, text)),
  ]);
  row.dataset.transport = name;
  // Where there is no room for columns, each cell says what it is.
  [...row.cells].forEach((cell, column) => sayAttribute(cell, "data-heading", HEADINGS[column]));
  return [name, row];
}));
find("headings").append(...HEADINGS.map(heading => element("th", { scope: "col" }, heading)));
find("measured").append(...Object.values(rows));

function show(figures) {
  for (const [figure, spell] of Object.entries(FIGURES)) {
    const known = Object.values(figures).map(of => of[figure]).filter(Number.isFinite);
    for (const [name, { [figure]: value }] of Object.entries(figures)) {
      const cell = find(`${name}-${figure}`);
      cell.textContent = Number.isFinite(value) ? spell(value) : "–";
      cell.classList.toggle("best", value === Math.min(...known));
    }
  }
}

async function measureAgain() {
  find("again").disabled = true;
  say(find("progress"), "Measuring…");
  await measure(show);
  say(find("progress"), "Done at {0}", () => new Date().toLocaleTimeString(language()));
  find("again").disabled = false;
}
find("again").addEventListener("click", measureAgain);

// The questions

function advise() {
  const { take, because, otherwise } = recommend(Object.fromEntries(new FormData(find("questions"))));
  say(find("recommended"), titles[take]);
  find("reasons").replaceChildren(...because.map(reason => element("li", {}, reason)));
  say(find("beside"), otherwise);
  Object.entries(rows).forEach(([name, row]) => row.classList.toggle("recommended", name === take));
}
find("questions").addEventListener("change", advise);

advise();
measureAgain();
