// The five, by the names they have everywhere.

import "./transports-ko.js";
import { longPoll } from "./transport-long-poll.js";
import { poll } from "./transport-poll.js";
import { sse } from "./transport-sse.js";
import { stomp } from "./transport-stomp.js";
import { webSocket } from "./transport-websocket.js";

export const transports = { poll, "long-poll": longPoll, sse, websocket: webSocket, stomp };

/** As headings. */
export const titles = {
  poll: "Polling",
  "long-poll": "Long polling",
  sse: "Server-Sent Events",
  websocket: "WebSocket",
  stomp: "STOMP",
};
