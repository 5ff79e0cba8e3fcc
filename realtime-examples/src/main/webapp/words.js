// What the pages say, in English and in Korean. The English text is the key, so that pages and scripts read as they are.
//
//   in HTML     <p data-t>Some text with <b>inline</b> elements.</p>      title, aria-label, placeholder and alt: by themselves
//   in scripts  say(element, "{0} of {1} events", done, all)             shown anew whenever the language changes
//   a page's Korean: addKorean({ "Some text …": "…" }) in a module that the page's script imports
//
// What is no text of ours (names, payloads, code) is marked by translate="no", or is in <code>. A text that has no Korean is an error in
// the console, and the browser tests take no error.

const ATTRIBUTES = ["title", "aria-label", "placeholder", "alt"];
const CONTENT = "";

const korean = new Map();
const said = new WeakMap(); // element → (attribute, or CONTENT) → how to say it

export const language = () => document.documentElement.lang;

export function addKorean(words) {
  Object.entries(words).forEach(([english, text]) => korean.set(english, text));
}

/** The text in the language of the page. Values stand for {0}, {1}…: text, numbers, or functions of no argument that give them. */
export function t(english, ...values) {
  let text = english;
  if (language() === "ko") {
    if (!korean.has(english)) console.error(`no Korean for: ${english}`);
    text = korean.get(english) ?? english;
  }
  return text.replace(/\{(\d)\}/g, (_, index) => spelled(values[index]));
}

function spelled(value) {
  if (typeof value === "function") return spelled(value());
  return typeof value === "number" ? value.toLocaleString(language()) : value;
}

/** Shows a text as the element's whole content, now and after each change of language. */
export function say(element, english, ...values) {
  remember(element, CONTENT, () => (element.textContent = t(english, ...values)));
}

/** Likewise as an attribute. */
export function sayAttribute(element, name, english, ...values) {
  remember(element, name, () => element.setAttribute(name, t(english, ...values)));
}

function remember(element, what, show) {
  if (!said.has(element)) said.set(element, new Map());
  said.get(element).set(what, show);
  element.dataset.said = ""; // to be found again
  show();
}

/** Translates what the HTML below an element says. For `document` the frame does so; a template's content is its page's own matter. */
export function translate(root) {
  root.querySelectorAll("[data-t]").forEach(element => said.get(element)?.has(CONTENT) || translateContent(element));
  ATTRIBUTES.forEach(name =>
    root.querySelectorAll(`[${name}]`).forEach(element => {
      if (element.closest("[translate=no]") || said.get(element)?.has(name)) return;
      sayAttribute(element, name, element.getAttribute(name));
    }));
}

function translateContent(element) {
  if (element.querySelector("input, button, select, textarea, output, [id]")) {
    throw new Error(`data-t replaces all that is in an element, and this holds a control or an id: ${element.outerHTML}`);
  }
  const english = element.innerHTML.trim().replace(/\s+/g, " ");
  if (english) remember(element, CONTENT, () => (element.innerHTML = t(english))); // markup of our own files only
}

/** Changes the language of the page, for later visits too; who draws text otherwise listens to the document's "languagechange". */
export function setLanguage(name) {
  document.documentElement.lang = name;
  localStorage.setItem("language", name);
  document.querySelectorAll("[data-said]").forEach(element => said.get(element)?.forEach(show => show()));
  document.dispatchEvent(new Event("languagechange"));
}
