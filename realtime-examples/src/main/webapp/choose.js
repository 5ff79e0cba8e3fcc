// The page that helps to choose a technique.

import "./choose-ko.js";
import { frame } from "./frame.js";

frame(["choose.html", "choose.js", "choose-ko.js"]);
