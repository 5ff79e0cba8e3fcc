import { addKorean } from "./words.js";

addKorean({
  "Chat · Realtime for Jakarta": "채팅 · Realtime for Jakarta",
  "({0}) Chat · Realtime for Jakarta": "({0}) 채팅 · Realtime for Jakarta",
  "Who speaks is the last segment of the topic, <code>chat/lobby/ann</code>, and nobody but Ann may publish there. To talk to yourself, open a private window and log in by another name.":
    "말하는 사람은 토픽의 마지막 구간입니다. <code>chat/lobby/ann</code>에는 ann만 발행할 수 있습니다. 혼자 시험해 보려면 시크릿 창을 열고 다른 이름으로 로그인하세요.",
  "Conversation": "대화",
  "Rooms": "대화방",
  "Lobby": "로비",
  "Workshop": "작업실",
  "Garden": "정원",
  "Messages": "메시지",
  "Message; @name notifies": "메시지 (@이름을 쓰면 알림이 갑니다)",
  "Send": "보내기",
  "Log in, at the top, to speak. Reading is open to everyone.": "말하려면 위에서 로그인하세요. 읽기는 누구나 할 수 있습니다.",
  "Online: {0}": "접속 중: {0}명",
  "you": "나",
  "somebody": "이름 없음",
  "Not sent: {0}": "보내지 못했습니다: {0}",
  "Some messages are missing here: the server has not kept them.": "여기에서 메시지 몇 개가 빠졌습니다. 서버에 더 이상 남아 있지 않습니다.",
  "Whoever is logged in and follows this room, by any transport and in any number of tabs. The server keeps it from the subscriptions that open and close, and publishes it as the latest value of a topic.":
    "로그인하고 이 방을 구독 중인 사람입니다. 전송 방식이나 탭 수는 상관없습니다. 서버는 구독이 열리고 닫히는 것을 보고 목록을 관리하며, 한 토픽의 최신 값으로 발행합니다.",
});
