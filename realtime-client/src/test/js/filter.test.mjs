// Which topics a filter selects: the same as on the server.
import assert from "node:assert/strict";
import { it } from "node:test";
import { selector } from "../../main/js/filter.js";

for (const [filters, selected, others] of [
  ["orders/42", ["orders/42"], ["orders/4", "orders/421", "orders/42/a", "Orders/42"]],
  ["orders/*", ["orders/42", "orders/a.b"], ["orders", "orders/4/2", "order/42"]],
  ["*/inbox", ["bob/inbox"], ["inbox", "a/b/inbox", "$bob/inbox"]],
  ["orders/**", ["orders/42", "orders/4/2"], ["orders", "ordersx/1"]],
  ["**", ["a", "a/b", "\u2028/\u{1f4e6}"], ["$a", "$a/b"]],
  ["$own/*", ["$own/1"], ["own/1"]],
  ["a.b/(c)+[d]", ["a.b/(c)+[d]"], ["axb/(c)+[d]", "a.b/ccd"]],
  [["a", "b/*"], ["a", "b/1"], ["b", "c"]],
]) {
  it(`${filters}`, () => {
    const selects = selector([filters].flat());
    assert.deepEqual(selected.filter(selects), selected);
    assert.deepEqual(others.filter(selects), []);
  });
}
