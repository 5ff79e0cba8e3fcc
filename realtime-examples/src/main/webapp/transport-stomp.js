// STOMP: a messaging protocol over WebSocket, with clients in every language. This is the one most used in browsers, unmodified; all
// that it is told beyond plain STOMP is a header `cursor` on SUBSCRIBE, and every MESSAGE says its own as `message-id`.

import "./stompjs.js"; // defines StompJs
import { RETRY, socketAddress } from "./follower.js";

const { Client, Versions } = globalThis.StompJs;

export function stomp(follower, signal) {
  const client = new Client({
    webSocketFactory: () => follower.meter.socket(socketAddress("realtime/stomp"), Versions.default.protocolVersions()),
    reconnectDelay: RETRY,
    onConnect: () => {
      // The receipt says where the subscription has begun.
      client.watchForReceipt("begun", ({ headers }) =>
        follower.batch({ cursor: follower.cursor ?? headers.cursor, events: [] }));
      client.subscribe(`/topic/${follower.topic}`, message => signal.aborted || take(follower, message), {
        receipt: "begun",
        ...(follower.cursor && { cursor: follower.cursor }),
      });
    },
    onStompError: ({ headers }) => follower.refused(headers.message),
    onWebSocketClose: () => signal.aborted || follower.broken(),
  });
  client.activate();
  signal.addEventListener("abort", () => client.deactivate({ force: true }), { once: true });
}

function take(follower, { headers, body }) {
  const { "message-id": cursor, destination, type, time, gap } = headers;
  const data = JSON.parse(body);
  if (gap) follower.batch({ cursor, events: [], gap: data });
  else follower.batch({ cursor, events: [{ id: cursor, topic: destination.replace("/topic/", ""), type, time, data }] });
}
