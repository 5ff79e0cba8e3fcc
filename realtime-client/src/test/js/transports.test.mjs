// What each transport does for a page, whatever becomes of its connection, beside the scenarios: one suite for all.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rig } from "./rig.mjs";

for (const transport of ["websocket", "sse", "long-poll", "poll"]) {
  describe(transport, () => {
    it("brings each event once and in order", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      for (let i = 0; i < 5; i++) rig.publish("orders/1", i);
      rig.publish("chat/lobby", "not asked for");
      await rig.pass(3_000);
      rig.publish("orders/2", 5);
      await rig.pass(3_000);
      assert.deepEqual(rig.seen, [0, 1, 2, 3, 4, 5]);
      assert.equal(rig.realtime.state.transport, transport);
      assert.equal(rig.realtime.cursor, rig.log.head);
    });

    it("carries on where it was when it is cut again and again", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      for (let i = 0; i < 40; i++) {
        rig.publish("orders/1", i);
        if (i % 3 === 0) rig.server.cut();
        await rig.pass(i % 5 ? 0 : 700);
        if (i % 7 === 0) rig.server.cut();
      }
      await rig.pass(60_000);
      assert.deepEqual(rig.seen, [...Array(40).keys()]);
    });

    it("misses nothing of what is published while it cannot be reached", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      rig.server.broken.add(transport);
      rig.server.cut();
      rig.publish("orders/1", "while away");
      await rig.pass(20_000);
      assert.deepEqual(rig.seen, []);
      assert.equal(rig.realtime.state.state, "waiting");
      rig.server.broken.clear();
      await rig.pass(30_000);
      assert.deepEqual(rig.seen, ["while away"]);
      assert.equal(rig.realtime.state.state, "open");
    });

    it("has subscriptions added and removed without losing or repeating an event", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      const chat = [];
      for (let i = 0; i < 20; i++) {
        rig.publish("orders/1", i);
        if (i === 5) rig.chat = rig.realtime.subscribe("chat/**", ({ data }) => chat.push(data));
        if (i === 15) rig.chat.close();
        rig.publish("chat/a/b", i);
        await rig.pass(i % 4 ? 10 : 3_000);
      }
      await rig.pass(3_000);
      assert.deepEqual(rig.seen, [...Array(20).keys()]);
      const first = chat[0];
      assert.ok(first <= 6, `begins where the connection was: ${first}`);
      assert.deepEqual(chat, Array.from({ length: chat.length }, (_, i) => first + i));
      assert.ok(chat.at(-1) <= 15 && chat.length >= 6, String(chat));
    });

    it("begins from now on where nothing was followed before", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      const other = rig.realtime.subscribe("chat/*", () => {});
      await rig.pass();
      rig.subscription.close();
      other.close();
      await rig.pass();
      assert.equal(rig.realtime.state.state, "idle");
      assert.deepEqual(rig.server.connections, []);
      rig.publish("orders/1", "while nobody listened");
      rig.follow(["orders/*"]);
      await rig.pass();
      rig.publish("orders/1", "heard");
      await rig.pass(3_000);
      assert.deepEqual(rig.seen, ["heard"]);
    });

    it("goes on with the others when a topic is refused", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      rig.server.refused.add("secret");
      const refused = [];
      rig.realtime.subscribe(["secret", "chat/*"], () => {}, { onError: ({ message, status }) => refused.push([message, status]) });
      rig.publish("orders/1", 1);
      await rig.pass(5_000);
      rig.publish("orders/1", 2);
      await rig.pass(5_000);
      assert.deepEqual(refused, [["not allowed to subscribe to secret", 403]]);
      assert.deepEqual(rig.seen, [1, 2]);
    });

    it("keeps a handler that fails from nothing but its own event", async () => {
      const thrown = [];
      const reportError = ({ message }) => thrown.push(message);
      const rig = await Rig.following(["orders/*"], { transports: [transport], reportError });
      rig.realtime.subscribe("orders/*", ({ data }) => {
        throw new Error(`of the page, at ${data}`);
      });
      await rig.pass();
      rig.publish("orders/1", 1);
      rig.publish("orders/1", 2);
      await rig.pass(3_000);
      assert.deepEqual(rig.seen, [1, 2]);
      assert.deepEqual(thrown, ["of the page, at 1", "of the page, at 2"]);
    });

    it("begins with the last events where they are asked for", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      for (let i = 0; i < 5; i++) rig.publish("chat/lobby", i);
      const chat = [];
      rig.realtime.subscribe("chat/*", ({ data }) => chat.push(data), { replay: 2 });
      await rig.pass(0);
      rig.publish("chat/lobby", 5);
      await rig.pass(6_000);
      assert.deepEqual(chat, [3, 4, 5]);
    });

    it("lets go of the connection when it is closed", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      rig.realtime.close();
      rig.publish("orders/1", "nobody hears");
      await rig.pass(60_000);
      assert.deepEqual(rig.seen, []);
      assert.deepEqual(rig.server.connections, []);
      assert.equal(rig.clock.waiting, 0);
      assert.equal(rig.realtime.state.state, "closed");
    });

    it("counts what it does", async () => {
      const rig = await Rig.following(["orders/*"], { transports: [transport] });
      const late = [];
      rig.realtime.subscribe("orders/*", ({ time }) => late.push(rig.clock.now() - Date.parse(time)));
      await rig.pass(4_000);
      const before = { ...rig.realtime.statistics[transport] };
      for (const payload of ["x", "y".repeat(1_000)]) {
        rig.publish("orders/1", payload);
        await rig.pass(4_000);
      }
      const { requests, sent, received, events, latency } = rig.realtime.statistics[transport];
      assert.equal(requests, rig.server.requests.filter(({ path }) => path === transport).length);
      assert.equal(sent > 0, transport === "websocket");
      assert.ok(received - before.received > 1_000 && received - before.received < 2_000, String(received));
      assert.equal(events, 2);
      assert.equal(latency, (late[0] + late[1]) / 2);
    });
  });
}

describe("an answer that is late", () => {
  it("is not taken on a socket that follows other topics by then", async () => {
    const rig = await Rig.following(["orders/*"], { transports: ["websocket"] });
    const socket = rig.server.connection;
    socket.slow();
    rig.publish("orders/1", 1);
    rig.realtime.subscribe("chat/*", () => {});
    await rig.pass();
    rig.publish("orders/1", 2);
    socket.fast();
    await rig.pass();
    assert.deepEqual(rig.seen, [1, 2]);
    assert.deepEqual(rig.server.connections, ["websocket"]);
  });

  it("is not taken from a question that is asked no more", async () => {
    const rig = new Rig();
    const { fetch } = rig.server.options;
    const answers = [];
    let slow = false;
    // As where the answer had come already when it was no longer wanted.
    const late = async (address, { signal, ...request }) => {
      const answer = await fetch(address, request);
      if (slow) await new Promise(done => answers.push(done));
      return answer;
    };
    rig.connect({ transports: ["poll"], fetch: late });
    rig.follow(["orders/*"]);
    await rig.pass();
    rig.publish("orders/1", 1);
    slow = true;
    await rig.pass(3_000);
    rig.realtime.subscribe("chat/*", () => {});
    await rig.pass();
    slow = false;
    assert.equal(answers.length, 2, "one of each question");
    answers[1]();
    await rig.pass();
    answers[0]();
    await rig.pass(6_000);
    assert.deepEqual(rig.seen, [1]);
  });
});
