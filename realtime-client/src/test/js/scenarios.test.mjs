// The scenarios that the server's transports are held to, too. The file says what they mean.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { selector } from "../../main/js/filter.js";
import { Rig } from "./rig.mjs";

const FILE = new URL("../../../../realtime-testkit/src/main/resources/dev/realtime/testkit/scenarios.json", import.meta.url);
const { count, scenarios } = JSON.parse(readFileSync(FILE, "utf8"));
const TRANSPORTS = ["websocket", "sse", "long-poll", "poll"];
const REFUSALS = { 400: "malformed", 403: "forbidden" };

const SOON = 1_100; // after it each poll has been answered
const LATER = 40_000; // after it whoever waited for the network has come back
const written = items => items.flatMap(item => {
  const [from, to] = item?.range ?? [];
  return to === undefined ? [item] : Array.from({ length: to - from }, (_, i) => from + i);
});

/** A scenario played to the client with one transport. */
class Run {
  rig = new Rig();
  subscriptions = new Map();
  marks = {};

  constructor({ name, keep, refuse = [], steps, ...others }, transport) {
    assert.deepEqual(others, {}, `unknown fields in '${name}'`);
    this.steps = steps;
    this.transport = transport;
    this.rig.log.keep = keep;
    refuse.forEach(topic => this.rig.server.refused.add(topic));
    this.rig.connect({ transports: [transport], pollInterval: 1_000 });
  }

  async play() {
    for (const step of this.steps) await this.step(step);
    await this.oneMoreEach();
    this.rig.realtime.close();
  }

  /** Lets everything come that is under way. */
  async settle() {
    await this.rig.pass(this.away ? LATER : SOON);
    this.away = this.rig.server.broken.size > 0;
  }

  step([verb, ...values]) {
    assert.ok(Object.hasOwn(VERBS, verb), `no such step: ${verb}`);
    return VERBS[verb].call(this, ...values);
  }

  /** Anything that came twice, or that should not have come at all, would be before it. */
  async oneMoreEach() {
    const open = [...this.subscriptions].filter(([, { over }]) => !over);
    const topics = [...new Set(open.map(([, { filter }]) => filter.replace(/\*+/g, "end")))].sort();
    for (const topic of topics) this.rig.publish(topic, `the end of ${topic}`);
    for (const [name, { filter }] of open) {
      await this.step(["expect", name, ...topics.filter(selector([filter])).map(topic => `the end of ${topic}`)]);
    }
  }
}

const VERBS = {
  async subscribe(name, filter, cursor) {
    await this.settle(); // "now" is where the connection is
    const told = [];
    const entry = { filter, told };
    entry.subscription = this.rig.realtime.subscribe(filter, ({ data }) => told.push(data), {
      cursor: cursor?.[0] === "@" ? this.marks[cursor.slice(1)] : cursor,
      onGap: ({ reason }) => told.push({ gap: reason }),
      onError: ({ status }) => {
        told.push({ refused: REFUSALS[status] });
        entry.over = true;
      },
    });
    this.subscriptions.set(name, entry);
    if (!cursor) await this.settle(); // else what comes next races with what was before, and is the same
  },
  unsubscribe(name) {
    this.subscriptions.get(name).subscription.close();
    this.subscriptions.delete(name);
  },
  publish(topic, ...values) {
    for (const value of written(values)) this.rig.publish(topic, value);
  },
  async expect(name, ...items) {
    await this.settle();
    assert.deepEqual(this.subscriptions.get(name).told.splice(0), written(items), name);
  },
  mark(name, ahead = 0) {
    const [epoch, sequence] = this.rig.log.head.split("-");
    this.marks[name] = `${epoch}-${Number(sequence) + ahead}`;
  },
  cut() {
    this.rig.server.broken.add(this.transport).add("poll");
    this.rig.server.cut();
    this.away = true;
  },
  mend() {
    this.rig.server.broken.clear();
  },
  restart() {
    this.rig.log.restart();
    this.rig.server.cut();
    this.away = true;
  },
};

describe("scenarios", () => {
  let played = 0;
  for (const transport of TRANSPORTS) {
    for (const scenario of scenarios) {
      it(`${transport}: ${scenario.name}`, async () => {
        played++;
        await new Run(scenario, transport).play();
      });
    }
  }

  it("fail where they say what is not known", async () => {
    await assert.rejects(new Run({ name: "a", steps: [["explode"]] }, "poll").play(), /no such step: explode/);
    await assert.rejects(new Run({ name: "a", steps: [["toString"]] }, "poll").play(), /no such step: toString/);
    assert.throws(() => new Run({ name: "a", kept: 1, steps: [] }, "poll"), /unknown fields in 'a'/);
  });

  after(() => assert.equal(played, count * TRANSPORTS.length));
});
