/** The widget's screens, and the clicks that lead from one to the next. */
import { storageOf } from "../../storage-of.ts";
import { faultOf, hasAgreedBefore, rememberConsent } from "./consent.ts";
import { donate, type DonatingParts } from "./donating.ts";
import type { ClaimState } from "./donation.ts";
import { button, outLink } from "./element.ts";
import { PointerStay } from "./pointer-stay.ts";
import { type Choices, notePanel, offerPanel, type PanelParts } from "./panels.ts";

const storage = storageOf(() => localStorage);
const nowMs = () => performance.now();
const pointer = new PointerStay(nowMs);
pointer.watch(document);

/** A host can zoom its frames, and with them what one of their pixels is. Browsers' own zoom seldom goes below this many of the screen's. */
const LEAST_ZOOM = 2 / 3;

/** Puts one panel in the place of the other. Whoever has pressed a button that is gone is led to the next one. */
export function showPanel(panel: HTMLElement): void {
  const place = document.getElementById("frame")!;
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(panel);
  if (hadFocus) panel.querySelector<HTMLElement>("button, a")?.focus();
}

/** It does not work on this page, and says so. */
export function showRefusal({ words, pageUrl }: PanelParts, text: string): void {
  showPanel(notePanel(text, outLink(words.say("open"), pageUrl)));
}

export interface WidgetParts extends DonatingParts {
  readonly isRelayPossible: boolean;
}

/** @param isSecondStep of the small button, which asks twice */
export function showOffer(parts: WidgetParts, isSecondStep = false): void {
  const { options, isRelayPossible, channel } = parts;
  const hasAgreed = hasAgreedBefore(storage, Date.now());
  const shownAtMs = nowMs();
  const isComplete = isSecondStep || hasAgreed || options.size !== "button";
  const actions = {
    start: (click: MouseEvent, choices: Choices) => {
      if (!isYes(click, parts, shownAtMs)) return;
      if (isComplete) void begin(parts, choices);
      else showOffer(parts, true);
    },
    decline: () => showDeclined(parts),
  };
  showPanel(offerPanel(parts, { hasAgreed, isRelayPossible, isSecondStep }, actions));
  channel.tell("offer", 0);
}

/** Says what is wrong with a click that a person has made. */
function isYes(click: MouseEvent, parts: WidgetParts, shownAtMs: number): boolean {
  const { sight, words } = parts;
  const scale = Math.min(1, window.devicePixelRatio / LEAST_ZOOM);
  const [width, height] = [window.innerWidth * scale, window.innerHeight * scale];
  const isPrepared = "prerendering" in document && document.prerendering === true;
  const isWatched = document.visibilityState === "visible" && !isPrepared;
  const isMouse = (click as Partial<PointerEvent>).pointerType === "mouse";
  const settledMs = Math.min(nowMs() - shownAtMs, isMouse ? pointer.lengthMs : Infinity);
  const fault = faultOf(click, { sight, width, height, isWatched, settledMs });
  if (fault === "small" || fault === "covered") showNote(parts, words.say(`fault.${fault}`), "back");
  return fault === null;
}

async function begin(parts: WidgetParts, { isRelayOnly, isRemembered }: Choices): Promise<void> {
  const { channel, words, figures } = parts;
  if (isRemembered) rememberConsent(storage, Date.now());
  const outcome = await donate(parts, isRelayOnly);
  channel.tell(outcome.kind, outcome.steps);
  if (outcome.kind === "failed") return showNote(parts, outcome.text, "back");
  const steps = figures.count(outcome.steps);
  const text = words.say(outcome.steps === 0 ? "stopped-nothing" : "stopped", { steps });
  // What a browser does not keep ends with the frame, and nobody can take it up.
  const claim = storage === undefined ? null : outcome.claim;
  const more =
    claim === null
      ? null
      : button(words.say("claim"), "link", () => claim((state) => showClaim(parts, state)));
  showNote(parts, text, "again", more);
}

function showClaim(parts: WidgetParts, state: ClaimState): void {
  const { say } = parts.words;
  if (state === "declined") return showOffer(parts);
  const isOurs = state === "done" || state === "claimed";
  showNote(parts, say(isOurs ? "claimed" : state === "open" ? "claim-open" : "claim-failed"), "again");
}

function showDeclined(parts: WidgetParts): void {
  showNote(parts, parts.words.say("declined"), "back");
  parts.channel.tell("declined", 0);
}

/** A sentence, with the way back to the offer. */
function showNote(
  parts: WidgetParts,
  text: string,
  way: "again" | "back",
  more: HTMLElement | null = null,
): void {
  const onward = button(parts.words.say(way), "", () => showOffer(parts));
  showPanel(notePanel(text, onward, more));
}
