// How a person is shown: the name as it is, in a colour of its own that is the same on every page.

/** Gives an element the hue of a name, which the style sheet makes a colour of for light and dark. */
export function tint(element, name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 360;
  element.style.setProperty("--hue", hash);
  element.classList.add("person");
  return element;
}

/** A name: no text of ours, so that it is never translated, and never HTML. */
export function person(name, tag = "b") {
  return tint(Object.assign(document.createElement(tag), { textContent: name, translate: false }), name);
}
