// Compiled, never run: the types say what the documentation does.
import { connect, type Gap, type State } from "../../main/js/realtime.js";

const realtime = connect("/realtime", { transports: ["sse", "poll"], share: false });

interface Order {
  carrier: string;
}

const orders = realtime.subscribe<Order>("orders/*", event => event.data.carrier.toUpperCase(), {
  onGap: (gap: Gap) => gap.reason,
  replay: 10,
});
realtime.subscribe(["a", "b/**"], event => {
  // @ts-expect-error What comes from the server is not known.
  event.data.carrier;
});
// @ts-expect-error There is no such transport.
connect("/realtime", { transports: ["carrier-pigeon"] });
realtime.addEventListener("state", ({ detail }) => {
  const state: State = detail;
  return state.retryIn;
});
const cursor: string = await realtime.publish("chat/lobby", { text: "hi" }, { type: "said", key: "k1" });
realtime.subscribe("chat/*", () => {}, { cursor, onError: error => error.status === 403 });
orders.close();
realtime.close();
