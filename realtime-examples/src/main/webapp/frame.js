// What all pages have in common: the header with navigation, login, language and theme, and the footer with the page's source.

import "./frame-ko.js";
import { language, say, sayAttribute, setLanguage, translate } from "./words.js";

const PAGES = {
  "./": "Laboratory",
  "choose.html": "Choose",
  "notifications.html": "Notifications",
  "prices.html": "Prices",
  "chat.html": "Chat",
  "cursors.html": "Cursors",
};

/** A promise of the name that is logged in, "" for nobody. */
export const me = fetch("login").then(answer => answer.text());

// Tabs share a connection, which belongs to whoever was logged in when it was opened: all of them begin anew.
const otherTabs = new BroadcastChannel("login");
otherTabs.onmessage = () => location.reload();

/** Draws the frame around the page's <main> and translates the page; `source` names the files that make the page, the HTML first. */
export function frame(source) {
  document.body.prepend(element("a", { className: "skip", href: "#main" }, "Skip to the content"), header(source[0]));
  document.body.append(footer(source));
  document.querySelector("main").id = "main";
  translate(document);
}

/** An element with properties, and a text that is translated, or children. */
export function element(name, properties = {}, content = "") {
  const made = Object.assign(document.createElement(name), properties);
  if (typeof content !== "string") made.append(...content);
  else if (content) say(made, content);
  return made;
}

function header(current) {
  const links = Object.entries(PAGES).map(([href, name]) => {
    const link = element("a", { href }, name);
    if ((href === "./" ? "index.html" : href) === current) link.setAttribute("aria-current", "page");
    return link;
  });
  const navigation = element("nav", {}, links);
  sayAttribute(navigation, "aria-label", "Pages");
  const brand = element("a", { className: "brand", href: "./", translate: false }, [
    Object.assign(new Image(22, 22), { src: "icon.svg", alt: "" }),
    "Realtime for Jakarta",
  ]);
  return element("header", { className: "frame" }, [brand, navigation, element("div", { className: "tools" }, [login(), languages(), theme()])]);
}

function languages() {
  const button = element("button", { type: "button", id: "language", className: "quiet", translate: false });
  const draw = () => {
    button.lang = language() === "ko" ? "en" : "ko";
    button.textContent = button.lang === "ko" ? "한국어" : "English";
  };
  button.addEventListener("click", () => setLanguage(button.lang));
  document.addEventListener("languagechange", draw);
  draw();
  return button;
}

function theme() {
  const { dataset } = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (dataset.theme ? dataset.theme === "dark" : system.matches);
  const button = element("button", { type: "button", id: "theme", className: "quiet" }, [
    element("span", { className: "half-moon", ariaHidden: "true" }),
  ]);
  const draw = () => sayAttribute(button, "aria-label", dark() ? "Change to light" : "Change to dark");
  button.addEventListener("click", () => {
    dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("theme", dataset.theme);
    draw();
  });
  system.addEventListener("change", draw);
  draw();
  return button;
}

function login() {
  const name = element("input", { name: "name", maxLength: 64, autocomplete: "username", spellcheck: false });
  const problem = element("p", { className: "problem", role: "alert" });
  const summary = element("summary", {}, "Log in");
  const about = element("p", { className: "about" },
    "No password: this login stands for your application's own. Topics under user/<name>/ are that user's alone.");
  const button = element("button", {}, "Log in");
  const form = element("form", { id: "login" }, [
    element("label", {}, [element("span", {}, "Your name"), name]), button, problem, about,
  ]);
  const details = element("details", { className: "login" }, [summary, form]);
  details.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  me.then(known => {
    if (!known) return;
    summary.textContent = known;
    summary.translate = false;
    delete summary.dataset.said;
    name.closest("label").remove();
    say(button, "Log out");
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    // A login is answered by a way back to the first page, which is not the one to go to from here.
    const answer = await fetch("login", { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      otherTabs.postMessage("login");
      location.reload();
    } else say(problem, "A name is one segment of a topic: 1 to 64 characters without slash and asterisk.");
  });
  return details;
}

function footer(source) {
  const links = source.flatMap(file => [" ", element("a", { href: `${file}?source`, translate: false }, [file])]);
  return element("footer", { className: "frame" }, [
    element("p", {}, [element("span", {}, "Source of this page:"), ...links]),
  ]);
}
