import { addKorean } from "./words.js";

addKorean({
  "Choose · Realtime for Jakarta": "고르기 · Realtime for Jakarta",
  "Which one?": "무엇을 쓸까요?",
  "Five techniques, measured here and now, and a few questions that lead to one of them.":
    "다섯 가지 기술을 지금 이 자리에서 재어 보고, 몇 가지 질문으로 그중 하나를 고릅니다.",
});
