// A subscription that is to begin elsewhere before it knows what was before.
import assert from "node:assert/strict";
import { it } from "node:test";
import { Log } from "./log.mjs";
import { Subscription } from "../../main/js/subscription.js";

const turn = () => new Promise(setImmediate);

it("a place that was left has no say any more", async () => {
  const seen = [];
  const asked = [];
  const server = { ask: (path, { cursor }) => new Promise(answer => asked.push([cursor, answer])) };
  const answer = async (number, cursor, ...ids) => {
    assert.equal(asked[number][0], cursor);
    asked[number][1]({ body: { cursor: "later", events: ids.map(id => ({ id })) }, length: 100 });
    await turn();
  };
  const subscription = new Subscription(["n"], ({ id }) => seen.push(id), { cursor: "begin" });

  subscription.join(server, "first");
  await answer(0, "first");
  subscription.leave("first");
  subscription.join(server, "second");
  await answer(1, "begin", 1);
  subscription.event({ id: 3 });
  assert.deepEqual(seen, []);

  await answer(3, "later");
  assert.deepEqual(seen, []);
  await answer(2, "second", 3);
  await answer(4, "later");
  await answer(5, "begin", 1, 2, 3);
  await answer(6, "later");
  subscription.event({ id: 4 });
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

it("has what comes after a large event that ended an answer, and does not ask for ever", async () => {
  const log = new Log();
  log.most = 1 << 20;
  const seen = [];
  let asked = 0;
  const server = {
    ask: async (path, { topic, cursor, replay, limit }) => {
      const body = log.read(topic, cursor, { replay, limit });
      log.publish("n", `during ${++asked}`, 0); // it is never caught up
      return { body, length: JSON.stringify(body).length };
    },
  };
  const begin = log.head;
  log.publish("n", "small", 0);
  log.publish("n", "x".repeat((1 << 20) - 2), 0);
  log.publish("n", "after", 0);
  const subscription = new Subscription(["n"], ({ data }) => seen.push(data.slice(0, 6)), { cursor: begin });
  await subscription.join(server, log.head);
  assert.deepEqual(seen.slice(0, 3), ["small", "xxxxxx", "after"]);
  assert.ok(asked < 10);

  const last = [];
  await new Subscription(["n"], ({ data }) => last.push(data.slice(0, 6)), { replay: asked + 2 }).join(server, log.head);
  assert.deepEqual(last.slice(0, 3), ["xxxxxx", "after", "during"]);
});

it("asks again where it had no answer, until it is closed", async () => {
  const later = [];
  let asked = 0;
  const server = {
    ask: async () => {
      asked++;
      throw new Error("not reached");
    },
  };
  const subscription = new Subscription(["n"], () => {}, { replay: 1 }, undefined, () => {});
  subscription.join(server, "place", again => later.push(again));
  await turn();
  later.pop()();
  await turn();
  assert.equal(asked, 2);
  subscription.close();
  later.pop()();
  await turn();
  assert.equal(asked, 2);
  assert.deepEqual(later, []);
});
