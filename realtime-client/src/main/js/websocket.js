import { failure } from "./server.js";

const STATUS = { "bad-request": 400, forbidden: 403 };

/** One connection for both ways. Other topics are asked for on the same one, from the place that is given with them. */
export function websocket(server, { topics, cursor }, link) {
  const socket = new server.env.WebSocket(server.url("ws").replace(/^http/, "ws"), "realtime.v1");
  let followed = [];
  let asked = 0;
  let answered;
  const send = message => {
    const text = JSON.stringify(message);
    link.sent(text.length);
    socket.send(text);
  };
  const follow = (others, place) => {
    if (followed.length) send({ op: "unsubscribe", topics: followed });
    followed = others;
    cursor = place;
    send({ op: "subscribe", ref: ++asked, topics: others, cursor });
  };
  link.request();
  socket.onopen = () => follow(topics, cursor);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.error) {
      link.end(failure(message.error.message, STATUS[message.error.code]));
    } else if (message.events) {
      // What is under way from before the answer comes again after it.
      if (answered === asked && asked) link.batch(message, data.length);
    } else if (message.ref === asked) {
      answered = asked;
      link.batch({ cursor: cursor ?? message.cursor, events: [] }, data.length);
    }
  };
  socket.onclose = socket.onerror = () => link.end();
  return { follow, close: () => socket.close() };
}
