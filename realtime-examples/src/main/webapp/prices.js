// A price board: the latest value of each instrument, and then every move.

import "./prices-ko.js";
import { connect } from "./realtime/realtime.js";
import { element, frame } from "./frame.js";
import { showState } from "./state.js";
import { language } from "./words.js";

const COMPANIES = {
  ANVL: "Anvils and Hammers",
  BREW: "The Slow Brewery",
  CIDR: "Orchard Networks",
  DUCK: "Rubber Duck Debugging",
  ECHO: "Canyon Telephones",
  FERN: "Fern Forestry",
  GLUE: "Glue and Tape",
  HUSK: "Husk Mills",
};
const SEEN = 60;

frame(["prices.html", "prices.js", "prices-ko.js", "state.js", "apps.css"]);
const realtime = connect("realtime");
showState(realtime);

// From the earliest on: of each of these topics the server has one value, so all of them come at once and then what moves.
realtime.subscribe("market/*", ({ topic, data }) => row(topic.split("/")[1]).move(data), { cursor: "earliest" });

const rows = new Map();

function row(symbol) {
  if (!rows.has(symbol)) {
    rows.set(symbol, new Row(symbol));
    const inOrder = [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([, { line }]) => line);
    document.getElementById("rows").replaceChildren(...inOrder);
  }
  return rows.get(symbol);
}

class Row {
  #seen = [];
  #updates = 0;

  constructor(symbol) {
    this.price = cell("price number");
    this.change = cell("change number");
    this.chart = cell("chart");
    this.updates = cell("updates number");
    const company = COMPANIES[symbol] ? [" ", element("small", {}, COMPANIES[symbol])] : [];
    const title = element("th", { scope: "row" }, [element("b", { textContent: symbol, translate: false }), ...company]);
    this.line = element("tr", {}, [title, this.price, this.change, this.chart, this.updates]);
    this.line.dataset.symbol = symbol;
    document.addEventListener("languagechange", () => this.draw());
  }

  move({ price, opening }) {
    const last = this.#seen.at(-1) ?? price;
    this.opening = opening;
    this.#seen = [...this.#seen, price].slice(-SEEN);
    this.#updates++;
    this.draw();
    // Where one looks first is the colour of the background, which fades; it means nothing that the sign does not say.
    if (price !== last) this.price.animate({ backgroundColor: [`var(--${price > last ? "good" : "bad"}-soft)`, "transparent"] }, 900);
  }

  draw() {
    const price = this.#seen.at(-1);
    const change = price / this.opening - 1;
    this.price.textContent = number(price);
    this.change.textContent = number(change, { style: "percent", signDisplay: "exceptZero" });
    this.change.dataset.sign = Math.sign(change);
    this.updates.textContent = number(this.#updates, { minimumFractionDigits: 0 });
    this.chart.innerHTML = line(this.#seen);
  }
}

const cell = className => element("td", { className, translate: false });

const number = (value, options) =>
  value.toLocaleString(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2, ...options });

/** A line through the values, from numbers alone. */
function line(values) {
  const low = Math.min(...values);
  const range = Math.max(...values) - low || 1;
  const points = values.map((value, i) => `${(100 * (i + SEEN - values.length)) / (SEEN - 1)},${22 - (20 * (value - low)) / range}`);
  return `<svg viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(" ")}"/></svg>`;
}
