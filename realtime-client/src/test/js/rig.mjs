import { connect } from "../../main/js/realtime.js";
import { Clock } from "./clock.mjs";
import { FakeServer } from "./server.mjs";

/** A client, its server and the time. */
export class Rig {
  clock = new Clock();
  server = new FakeServer(this.clock);
  seen = [];

  /** Has subscribed, and is open. */
  static async following(topics, options) {
    const rig = new Rig();
    rig.connect(options);
    rig.subscription = rig.follow(topics);
    await rig.pass();
    return rig;
  }

  connect(options) {
    this.realtime = connect("http://localhost/realtime", { ...this.server.options, ...options });
    return this.realtime;
  }

  follow(topics, options) {
    return this.realtime.subscribe(topics, ({ data }) => this.seen.push(data), {
      onGap: ({ reason }) => this.seen.push(`gap ${reason}`),
      ...options,
    });
  }

  get log() {
    return this.server.log;
  }

  publish(topic, data) {
    return this.server.publish(topic, data);
  }

  pass(delay) {
    return this.clock.pass(delay);
  }
}
