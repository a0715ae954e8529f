/** What the frame shows, one panel at a time. A panel is built once; what moves in it is text. */
import type { DonationView } from "./donation.ts";
import { button, element, outLink, tickBox } from "./element.ts";
import type { Figures } from "./figures.ts";
import type { FrameOptions } from "./frame-options.ts";
import type { Words } from "./words.ts";

export interface PanelParts {
  readonly words: Words;
  readonly figures: Figures;
  readonly options: FrameOptions;
  /** Of Tabloom's page about the project. */
  readonly pageUrl: string;
}

export interface Choices {
  readonly isRelayOnly: boolean;
  readonly isRemembered: boolean;
}

export interface OfferActions {
  readonly start: (click: MouseEvent, choices: Choices) => void;
  readonly decline: () => void;
}

export interface OfferFacts {
  /** Within the last day, on this site. */
  readonly hasAgreed: boolean;
  readonly isRelayPossible: boolean;
  /** Of the small button, which asks twice, because cost and address do not fit on it together. */
  readonly isSecondStep: boolean;
}

/** The cost, and a yes and a no of one size. */
export function offerPanel(parts: PanelParts, facts: OfferFacts, actions: OfferActions): HTMLElement {
  const { size } = parts.options;
  if (size === "card") return cardOffer(parts, facts, actions);
  const { say } = parts.words;
  if (size === "bar") {
    const what = outLink(say("what"), parts.pageUrl);
    const cost = [`${shortCost(parts)}. `, say("address"), " ", what];
    return element("section", {}, small(...cost), choice(parts, facts, actions, UNCHOSEN));
  }
  if (facts.isSecondStep)
    return element("section", {}, small(say("address")), choice(parts, facts, actions, UNCHOSEN));
  const press = (click: MouseEvent) => actions.start(click, UNCHOSEN());
  const first = button(say(facts.hasAgreed ? "resume" : "start-first"), "main", press);
  return element("section", {}, small(shortCost(parts)), element("div", { className: "choice" }, first));
}

function cardOffer(parts: PanelParts, facts: OfferFacts, actions: OfferActions): HTMLElement {
  const { words, pageUrl } = parts;
  const { say } = words;
  const relay = tickBox(say("relay"));
  const remember = tickBox(say("remember"));
  const chosen = () => ({ isRelayOnly: relay.box.checked, isRemembered: remember.box.checked });
  return element(
    "section",
    {},
    element("h1", {}, say("title")),
    small(say("cost", { megabytes: capOf(parts) })),
    element("p", { className: "small soft" }, say("address-full"), " ", outLink(say("what"), pageUrl)),
    ...(facts.isRelayPossible ? [relay.label] : []),
    remember.label,
    choice(parts, facts, actions, chosen),
  );
}

/** Where there is no room for boxes to tick. */
const UNCHOSEN = (): Choices => ({ isRelayOnly: false, isRemembered: false });

const small = (...content: readonly (Node | string)[]) => element("p", { className: "small" }, ...content);

/** Of at most two digits, which need no formatter. */
const capOf = ({ words, options }: PanelParts): string =>
  words.say("megabytes", { count: String(options.dataCapMb) });

const shortCost = (parts: PanelParts): string => parts.words.say("cost-short", { megabytes: capOf(parts) });

/** Yes and no. */
function choice(
  { words: { say } }: PanelParts,
  { hasAgreed }: OfferFacts,
  { start, decline }: OfferActions,
  chosen: () => Choices,
): HTMLElement {
  const yes = button(say(hasAgreed ? "resume" : "start"), "main", (click) => start(click, chosen()));
  return element("div", { className: "choice" }, yes, button(say("no"), "", decline));
}

/** A sentence, what to do about it, and what more there is to do, below the sentence. */
export function notePanel(
  text: string,
  action: HTMLElement | null,
  more: HTMLElement | null = null,
): HTMLElement {
  const said = element("p", { className: "small", role: "status" }, text);
  const words = element("div", { className: "grow" }, said, ...(more ? [more] : []));
  return element("section", { className: more ? "row more" : "row" }, words, ...(action ? [action] : []));
}

export interface WorkPanel {
  readonly section: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly show: (view: DonationView) => void;
}

/** While it donates: what it does, what it has used, and Stop. */
export function workPanel({ words: { say }, figures }: PanelParts, stop: () => void): WorkPanel {
  const canvas = element("canvas", { width: 144, height: 48, ariaHidden: "true" });
  const state = element("strong", { role: "status" });
  const use = element("span", { className: "soft" });
  const text = element("p", { className: "small grow" }, state, use);
  const section = element(
    "section",
    { className: "row work" },
    canvas,
    element("p", { className: "small soft ahead" }, say("ahead")),
    text,
    button(say("stop"), "stop", stop),
  );
  return {
    section,
    canvas,
    show({ state: name, reason, steps, bytes, percent }) {
      section.dataset["state"] = name;
      setText(
        state,
        reason === null ? say(name === "training" ? "training" : "loading") : say(`paused.${reason}`),
      );
      const used = {
        percent: figures.percent(percent),
        data: figures.megabytes(bytes),
        steps: figures.count(steps),
      };
      setText(use, name === "training" ? say("use", used) : "");
    },
  };
}

/** Only what changes is written, so that a screen reader is not told again. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
