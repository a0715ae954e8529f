/**
 * The inside of the widget's frame, in every state, without anybody who donates. The address is as the frame's own, `?size=button&lang=de&theme=dark`;
 * `&state=training` is what it begins with, and `showState("stopped")` what a test calls for the next one. The names are in frame-states.ts.
 */
import { figuresIn } from "../../../web/embed/frame/figures.ts";
import "../../../web/embed/frame/frame.css";
import { parseFrameOptions } from "../../../web/embed/frame/frame-options.ts";
import { showPanel } from "../../../web/embed/frame/widget.ts";
import { loadWords } from "../../../web/embed/frame/words.ts";
import { frameStates } from "./frame-states.ts";

const options = parseFrameOptions(location.search);
const root = document.documentElement;
root.dataset["size"] = options.size;
if (options.theme !== "auto") root.dataset["theme"] = options.theme;
const words = await loadWords([options.language ?? "en"]);
root.lang = words.language;
root.dir = words.direction;
document.title = words.say("title");

const parts = { words, figures: figuresIn(words.language), options, pageUrl: "./#/project" };
const states = frameStates(options.size);
const showState = (name: string) => showPanel(states[name]!(parts));
Object.assign(globalThis, { showState });
showState(new URLSearchParams(location.search).get("state") ?? "offer");
