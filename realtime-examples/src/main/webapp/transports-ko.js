import { addKorean } from "./words.js";

addKorean({
  "Polling": "폴링",
  "Long polling": "롱 폴링",
  "Server-Sent Events": "SSE(서버 전송 이벤트)",
  "WebSocket": "웹소켓",
  "STOMP": "STOMP(웹소켓 위)",
});
