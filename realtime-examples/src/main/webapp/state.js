// Shows in the page's element with the id "state" whether it is connected, and by which transport.

import { addKorean, say, t } from "./words.js";

const NAMES = { websocket: "WebSocket", sse: "Server-Sent Events", "long-poll": "long polling", poll: "polling" };
const LOOKS = { open: "open", waiting: "broken" };

export function showState(realtime) {
  const element = document.getElementById("state");
  const show = ({ state, transport, leads }) => {
    element.dataset.state = LOOKS[state] ?? "opening";
    say(element, text(state, leads), () => t(NAMES[transport]));
  };
  realtime.addEventListener("state", ({ detail }) => show(detail));
  show(realtime.state);
}

function text(state, leads) {
  if (state === "open") return leads ? "By {0}" : "By {0}, through another tab";
  if (state === "connecting") return "Connecting by {0}";
  return state === "waiting" ? "Not connected; will try again" : "Connecting";
}

addKorean({
  "By {0}": "연결됨: {0}",
  "By {0}, through another tab": "다른 탭을 통해 연결됨: {0}",
  "Connecting by {0}": "연결하는 중: {0}",
  "Not connected; will try again": "연결이 끊김, 곧 다시 시도합니다",
  "Connecting": "연결하는 중",
  "WebSocket": "WebSocket",
  "Server-Sent Events": "Server-Sent Events",
  "long polling": "롱 폴링",
  "polling": "폴링",
});
