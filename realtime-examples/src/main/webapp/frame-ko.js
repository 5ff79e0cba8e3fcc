import { addKorean } from "./words.js";

addKorean({
  "Skip to the content": "본문으로 건너뛰기",
  "Pages": "페이지",
  "Laboratory": "실험실",
  "Choose": "고르기",
  "Notifications": "알림",
  "Prices": "시세",
  "Chat": "채팅",
  "Cursors": "커서",
  "Change to light": "밝은 테마로 바꾸기",
  "Change to dark": "어두운 테마로 바꾸기",
  "Log in": "로그인",
  "Log out": "로그아웃",
  "Your name": "이름",
  "No password: this login stands for your application's own. Topics under user/<name>/ are that user's alone.":
    "비밀번호는 없습니다. 여러분 애플리케이션의 로그인을 대신하는 것입니다. user/<이름>/ 아래의 토픽은 그 사용자만 쓸 수 있습니다.",
  "A name is one segment of a topic: 1 to 64 characters without slash and asterisk.":
    "이름은 토픽의 한 구간입니다. 슬래시와 별표가 없는 1~64자로 적어 주세요.",
  "Source of this page:": "이 페이지의 소스:",
});
