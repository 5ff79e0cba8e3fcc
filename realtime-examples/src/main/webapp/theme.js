// A classic script in the head, so that what was chosen on an earlier visit holds before anything is painted.
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "";
document.documentElement.lang = localStorage.getItem("language") === "ko" ? "ko" : "en";
