// WebSocket: one connection for both ways. The browser does nothing about a lost one, so that the page opens the next, with its cursor.

import { RETRY, pause, socketAddress } from "./follower.js";

export function webSocket(follower, signal) {
  const socket = follower.meter.socket(socketAddress(`realtime/ws?${follower.query()}`), "realtime.v1");
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.error) follower.refused(message.error.message);
    else follower.batch(message);
  };
  socket.onclose = async () => {
    follower.broken();
    await pause(RETRY, signal);
    if (!signal.aborted) webSocket(follower, signal);
  };
  const cut = () => {
    socket.onmessage = socket.onclose = null; // what is still on its way comes after the cut
    socket.close();
  };
  signal.addEventListener("abort", cut, { once: true });
}
