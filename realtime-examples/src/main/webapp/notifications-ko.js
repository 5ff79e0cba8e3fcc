import { addKorean } from "./words.js";

addKorean({
  "Notifications · Realtime for Jakarta": "알림 · Realtime for Jakarta",
  "({0}) Notifications · Realtime for Jakarta": "({0}) 알림 · Realtime for Jakarta",
  "One topic for each sender, <code>user/ann/from/bob</code>, which Ann alone may read and Bob alone may write. What comes while this page is closed is here when it is opened again.":
    "보낸 사람마다 토픽이 하나씩 있습니다. <code>user/ann/from/bob</code>은 ann만 읽고 bob만 쓸 수 있습니다. 페이지를 닫아 둔 사이에 온 알림도 다시 열면 그대로 있습니다.",
  "Log in, at the top, to have an inbox. Any name will do.": "받은 알림을 보려면 위에서 로그인하세요. 이름은 아무것이나 괜찮습니다.",
  "Inbox": "받은 알림",
  "{0} new": "새 알림 {0}개",
  "Nothing yet. Send yourself one, or be mentioned in the <a href=\"chat.html\">chat</a> as <code>@name</code>.":
    "아직 없습니다. 자신에게 하나 보내 보거나, <a href=\"chat.html\">채팅</a>에서 <code>@이름</code>으로 불려 보세요.",
  "Mark all as read": "모두 읽음으로 표시",
  "Send one": "알림 보내기",
  "To": "받는 사람",
  "Text": "내용",
  "Send": "보내기",
  "Sent to {0}.": "{0} 님에게 보냈습니다.",
  "Not sent: {0}": "보내지 못했습니다: {0}",
  "Read somebody else's": "남의 알림 읽어 보기",
  "Whose": "누구의 알림",
  "Try to": "시도하기",
  "Refused, whether there is such a user or not: {0}": "거부되었습니다. 그런 사용자가 있든 없든 답은 같습니다: {0}",
  "These are your own.": "자신의 알림입니다.",
  "has mentioned you": "님이 채팅에서 불렀습니다",
  "Something is missing here: the server has not kept it.": "여기에서 알림이 빠졌습니다. 서버에 더 이상 남아 있지 않습니다.",
});
