/**
 * The entry of the widget's frame. Until a person presses Start in it there is no worker, no connection, no WebAssembly, and nothing is
 * written: it draws a few words and looks whether it can be seen. What computes is loaded after the click (web/embed/donation/).
 */
import { figuresIn } from "./figures.ts";
import { parseFrameOptions } from "./frame-options.ts";
import { openHostChannel } from "./host-channel.ts";
import { hostSiteOf } from "./host-site.ts";
import { hasRelay } from "./relay-offer.ts";
import { Sight } from "./sight.ts";
import { showOffer, showPanel, showRefusal } from "./widget.ts";
import { loadWords } from "./words.ts";
import "./frame.css";

const nowMs = () => performance.now();

void begin();

async function begin(): Promise<void> {
  const options = parseFrameOptions(location.search);
  const root = document.documentElement;
  root.dataset["size"] = options.size;
  if (options.theme !== "auto") root.dataset["theme"] = options.theme;
  const host = hostSiteOf(window);
  const channel = openHostChannel(window.parent, host.kind === "known" ? host.site : null, nowMs);
  addEventListener("pagehide", () => channel.tell("offer", 0)); // whatever ran has ended, and what comes in its place begins so
  const words = await loadWords([options.language ?? [], navigator.languages].flat());
  root.lang = words.language;
  root.dir = words.direction;
  document.title = words.say("title");
  const project = options.project === null ? "" : `?project=${encodeURIComponent(options.project)}`;
  const parts = { words, figures: figuresIn(words.language), options, pageUrl: `./${project}#/project` };
  if (host.kind !== "known") return showRefusal(parts, words.say(`refused.${host.kind}`));
  if (!isUsable()) {
    channel.tell("refused", 0);
    return showRefusal(parts, words.say("refused.unsupported"));
  }
  const sight = new Sight(nowMs);
  sight.watch(document.getElementById("frame")!); // which fills the frame, and never scrolls
  const isRelayPossible = options.size === "card" && (await hasRelay());
  showOffer({ ...parts, channel, sight, site: host.site, show: showPanel, isRelayPossible });
}

/** A sandbox that takes a frame's origin away takes storage and workers with it. */
const isUsable = (): boolean =>
  typeof Worker === "function" && typeof WebAssembly === "object" && globalThis.origin !== "null";
