// Counts what a transport costs. Bodies, messages and the frames around them are counted exactly, or by the arithmetic of their format;
// heads of HTTP are estimates: what they are made of is told below, and in the footnote of the laboratory.

const encoder = new TextEncoder();
const size = text => encoder.encode(text).length;

/** What a page cannot see of its own browser; the server tells it (see bench.js). */
export const browser = { headerBytes: 500 };

// What Chromium asks for beyond a fetch (Accept, Cache-Control, Pragma; Upgrade, Sec-WebSocket-… less Sec-Fetch-…), and how Jetty
// answers. Others differ by a header or two.
const HEADERS_OF_STREAM = 57;
const HEADERS_OF_UPGRADE = 45;
const HEAD_OF_STREAM = 255;
const HEAD_OF_UPGRADE = 300;

export class Meter {
  requests = 0;
  up = 0;
  down = 0;
  events = 0;
  payload = 0;

  /** All that went over the wire and is not the events' data, for each event; NaN before the first. */
  get overhead() {
    return (this.up + this.down - this.payload) / this.events;
  }

  event({ data }) {
    this.events++;
    this.payload += size(JSON.stringify(data));
  }

  /** A GET is sent. */
  request(url) {
    const { pathname, search } = new URL(url, location.href);
    this.requests++;
    this.up += `GET ${pathname}${search} HTTP/1.1\r\n\r\n`.length + browser.headerBytes;
  }

  /** And answered. */
  answer(response, body) {
    this.down += `HTTP/1.1 ${response.status} OK\r\n\r\n`.length + size(body);
    response.headers.forEach((value, name) => (this.down += `${name}: ${value}\r\n`.length));
  }

  /** A stream is asked for. */
  streamRequest(url) {
    this.request(url);
    this.up += HEADERS_OF_STREAM;
  }

  /** And begins. */
  streamOpened() {
    this.down += HEAD_OF_STREAM;
  }

  /** A block of Server-Sent Events has come, in a chunk of its own. */
  block({ type, data, lastEventId }) {
    const field = type === "message" ? "" : `event: ${type}\n`;
    const bytes = size(`${field}data: ${data}\nid: ${lastEventId}\n\n`);
    this.down += bytes + `${bytes.toString(16)}\r\n\r\n`.length;
  }

  /** Opens a WebSocket whose messages are counted, both ways; pings are not told to a page. */
  socket(address, protocols) {
    const socket = new WebSocket(address, protocols);
    this.request(address);
    this.up += HEADERS_OF_UPGRADE;
    socket.addEventListener("open", () => (this.down += HEAD_OF_UPGRADE));
    socket.addEventListener("message", ({ data }) => (this.down += frame(size(data))));
    const send = socket.send.bind(socket);
    socket.send = data => {
      this.up += frame(size(data)) + 4; // a client masks
      send(data);
    };
    return socket;
  }
}

/** A WebSocket frame's bytes (RFC 6455, section 5.2). */
function frame(length) {
  if (length < 126) return length + 2;
  return length < 65_536 ? length + 4 : length + 10;
}
