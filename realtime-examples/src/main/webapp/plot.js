// Latencies over the last half minute, on a logarithmic scale: each event a dot, a line at the median, a dashed one at the 99th
// percentile, and shaded where the cable was cut.

import { SPAN } from "./latencies.js";

const SVG = "http://www.w3.org/2000/svg";
const LOWEST = 0.5; // ms
const HIGHEST = 20_000;
const SCALE = [[1, "1 ms"], [10, "10 ms"], [100, "100 ms"], [1000, "1 s"], [10_000, "10 s"]];

export class Plot {
  #parts = {};

  constructor(svg) {
    this.svg = svg;
    this.scale = SCALE.map(([late, name]) => ({ late, name, line: this.#add("line", { x1: 0, x2: "100%" }) }));
    for (const [name, shape] of [["cuts", "g"], ["dots", "path"], ["median", "line"], ["p99", "line"]]) {
      this.#parts[name] = this.#add(shape, { class: name, ...(shape === "line" && { x1: 0, x2: "100%" }) });
    }
    for (const step of this.scale) {
      step.text = this.#add("text", { x: 3 });
      step.text.textContent = step.name;
    }
  }

  #add(name, attributes, parent = this.svg) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return parent.appendChild(made);
  }

  /** `cuts` are the times between which the cable was cut, as { from, to }, ms. */
  draw(now, latencies, cuts) {
    const { clientWidth: width, clientHeight: height } = this.svg;
    const x = at => Math.max(0, width * (1 - (now - at) / SPAN)).toFixed(1);
    const y = late => {
      const part = Math.log(Math.min(Math.max(late, LOWEST), HIGHEST) / LOWEST) / Math.log(HIGHEST / LOWEST);
      return (height - 3 - part * (height - 6)).toFixed(1);
    };
    const across = (line, late) => ["y1", "y2"].forEach(name => line.setAttribute(name, late === undefined ? -9 : y(late)));

    for (const { late, line, text } of this.scale) {
      across(line, late);
      text.setAttribute("y", y(late) - 2);
    }
    // Lines of no length with round ends are dots, and one path of them costs less than as many circles.
    this.#parts.dots.setAttribute("d", latencies.recent.map(({ at, late }) => `M${x(at)} ${y(late)}h0`).join(""));
    across(this.#parts.median, latencies.quantile(0.5));
    across(this.#parts.p99, latencies.quantile(0.99));
    this.#parts.cuts.replaceChildren();
    for (const { from, to = now } of cuts) {
      this.#add("rect", { x: x(from), width: x(to) - x(from), y: 0, height }, this.#parts.cuts);
    }
  }
}
