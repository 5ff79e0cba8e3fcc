import { addKorean } from "./words.js";

addKorean({
  "Prices · Realtime for Jakarta": "시세 · Realtime for Jakarta",
  "Each instrument is a topic, <code>market/ANVL</code>, of which the server keeps the latest value only. So the board is full at once, and who was away comes back to what is true now, not to what they have missed.":
    "종목마다 토픽이 하나씩 있고(<code>market/ANVL</code>), 서버는 최신 값만 보관합니다. 그래서 시세판은 열자마자 가득 차고, 자리를 비웠던 사람은 놓친 값이 아니라 지금의 값을 보게 됩니다.",
  "Board": "시세판",
  "Instrument": "종목",
  "Price": "가격",
  "Since opening": "시가 대비",
  "Since you came": "접속 후 추이",
  "Updates": "갱신 횟수",
  "Made-up companies, moved at random: the first 2.5 times a second, the last every 8 seconds.":
    "가상의 회사이고 가격은 무작위로 움직입니다. 첫 종목은 1초에 2.5번, 마지막 종목은 8초에 한 번 바뀝니다.",
  "Anvils and Hammers": "모루와 망치",
  "The Slow Brewery": "느린 양조장",
  "Orchard Networks": "과수원 네트웍스",
  "Rubber Duck Debugging": "고무 오리 디버깅",
  "Canyon Telephones": "협곡 전화",
  "Fern Forestry": "고사리 임업",
  "Glue and Tape": "풀과 테이프",
  "Husk Mills": "왕겨 제분",
});
