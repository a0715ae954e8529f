/** Every panel that the widget's frame can show, as the frame's own code makes it; with the longest texts and the largest figures that there can be. */
import type { FrameSize } from "../../../shared/protocol/frame-look.ts";
import type { DonationView, PauseReason } from "../../../web/embed/frame/donation.ts";
import { refusalText } from "../../../web/embed/frame/donating.ts";
import { button, outLink } from "../../../web/embed/frame/element.ts";
import {
  notePanel,
  type OfferFacts,
  offerPanel,
  type PanelParts,
  workPanel,
} from "../../../web/embed/frame/panels.ts";
import { REASON_CHARACTERS } from "../../../web/embed/frame/site-switch.ts";
import type { Word } from "../../../web/embed/frame/words.ts";

type Draw = (parts: PanelParts) => HTMLElement;
type States = Readonly<Record<string, Draw>>;

const nothing = () => undefined;

/** All are there, or it does not compile. */
const PAUSES: Readonly<Record<PauseReason, null>> = {
  "data-saver": null,
  cellular: null,
  battery: null,
  background: null,
  "mobile-background": null,
  "data-cap": null,
  hot: null,
  resuming: null,
  elsewhere: null,
  covered: null,
};

type NoteWord =
  | Extract<Word, `fault.${string}` | `claim${"" | "-"}${string}`>
  | "declined"
  | "stopped-nothing"
  | "failed"
  | "unreachable";

/** Sentences, each with its way back to the offer. */
const NOTES: Readonly<Record<Exclude<NoteWord, "claim">, "again" | "back">> = {
  declined: "back",
  "fault.small": "back",
  "fault.covered": "back",
  failed: "back",
  unreachable: "back",
  "stopped-nothing": "again",
  "claim-open": "again",
  "claim-failed": "again",
  claimed: "again",
};

const REFUSALS: Readonly<Record<Exclude<Extract<Word, `refused.${string}`>, "refused.off">, null>> = {
  "refused.on-its-own": null,
  "refused.nested": null,
  "refused.hidden": null,
  "refused.unsupported": null,
};

const VIEW: DonationView = { state: "training", reason: null, steps: 0, bytes: 0, percent: 50 };

const offer =
  (facts: Partial<OfferFacts> = {}): Draw =>
  (parts) =>
    offerPanel(
      parts,
      { hasAgreed: false, isRelayPossible: false, isSecondStep: false, ...facts },
      { start: nothing, decline: nothing },
    );

const work =
  (view: Partial<DonationView>): Draw =>
  (parts) => {
    const panel = workPanel(parts, nothing);
    panel.show({ ...VIEW, ...view });
    return panel.section;
  };

const note =
  (word: Word, way: "again" | "back"): Draw =>
  ({ words: { say } }) =>
    notePanel(say(word), button(say(way), "", nothing));

const refusal =
  (word: Word): Draw =>
  ({ words: { say }, pageUrl }) =>
    notePanel(say(word), outLink(say("open"), pageUrl));

/** @param reason the operator's */
const switchedOff =
  (reason: string): Draw =>
  (parts) =>
    notePanel(refusalText(parts, reason), button(parts.words.say("back"), "", nothing));

const stopped: Draw = ({ words: { say }, figures }) =>
  notePanel(
    say("stopped", { steps: figures.count(12_345) }),
    button(say("again"), "", nothing),
    button(say("claim"), "link", nothing),
  );

const byName = <Name extends string>(names: Readonly<Record<Name, unknown>>, draw: (name: Name) => Draw) =>
  Object.fromEntries((Object.keys(names) as Name[]).map((name) => [name, draw(name)]));

const OF_ALL: States = {
  offer: offer(),
  "offer-agreed": offer({ hasAgreed: true }),
  starting: work({ state: "starting" }),
  training: work({ steps: 3 }),
  "training-long": work({ steps: 12_345, bytes: 49_900_000 }),
  ...byName(PAUSES, (reason) => work({ state: "paused", reason })),
  stopped,
  ...Object.fromEntries(Object.entries(NOTES).map(([word, way]) => [word, note(word as Word, way)])),
  "refused.off": switchedOff("It hides the widget."),
  "refused.off-long": switchedOff("It hides the widget so. ".repeat(9).slice(0, REASON_CHARACTERS)),
  ...byName(REFUSALS, refusal),
};

const OF_SIZE: Readonly<Record<FrameSize, States>> = {
  button: { "offer-second": offer({ isSecondStep: true }) },
  bar: {},
  card: {
    "offer-relay": offer({ isRelayPossible: true }),
    "offer-agreed-relay": offer({ isRelayPossible: true, hasAgreed: true }),
  },
};

export const frameStates = (size: FrameSize): States => ({ ...OF_ALL, ...OF_SIZE[size] });
