// Which transport is used, and when it is tried again.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rig } from "./rig.mjs";

const using = rig => `${rig.realtime.state.state} ${rig.realtime.state.transport}`;
const count = (rig, path) => rig.server.requests.filter(request => request.path === path).length;

describe("falling back", () => {
  it("takes the best transport that there is", async () => {
    const rig = await Rig.following(["a"]);
    assert.equal(using(rig), "open websocket");
    assert.deepEqual(rig.server.connections, ["websocket"]);
  });

  it("does without what the browser has not", async () => {
    const rig = await Rig.following(["a"], { WebSocket: undefined, EventSource: undefined });
    assert.equal(using(rig), "open long-poll");
  });

  for (const [broken, expected] of [
    [["websocket"], "sse"],
    [["websocket", "sse"], "long-poll"],
    [["websocket", "sse", "long-poll"], "poll"],
  ]) {
    it(`comes down to ${expected} at once where ${broken} cannot be reached`, async () => {
      const rig = new Rig();
      broken.forEach(transport => rig.server.broken.add(transport));
      rig.connect();
      rig.follow(["a"]);
      await rig.pass();
      assert.equal(using(rig), `open ${expected}`);
      rig.publish("a", 1);
      await rig.pass(3_000);
      assert.deepEqual(rig.seen, [1]);
    });
  }

  it("recognises within seconds a proxy that holds the stream back, and loses nothing by it", async () => {
    const rig = await Rig.following(["a"], { transports: ["sse", "long-poll", "poll"] });
    rig.publish("a", 1);
    await rig.pass();
    rig.server.held.add("sse");
    rig.server.cut();
    await rig.pass(2_100); // the browser's own comes back, to a stream from which nothing is heard
    rig.publish("a", 2);
    await rig.pass(35_000);
    rig.publish("a", 3);
    await rig.pass(10_000);
    assert.equal(using(rig), "open long-poll");
    rig.publish("a", 4);
    await rig.pass();
    assert.deepEqual(rig.seen, [1, 2, 3, 4]);
  });

  it("recognises such a proxy from the beginning", async () => {
    const rig = new Rig();
    rig.server.held.add("websocket").add("sse");
    rig.connect();
    rig.follow(["a"]);
    await rig.pass(4_999);
    assert.equal(using(rig), "connecting websocket");
    await rig.pass(5_001);
    assert.equal(using(rig), "open long-poll");
  });

  it("falls back from a transport that worked, and goes up again when it works again", async () => {
    const rig = await Rig.following(["a"]);
    await rig.pass(60_000);
    rig.server.broken.add("websocket");
    rig.server.cut();
    await rig.pass(1_000);
    assert.equal(using(rig), "open sse");
    rig.publish("a", 1);
    await rig.pass(30_000);
    rig.server.broken.clear();
    rig.publish("a", 2);
    await rig.pass(60_000);
    assert.equal(using(rig), "open websocket");
    rig.publish("a", 3);
    await rig.pass();
    assert.deepEqual(rig.seen, [1, 2, 3]);
    assert.deepEqual(rig.server.connections, ["websocket"]);
  });

  it("tries a better one ever more seldom, while the one in use goes on", async () => {
    const rig = new Rig();
    rig.server.broken.add("websocket");
    rig.connect();
    rig.follow(["a"]);
    const tries = [];
    for (let minute = 0; minute < 30; minute++) {
      const before = count(rig, "websocket");
      await rig.pass(60_000);
      tries.push(count(rig, "websocket") - before);
    }
    assert.equal(count(rig, "sse"), 1, "the stream in use was never given up");
    assert.ok(tries[0] >= 3 && tries.slice(10).every(inAMinute => inAMinute <= 1), String(tries));
    assert.ok(tries.slice(20).reduce((sum, each) => sum + each) >= 2, `it goes on trying: ${tries}`);
  });

  it("tries a better one in time even where the one in use breaks all the time", async () => {
    const rig = new Rig();
    rig.server.broken.add("websocket");
    rig.connect({ transports: ["websocket", "poll"] });
    rig.follow(["a"]);
    await rig.pass(3_000);
    rig.server.broken.clear();
    for (let i = 0; i < 8; i++) {
      rig.server.broken.add("poll");
      await rig.pass(3_000);
      rig.server.broken.delete("poll");
      await rig.pass(500);
    }
    assert.equal(using(rig), "open websocket");
  });

  it("falls back from a transport that opens and breaks again and again", async () => {
    const rig = await Rig.following(["a"]);
    for (let i = 0; i < 3; i++) {
      assert.equal(using(rig), "open websocket");
      rig.server.cut();
      await rig.pass(4_000);
    }
    assert.equal(using(rig), "open sse");
  });

  it("tries one that opens and breaks again and again ever more seldom", async () => {
    const rig = await Rig.following(["a"]);
    const tries = [];
    for (let minute = 0; minute < 30; minute++) {
      const before = count(rig, "websocket");
      for (let second = 0; second < 60; second += 2) {
        await rig.pass(2_000);
        if (rig.realtime.state.transport === "websocket") rig.server.cut();
      }
      tries.push(count(rig, "websocket") - before);
    }
    const sum = from => tries.slice(from, from + 10).reduce((total, each) => total + each);
    assert.ok(sum(20) < sum(0) / 2 && sum(20) >= 4, String(tries));
    assert.ok(tries.some(inAMinute => !inAMinute), String(tries));
  });

  it("comes back by the transport that worked last when the server was away", async () => {
    const rig = await Rig.following(["a"]);
    await rig.pass(20_000);
    ["websocket", "sse", "long-poll", "poll"].forEach(transport => rig.server.broken.add(transport));
    rig.server.cut();
    await rig.pass(60_000);
    rig.server.broken.clear();
    await rig.pass(30_000);
    assert.equal(using(rig), "open websocket");
  });
});

describe("waiting", () => {
  const all = ["websocket", "sse", "long-poll", "poll"];

  async function waits(random) {
    const rig = new Rig();
    all.forEach(transport => rig.server.broken.add(transport));
    const waits = [];
    rig.connect({ random: () => random }).addEventListener("state", ({ detail }) => detail.retryIn !== undefined && waits.push(detail.retryIn));
    rig.follow(["a"]);
    await rig.pass(200_000);
    return waits;
  }

  it("is drawn from all of a time that doubles up to 30 s", async () => {
    assert.deepEqual((await waits(0.5)).slice(0, 8), [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    assert.deepEqual((await waits(0.999)).slice(0, 7), [999, 1_998, 3_996, 7_992, 15_984, 29_970, 29_970]);
  });

  it("begins anew when a link was good", async () => {
    const rig = await Rig.following(["a"], { transports: ["websocket"] });
    rig.server.broken.add("websocket");
    rig.server.cut();
    await rig.pass(40_000);
    rig.server.broken.clear();
    await rig.pass(60_000);
    assert.equal(using(rig), "open websocket");
    rig.server.cut();
    assert.equal(rig.realtime.state.retryIn, 500);
  });

  it("lasts at least as long as Retry-After says, whatever the network does", async () => {
    const page = new EventTarget();
    const rig = new Rig();
    rig.server.retryAfter = "20";
    rig.connect({ page, transports: ["long-poll", "poll"] });
    rig.follow(["a"]);
    await rig.pass();
    rig.server.retryAfter = undefined;
    assert.equal(rig.realtime.state.retryIn, 20_500);
    page.dispatchEvent(new Event("online"));
    await rig.pass(20_400);
    assert.equal(using(rig), "waiting long-poll");
    await rig.pass(200);
    assert.equal(using(rig), "open long-poll");
  });

  it("obeys a Retry-After that is a date", async () => {
    const rig = new Rig();
    rig.server.retryAfter = new Date(rig.clock.now() + 7_000).toUTCString();
    rig.connect({ transports: ["poll"] });
    rig.follow(["a"]);
    await rig.pass();
    assert.equal(rig.realtime.state.retryIn, 7_500);
  });

  it("is left to the browser's EventSource once, which alone sees the server's retry", async () => {
    const rig = await Rig.following(["a"], { transports: ["sse", "poll"] });
    rig.server.cut();
    await rig.pass(1_900);
    assert.equal(count(rig, "sse"), 1);
    await rig.pass(200);
    assert.equal(count(rig, "sse"), 2);
    assert.equal(using(rig), "open sse");
  });

  it("is not left to it again where that fails", async () => {
    const rig = await Rig.following(["a"], { transports: ["sse", "poll"] });
    rig.server.broken.add("sse");
    rig.server.cut();
    await rig.pass(2_600);
    assert.equal(using(rig), "open poll");
  });

  /** Everything works again, and the client does not know. */
  async function waitingIn(page) {
    const rig = new Rig();
    all.forEach(transport => rig.server.broken.add(transport));
    rig.connect({ page, random: () => 0.9 });
    rig.follow(["a"]);
    await rig.pass(60_000);
    rig.server.broken.clear();
    assert.match(using(rig), /waiting/);
    return rig;
  }

  for (const type of ["online", "visibilitychange"]) {
    it(`ends with ${type}`, async () => {
      const page = new EventTarget();
      const rig = await waitingIn(page);
      page.dispatchEvent(new Event(type));
      await rig.pass();
      assert.equal(using(rig), "open websocket");
    });
  }

  it("does not end when the page is hidden", async () => {
    const page = Object.assign(new EventTarget(), { document: { hidden: true } });
    const rig = await waitingIn(page);
    page.dispatchEvent(new Event("visibilitychange"));
    await rig.pass();
    assert.match(using(rig), /waiting/);
    page.dispatchEvent(new Event("online"));
    await rig.pass();
    assert.equal(using(rig), "open websocket");
  });
});

describe("a dead link", () => {
  // The last sign of life is the heartbeat at 90 s, and the answer at 100 s.
  for (const [transport, silence] of [["websocket", 35_000], ["sse", 35_000], ["long-poll", 45_000]]) {
    it(`is noticed on ${transport} when no heartbeat comes for 35 s, and not before`, async () => {
      const rig = await Rig.following(["a"], { transports: [transport, "poll"] });
      const before = count(rig, transport);
      await rig.pass(90_000);
      assert.equal(using(rig), `open ${transport}`);
      if (transport !== "long-poll") assert.equal(count(rig, transport), before);
      rig.server.held.add(transport);
      await rig.pass(silence - 1);
      assert.equal(using(rig), `open ${transport}`);
      await rig.pass(1);
      assert.notEqual(using(rig), `open ${transport}`);
      rig.server.held.clear();
      rig.publish("a", "found again");
      await rig.pass(40_000);
      assert.deepEqual(rig.seen, ["found again"]);
    });
  }

  it("is noticed at once, by a page that slept, when it is looked at", async () => {
    const page = new EventTarget();
    let now;
    const rig = new Rig();
    rig.connect({ page, transports: ["websocket"], now: () => now ?? rig.clock.now() });
    rig.follow(["a"]);
    await rig.pass(20_000);
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal(using(rig), "open websocket");
    now = rig.clock.now() + 36_000; // while its timers stood still
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal(using(rig), "connecting websocket");
  });

  it("is not waited for when the network has changed", async () => {
    const page = new EventTarget();
    const rig = await Rig.following(["a"], { page });
    page.dispatchEvent(new Event("online"));
    assert.equal(using(rig), "connecting websocket");
    await rig.pass();
    assert.deepEqual(rig.server.connections, ["websocket"]);
  });
});
