// Tabs that share one connection: who has it, and that nothing is lost or repeated when that changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../main/js/realtime.js";
import { Browser } from "./browser.mjs";
import { Clock } from "./clock.mjs";
import { FakeServer } from "./server.mjs";

class Tabs {
  clock = new Clock();
  server = new FakeServer(this.clock);
  browser = new Browser(this.clock);
  #ids = 0;

  /** A new tab that follows these topics. */
  async open(topics, options) {
    const tab = this.browser.tab();
    const id = (this.#ids += 0.01);
    const alive = { setTimeout: (run, delay) => this.clock.setTimeout(() => tab.gone || run(), delay) };
    tab.seen = [];
    tab.realtime = connect("http://localhost/realtime", { ...this.server.options, ...tab.options, ...alive, random: () => id, ...options });
    tab.follow = (filters, more) => tab.realtime.subscribe(filters, ({ data }) => tab.seen.push(data), {
      onGap: ({ reason }) => tab.seen.push(`gap ${reason}`),
      ...more,
    });
    tab.subscription = tab.follow(topics);
    await this.pass();
    return tab;
  }

  /** The tab with this connection is gone, and the connection with it. */
  kill(tab) {
    tab.kill();
    this.server.cut();
  }

  publish(topic, data) {
    return this.server.publish(topic, data);
  }

  pass(delay = 200) {
    return this.clock.pass(delay);
  }
}

const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

describe("tabs of one origin", () => {
  it("share one connection", async () => {
    const tabs = new Tabs();
    const a = await tabs.open("orders/*");
    const b = await tabs.open("chat/*");
    const c = await tabs.open("orders/1");
    assert.deepEqual(tabs.server.connections, ["websocket"]);
    assert.deepEqual([a, b, c].map(({ realtime }) => realtime.state.leads), [true, false, false]);
    assert.deepEqual([a, b, c].map(({ realtime }) => realtime.state.state), ["open", "open", "open"]);
    tabs.publish("orders/1", 1);
    tabs.publish("chat/lobby", 2);
    tabs.publish("orders/2", 3);
    await tabs.pass();
    assert.deepEqual([a.seen, b.seen, c.seen], [[1, 3], [2], [1]]);
  });

  it("have one each where that is turned off", async () => {
    const tabs = new Tabs();
    await tabs.open("a", { locks: undefined });
    await tabs.open("a", { locks: undefined });
    assert.deepEqual(tabs.server.connections, ["websocket", "websocket"]);
  });

  it("take over when the leader is closed", async () => {
    const tabs = new Tabs();
    const a = await tabs.open("n");
    const b = await tabs.open("n");
    tabs.publish("n", 0);
    await tabs.pass();
    a.realtime.close();
    tabs.publish("n", 1);
    await tabs.pass();
    tabs.publish("n", 2);
    await tabs.pass();
    assert.deepEqual(b.seen, [0, 1, 2]);
    assert.equal(b.realtime.state.leads, true);
    assert.ok(tabs.server.requests.every(({ path }) => path === "websocket"), "begins where they are, so that none has to ask");
    assert.deepEqual(tabs.server.connections, ["websocket"]);
  });

  for (const behind of [0, 1, 2]) {
    it(`lose and repeat nothing when the leader vanishes and tab ${behind} is behind`, async () => {
      const tabs = new Tabs();
      const leader = await tabs.open(["n", "leader's own"]);
      const others = [await tabs.open("n"), await tabs.open(["n", "m"]), await tabs.open("n")];
      range(0, 5).forEach(i => tabs.publish("n", i));
      await tabs.pass();
      others[behind].sleep();
      range(5, 8).forEach(i => {
        tabs.publish("n", i);
        tabs.publish("leader's own", i);
      });
      await tabs.pass();
      others[behind].inbox.splice(0); // what it had not heard it never will
      tabs.kill(leader);
      others[behind].awake();
      tabs.publish("n", 8);
      await tabs.pass();
      tabs.publish("n", 9);
      await tabs.pass();
      assert.deepEqual(others.map(({ seen }) => seen), Array(3).fill(range(0, 10)));
      assert.deepEqual(tabs.server.connections, ["websocket"]);
    });
  }

  it("wait for a tab that slept through a change of leaders, too", async () => {
    const tabs = new Tabs();
    const leader = await tabs.open("n");
    const [b, c] = [await tabs.open("n"), await tabs.open("n")];
    tabs.publish("n", 0);
    await tabs.pass();
    c.sleep();
    tabs.publish("n", 1);
    await tabs.pass();
    tabs.kill(leader);
    await tabs.pass();
    tabs.publish("n", 2);
    await tabs.pass();
    assert.deepEqual(b.seen, [0, 1, 2]);
    c.inbox.splice(0); // a browser may drop what a page in its cache does not hear
    c.awake();
    tabs.publish("n", 3);
    await tabs.pass();
    assert.deepEqual([b.seen, c.seen], [[0, 1, 2, 3], [0, 1, 2, 3]]);
  });

  it("survive one leader after another", async () => {
    const tabs = new Tabs();
    const open = [await tabs.open("n"), await tabs.open("n"), await tabs.open("n"), await tabs.open("n")];
    const last = open[3];
    for (let i = 0; i < 60; i++) {
      tabs.publish("n", i);
      if (i % 15 === 10) tabs.kill(open.shift());
      await tabs.pass(i % 2 ? 1 : 60);
      if (open.length === 1) break;
    }
    await tabs.pass();
    assert.deepEqual(last.seen, range(0, last.seen.length));
    assert.ok(last.seen.length > 40);
  });

  it("are told by the leader of what was lost, before what comes after it", async () => {
    const tabs = new Tabs();
    await tabs.open("n");
    const b = await tabs.open("n");
    tabs.publish("n", 0);
    await tabs.pass();
    tabs.server.log.restart();
    tabs.server.cut();
    tabs.publish("n", 1);
    await tabs.pass(5_000);
    assert.deepEqual(b.seen, [0, "gap epoch", 1]);
  });

  it("are told of a gap, and of nothing twice, when what the last leader had told is gone", async () => {
    const tabs = new Tabs();
    const leader = await tabs.open("n");
    const [b, c] = [await tabs.open("n"), await tabs.open("n")];
    c.sleep();
    tabs.publish("n", 0);
    await tabs.pass();
    c.inbox.splice(0);
    tabs.server.log.evict();
    tabs.publish("n", 1);
    c.awake();
    tabs.kill(leader);
    await tabs.pass();
    tabs.publish("n", 2);
    await tabs.pass();
    assert.deepEqual(b.seen.filter(each => typeof each === "number"), [0, 1, 2]);
    assert.deepEqual(c.seen, ["gap evicted", 1, 2]);
  });

  it("have the leader follow no longer what only a closed tab wanted", async () => {
    const tabs = new Tabs();
    await tabs.open("n");
    const [b, c] = [await tabs.open("m"), await tabs.open("o")];
    const { received } = (await tabs.open("p")).realtime.statistics.websocket;
    assert.equal(received, 0);
    b.kill();
    c.realtime.close();
    await tabs.pass();
    const asked = tabs.server.requests.length;
    tabs.publish("m", 1);
    await tabs.pass();
    assert.equal(tabs.server.requests.length, asked);
    assert.deepEqual(tabs.server.topics, ["n", "p"]);
  });

  it("begin with the last events where they are asked for, each for itself", async () => {
    const tabs = new Tabs();
    await tabs.open("n");
    const b = await tabs.open("n");
    range(0, 5).forEach(i => tabs.publish("m", i));
    b.follow("m", { replay: 2 });
    tabs.publish("m", 5);
    await tabs.pass();
    tabs.publish("m", 6);
    await tabs.pass();
    assert.deepEqual(b.seen, [...range(b.seen[0], 7)]);
    assert.ok(b.seen[0] === 3 || b.seen[0] === 4, String(b.seen));
  });

  it("go on with what they follow when one asks for what is refused", async () => {
    const tabs = new Tabs();
    const a = await tabs.open("n");
    const b = await tabs.open("n");
    tabs.server.refused.add("secret");
    const refused = [];
    b.follow("secret", { onError: error => refused.push(error.message) });
    tabs.publish("n", 0);
    await tabs.pass(2_000);
    tabs.publish("n", 1);
    await tabs.pass();
    assert.deepEqual([a.seen, b.seen], [[0, 1], [0, 1]]);
    assert.deepEqual(refused, ["not allowed to subscribe to secret"]);
  });

  it("lose, repeat and swap nothing whatever happens to them", async () => {
    for (let seed = 1; seed <= 100; seed++) await anything(seed);
  });
});

/** Tabs come and go, sleep and forget, follow more and less; the network is cut; events flow. */
async function anything(seed) {
  const random = below => ((seed = (seed * 48271) % 2147483647) / 2147483647) * below | 0;
  const began = seed;
  const tabs = new Tabs();
  tabs.server.latency = () => random(3) * 30;
  const open = [await tabs.open("n"), await tabs.open("n"), await tabs.open(["n", "m"])];
  const all = [...open];
  const added = [];
  const published = { n: 0, m: 0 };
  const publish = topic => tabs.publish(topic, published[topic]++);
  for (let step = 0; step < 60; step++) {
    const tab = open[random(open.length)];
    switch (random(12)) {
      case 0:
        if (open.length > 1) {
          open.splice(open.indexOf(tab), 1);
          if (tab.realtime.state.leads) tabs.kill(tab);
          else tab.kill();
        }
        break;
      case 1:
        open.push(await tabs.open("n"));
        all.push(open.at(-1));
        break;
      case 2:
        if (!tab.realtime.state.leads) tab.sleep();
        break;
      case 3:
        if (random(2)) tab.inbox.splice(0);
        tab.awake();
        break;
      case 4:
        tabs.server.cut();
        break;
      case 5: {
        const seen = [];
        const handler = ({ data }) => seen.push(data);
        added.push({ tab, seen, subscription: tab.realtime.subscribe("m", handler, { replay: random(3) }) });
        break;
      }
      case 6:
        if (added.length) added[random(added.length)].subscription.close();
        break;
      default:
        publish(random(3) ? "n" : "m");
    }
    await tabs.pass([0, 1, 3, 60][random(4)]);
  }
  open.forEach(tab => tab.awake());
  await tabs.pass(40_000);
  publish("n");
  await tabs.pass(40_000);
  publish("n");
  publish("m");
  await tabs.pass();
  for (const tab of all) {
    const seen = tab === all[2] ? undefined : tab.seen;
    if (!seen) continue;
    const first = seen[0] ?? 0;
    assert.deepEqual(seen, range(first, first + seen.length), `seed ${began}, tab ${all.indexOf(tab)}`);
    if (open.includes(tab)) assert.equal(seen.at(-1), published.n - 1, `seed ${began}, tab ${all.indexOf(tab)} hears no more`);
  }
  for (const { tab, seen, subscription } of added) {
    const first = seen[0] ?? 0;
    assert.deepEqual(seen, range(first, first + seen.length), `seed ${began}, added`);
    if (open.includes(tab) && !subscription.over) assert.equal(seen.at(-1), published.m - 1, `seed ${began}, added hears no more`);
  }
}
