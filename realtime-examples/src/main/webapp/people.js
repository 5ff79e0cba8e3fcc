// How people and what they say are shown: a name in a colour of its own that is the same on every page, words as they are.

import { language } from "./words.js";

/** Gives an element the hue of a name, which the style sheet makes a colour of for light and dark. */
export function tint(element, name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 360;
  element.style.setProperty("--hue", hash);
  element.classList.add("person");
  return element;
}

export const person = name => tint(theirs("b", name), name);

export const quote = text => Object.assign(theirs("span", text), { className: "said" });

/** A time as an event has it, in a style of Intl.DateTimeFormat. */
export const moment = (time, style) =>
  Object.assign(theirs("time", new Date(time).toLocaleString(language(), style)), { dateTime: time });

/** An element with a text that is not ours, so that it is never translated, and never HTML. */
function theirs(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text, translate: false });
}
