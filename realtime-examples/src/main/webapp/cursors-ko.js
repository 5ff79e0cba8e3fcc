import { addKorean } from "./words.js";

addKorean({
  "Cursors · Realtime for Jakarta": "커서 · Realtime for Jakarta",
  "Where everyone points, now: <code>cursors/ann</code> keeps its latest value, for ten seconds. A slow connection shows fewer steps, never old ones. To meet somebody, open a private window and log in by another name.":
    "모두가 지금 가리키는 곳입니다. <code>cursors/ann</code>은 최신 값만 10초 동안 보관합니다. 연결이 느리면 중간 단계가 줄어들 뿐, 지난 위치가 뒤늦게 나타나지는 않습니다. 누군가를 만나려면 시크릿 창을 열고 다른 이름으로 로그인하세요.",
  "Here now: {0}": "지금 여기: {0}명",
  "Shared area": "함께 쓰는 영역",
  "Move the pointer or a finger over the area, or give it the focus and use the arrow keys; Escape takes yours away.":
    "영역 위에서 마우스나 손가락을 움직여 보세요. 영역에 초점을 두고 화살표 키를 써도 됩니다. Esc 키를 누르면 내 커서가 사라집니다.",
  "Log in, at the top, to be seen. Watching is open to everyone.": "내 커서를 보이려면 위에서 로그인하세요. 보는 것은 누구나 할 수 있습니다.",
  "Not sent: {0}": "보내지 못했습니다: {0}",
});
