import { addKorean } from "./words.js";

addKorean({
  "Choose · Realtime for Jakarta": "고르기 · Realtime for Jakarta",
  "Which one?": "무엇을 쓸까요?",
  "Five techniques, measured here and now, and a few questions that lead to one of them.":
    "다섯 가지 기술을 지금 이 자리에서 재어 보고, 몇 가지 질문으로 그중 하나를 고릅니다.",

  "Measured in this page": "이 페이지에서 잰 값",
  "Measure again": "다시 재기",
  "Measuring…": "재는 중…",
  "Done at {0}": "{0}에 마쳤습니다",
  "Technique": "기술",
  "Median latency": "중앙 지연 시간",
  "99 % within": "99% 지연 시간",
  "Requests per event": "이벤트당 요청",
  "Overhead per event": "이벤트당 부가 바이트",
  "Ways": "방향",
  "What it needs on the way": "중간 경로에 필요한 것",
  "What it costs the server": "서버가 치르는 비용",
  "For ten seconds, ten events a second of 200 B, all five at once; polling asks every two seconds. Overhead is all bytes but the events' data. <a href=\"./\">The laboratory</a> says how it is measured, and lets you change it.":
    "200 B짜리 이벤트를 초당 10개씩 10초 동안, 다섯 가지를 동시에 잽니다. 폴링은 2초마다 묻습니다. 부가 바이트는 이벤트 데이터를 뺀 모든 바이트입니다. 재는 방법은 <a href=\"./\">실험실</a>에 적혀 있고, 거기서 조건을 바꿔 볼 수 있습니다.",
  "To the client": "서버 → 클라이언트",
  "Both": "양방향",
  "Nothing: goes through everything": "없음. 무엇이든 통과합니다",
  "A request for each interval, news or not": "소식이 없어도 간격마다 요청 하나",
  "Nothing but patience: answers take up to 25 s": "최대 25초까지 응답을 기다려 주는 것",
  "An open request, and a new one for every batch": "열린 요청 하나, 묶음마다 새 요청",
  "Proxies that do not hold back a stream": "스트림을 붙잡아 두지 않는 프록시",
  "An open request": "열린 요청 하나",
  "Proxies that let an upgrade through": "업그레이드를 통과시키는 프록시",
  "An open connection, which containers make dearer than a request": "열린 연결 하나. 컨테이너에서는 요청보다 비쌉니다",
  "An open connection, and a session on it": "열린 연결 하나와 그 위의 세션",

  "A few questions": "몇 가지 질문",
  "Do clients send as often as they receive?": "클라이언트도 받는 만큼 자주 보내나요?",
  "No; a request now and then will do": "아니요. 가끔 요청을 보내면 충분합니다",
  "Yes: typing, moving, playing": "네. 입력, 움직임, 게임처럼 자주 보냅니다",
  "How fresh must it be?": "얼마나 빨리 도착해야 하나요?",
  "At once": "곧바로",
  "A few seconds do not matter": "몇 초쯤 늦어도 괜찮습니다",
  "A minute does not matter": "1분쯤 늦어도 괜찮습니다",
  "What stands between the clients and the server?": "클라이언트와 서버 사이에 무엇이 있나요?",
  "Nothing, or proxies that I configure": "없거나, 내가 설정하는 프록시",
  "Proxies of others, which may hold back streams and refuse WebSocket": "남의 프록시. 스트림을 붙잡아 두거나 웹소켓을 거부할 수 있습니다",
  "How many clients are there at a time?": "클라이언트가 동시에 얼마나 되나요?",
  "Hundreds, on mains": "수백 개, 전원에 연결된 기기",
  "Many thousands, or on batteries": "수천 개 이상이거나 배터리로 움직이는 기기",
  "What are they?": "어떤 클라이언트인가요?",
  "Web pages, and programs of mine": "웹 페이지와 내가 만든 프로그램",
  "Programs that speak to message brokers already": "이미 메시지 브로커와 통신하는 프로그램",
  "Then take": "그렇다면",

  "A request with an answer goes through any proxy.": "요청과 응답 한 쌍은 어떤 프록시든 통과합니다.",
  "Nothing is open between two requests, and once a minute costs little.": "요청과 요청 사이에 열어 두는 것이 없고, 1분에 한 번이면 비용도 적습니다.",
  "Should it have to be fresher, long polling goes the same way.": "더 빨라야 한다면 같은 경로로 롱 폴링을 쓸 수 있습니다.",
  "Each answer is whole, so that no proxy has a reason to hold it back; a stream may be held back, and an upgrade refused.":
    "응답이 하나씩 완결되므로 프록시가 붙잡아 둘 이유가 없습니다. 스트림은 붙잡힐 수 있고 업그레이드는 거부될 수 있습니다.",
  "It is as prompt as a stream where events are seldom, and takes several in one answer where they are not.":
    "이벤트가 드물면 스트림만큼 빠르고, 잦으면 여러 개를 한 응답에 담아 옵니다.",
  "What clients send goes by requests of its own.": "클라이언트가 보내는 것은 별도의 요청으로 갑니다.",
  "Where the way allows more, take more: the client of this library tries the better ones and falls back by itself.":
    "경로가 허락한다면 더 나은 것을 쓰세요. 이 라이브러리의 클라이언트는 더 나은 방식을 먼저 시도하고, 안 되면 스스로 물러섭니다.",
  "There are clients in every language, which know destinations, subscriptions and receipts; nothing has to be invented.":
    "어느 언어에나 클라이언트가 있고 목적지, 구독, 수신 확인을 이미 압니다. 새로 만들 것이 없습니다.",
  "It goes both ways on one connection.": "연결 하나로 양방향을 처리합니다.",
  "Its frames have more in them than those of bare WebSocket.": "프레임에 담기는 것이 순수 웹소켓보다 많습니다.",
  "What a client sends costs a few bytes on the connection that it has; everything else needs a request for each message.":
    "이미 있는 연결로 몇 바이트만 더하면 보낼 수 있습니다. 다른 방식은 메시지마다 요청이 필요합니다.",
  "It is prompt, in both directions.": "양쪽 모두 빠릅니다.",
  "The browser does not reconnect by itself: the client of this library does, and carries on with the cursor.":
    "브라우저가 알아서 다시 연결해 주지는 않습니다. 이 라이브러리의 클라이언트는 다시 연결하고 커서로 이어받습니다.",
  "It is late by up to its interval, which does not matter here.": "최대 폴링 간격만큼 늦지만 여기서는 문제가 되지 않습니다.",
  "It is the simplest of all, and nothing is open between two requests.": "가장 단순하고, 요청과 요청 사이에 열어 두는 것이 없습니다.",
  "Every client asks, news or not: with many of them, Server-Sent Events cost less.":
    "소식이 없어도 모든 클라이언트가 묻습니다. 클라이언트가 많으면 SSE가 더 저렴합니다.",
  "One request brings all events, promptly, and the browser carries on by itself.": "요청 하나로 모든 이벤트가 곧바로 오고, 끊겨도 브라우저가 알아서 이어받습니다.",
  "A client that waits costs an open connection and no work, where polling costs a request for each interval.":
    "기다리는 클라이언트는 열린 연결 하나를 차지할 뿐 일을 만들지 않습니다. 폴링은 간격마다 요청이 듭니다.",
  "It is plain HTTP: login, filters and logs work as they do for any other request.": "평범한 HTTP라서 로그인, 필터, 로그가 다른 요청과 똑같이 동작합니다.",
  "A browser has six connections to a server over HTTP/1.1, shared by its tabs; HTTP/2 lifts that, and so does a client that shares one.":
    "HTTP/1.1에서 브라우저는 서버마다 연결을 여섯 개까지 열고 탭들이 나눠 씁니다. HTTP/2나 연결 하나를 공유하는 클라이언트를 쓰면 이 제한에서 벗어납니다.",
});
