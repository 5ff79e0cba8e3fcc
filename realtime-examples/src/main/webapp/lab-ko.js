import { addKorean } from "./words.js";

addKorean({
  "Laboratory · Realtime for Jakarta": "실험실 · Realtime for Jakarta",
  "One log, five transports": "하나의 로그, 다섯 가지 전송 방식",
  "The same events, in the same order, with the same cursors, five ways at once. Cut a cable while events go on, and mend it: the column carries on where it was.":
    "같은 이벤트를 같은 순서, 같은 커서로 다섯 가지 방식을 통해 동시에 받습니다. 이벤트가 오는 동안 케이블을 끊었다가 다시 이어 보세요. 끊긴 자리부터 그대로 이어집니다.",

  "Events a second": "초당 이벤트",
  "Data of an event": "이벤트 데이터 크기",
  "Polling asks every": "폴링 간격",
  "Cut all cables": "모든 케이블 끊기",
  "Count anew": "다시 세기",
  "The server publishes on {0}": "서버가 {0} 토픽에 발행하고 있습니다",
  "The server does not publish: {0}": "서버가 발행하지 않습니다: {0}",
  "The server cannot be reached. Start it again.": "서버에 연결할 수 없습니다. 서버를 다시 시작해 주세요.",

  "Asks now and again, whether there is news or not: late by up to that, and often in vain.":
    "새 소식이 있든 없든 일정한 간격으로 묻습니다. 최대 그 간격만큼 늦고, 헛걸음도 많습니다.",
  "Asks, and the server answers on the first event: prompt, at the price of a request for every batch.":
    "물어 두면 첫 이벤트가 생길 때 서버가 응답합니다. 빠르지만 묶음마다 요청이 하나씩 듭니다.",
  "Asks once, and the answer never ends: prompt, and the browser carries on by itself.":
    "한 번 물으면 응답이 끝나지 않습니다. 빠르고, 끊겨도 브라우저가 알아서 이어받습니다.",
  "One connection for both ways: prompt, it can send as well, and the page carries on.":
    "연결 하나로 양쪽이 주고받습니다. 빠르고 보내기도 되지만, 이어받기는 페이지의 몫입니다.",
  "A messaging protocol over WebSocket, with clients in every language.":
    "웹소켓 위의 메시징 프로토콜입니다. 어느 언어에나 클라이언트가 있습니다.",
  "Connecting": "연결하는 중",
  "Connected": "연결됨",
  "Not reached, trying again": "연결되지 않아 다시 시도하는 중",
  "Cut": "끊김",
  "Refused: {0}": "거부됨: {0}",
  "Gap: the server has a new log, and what came before is not in it.": "누락: 서버의 로그가 새로 시작되어, 그 전의 이벤트가 남아 있지 않습니다.",
  "Gap: some of what was missed is no longer kept.": "누락: 놓친 이벤트 중 일부가 보존 기한을 넘겨 사라졌습니다.",
  "Gap: the server has lost its newest events.": "누락: 서버가 가장 최근 이벤트를 잃었습니다.",
  "Missed so far: {0}": "지금까지 놓친 이벤트: {0}개",
  "Nothing comes by a cable that is cut.": "케이블이 끊겨 아무것도 오지 않습니다.",
  "{0} missed, {1} brought back": "놓친 {0}개 중 {1}개를 되찾았습니다",
  "Brought back so far: {0}": "지금까지 되찾은 이벤트: {0}개",
  "{0}: {1} missed, {2} brought back": "{0}: 놓친 {1}개 중 {2}개를 되찾았습니다",
  "{0}: {1}": "{0}: {1}",
  "Median latency": "중앙 지연 시간",
  "99 % within": "99% 지연 시간",
  "Events": "이벤트",
  "Requests": "요청",
  "Bytes up": "보낸 바이트",
  "Bytes down": "받은 바이트",
  "Overhead per event": "이벤트당 부가 바이트",
  "Cut the cable": "케이블 끊기",

  "Kill the server, and start it": "서버를 죽였다가 다시 시작하기",
  "End it with <kbd>Ctrl</kbd>+<kbd>C</kbd> where it runs, and start it again: <code>./mvnw -Pdemo</code>. Its log is in memory, so that a new one begins. Each column finds its way back with a cursor of the old log, and is told the gap: nothing is lost in silence.":
    "서버를 실행한 터미널에서 <kbd>Ctrl</kbd>+<kbd>C</kbd>로 끝낸 뒤 <code>./mvnw -Pdemo</code>로 다시 시작해 보세요. 로그가 메모리에 있으므로 새 로그가 시작됩니다. 각 전송 방식은 옛 로그의 커서를 들고 다시 연결하고, 서버는 누락이 있음을 알려 줍니다. 아무것도 말없이 사라지지 않습니다.",
  "By hand": "직접 해 보기",
  "All columns follow this topic; <code>*</code> and <code>**</code> are wildcards":
    "다섯 방식이 모두 구독할 토픽(<code>*</code>와 <code>**</code>는 와일드카드)",
  "Follow": "구독",
  "Topic": "토픽",
  "Data, JSON or text": "데이터(JSON 또는 텍스트)",
  "Publish": "발행",
  "Published; the cursor after it is {0}": "발행했습니다. 그다음 커서는 {0}입니다",
  "How it is measured": "어떻게 재는가",
  "<b>Latency</b> is from the event's time, by the server's clock in whole milliseconds, until the page has it. What a mended cable brings late is left out. Of the last 30 s; the scale is logarithmic.":
    "<b>지연 시간</b>은 서버 시계로 밀리초까지 적힌 이벤트 시각부터 페이지가 받을 때까지입니다. 케이블을 다시 이어 늦게 받은 것은 뺍니다. 최근 30초를 로그 눈금으로 보여 줍니다.",
  "Where the two clocks differ by more than can be told apart from the way, the difference is taken off.":
    "두 시계의 차이가 왕복 시간으로 설명되지 않을 만큼 크면 그 차이를 뺍니다.",
  "They do not, here.": "여기서는 차이가 없습니다.",
  "They differ by {0} ms.": "여기서는 {0} ms 차이가 납니다.",
  "<b>Bytes</b> of bodies and messages are exact, and the frames around them by the formats' rules.":
    "본문과 메시지의 <b>바이트</b>는 정확한 값이고, 이를 감싸는 프레임은 형식의 규칙대로 계산합니다.",
  "<b>≈</b> is for the heads of HTTP: the server tells how much this browser sends with a GET; what <code>EventSource</code> and <code>WebSocket</code> do not show of the answers is taken to be as Jetty has it. Pings and what lies below HTTP are not counted; what is sent to a server that is not there is. HTTP/2 would compress the heads.":
    "<b>≈</b>는 HTTP 헤더 때문에 붙였습니다. 이 브라우저가 GET에 붙여 보내는 헤더의 크기는 서버가 알려 줍니다. <code>EventSource</code>와 <code>WebSocket</code>이 보여 주지 않는 응답 헤더는 Jetty의 것으로 칩니다. 핑과 HTTP 아래 계층은 세지 않으며, 꺼진 서버에 보낸 시도는 셉니다. HTTP/2라면 헤더가 압축됩니다.",
  "<b>Overhead</b> is all bytes up and down less the events' data, for each event.":
    "<b>부가 바이트</b>는 주고받은 모든 바이트에서 이벤트 데이터를 뺀 것을 이벤트 수로 나눈 값입니다.",
  "The STOMP column's client is <code>@stomp/stompjs</code>, unmodified": "STOMP의 클라이언트는 손대지 않은 <code>@stomp/stompjs</code>입니다",
});
