/** From the visitor's yes to the end of the donation. */
import type { Donation, DonationTerms, DonationView } from "./donation.ts";
import type { HostChannel } from "./host-channel.ts";
import { type PanelParts, type WorkPanel, workPanel } from "./panels.ts";
import type { Sight } from "./sight.ts";
import { askSiteSwitch } from "./site-switch.ts";

/** How often the figures and the sight are looked at. */
const LOOK_MS = 250;

export interface DonatingParts extends PanelParts {
  readonly site: string;
  readonly channel: HostChannel;
  readonly sight: Sight;
  readonly show: (panel: HTMLElement) => void;
}

export type Outcome =
  | {
      readonly kind: "stopped";
      readonly steps: number;
      /** Null when nothing was given. */
      readonly claim: Donation["claim"] | null;
    }
  /** It could not begin, or not go on. */
  | { readonly kind: "failed"; readonly text: string; readonly steps: number };

const NOT_YET: DonationView = { state: "starting", reason: null, steps: 0, bytes: 0, percent: 50 };

export async function donate(parts: DonatingParts, isRelayOnly: boolean): Promise<Outcome> {
  const end = new AbortController();
  const panel = workPanel(parts, () => end.abort());
  panel.show(NOT_YET);
  parts.show(panel.section);
  parts.channel.tell("starting", 0);
  const stopped = new Promise<"stopped">((resolve) =>
    end.signal.addEventListener("abort", () => resolve("stopped")),
  );
  const ready = await Promise.race([prepare(parts), stopped]);
  if (ready === "stopped") return { kind: "stopped", steps: 0, claim: null };
  if (typeof ready === "string") return { kind: "failed", text: ready, steps: 0 };
  return follow(ready, parts, { panel, isRelayOnly, end: end.signal });
}

type StartDonation = (terms: DonationTerms) => Donation;

/** The code that donates, or why there is none. */
async function prepare(parts: DonatingParts): Promise<StartDonation | string> {
  const { say } = parts.words;
  const answer = await askSiteSwitch(parts.site);
  if (answer.kind === "off") return refusalText(parts, answer.reason);
  if (answer.kind === "unknown") return say("unreachable");
  try {
    return (await import("../donation/start-donation.ts")).startDonation;
  } catch {
    return say("unreachable");
  }
}

/** @param reason the operator's, for which the button has no room */
export function refusalText({ words: { say }, options }: PanelParts, reason: string): string {
  return `${say("refused.off")} ${options.size === "button" ? "" : reason}`.trim();
}

interface Following {
  readonly panel: WorkPanel;
  readonly isRelayOnly: boolean;
  readonly end: AbortSignal;
}

/** Shows the donation, and rests it while nobody can see the frame, until it has ended. */
function follow(
  start: StartDonation,
  { site, options, channel, sight, words }: DonatingParts,
  { panel, isRelayOnly, end }: Following,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const { project, dataCapMb } = options;
  const donation = start({ project, site, dataCapMb, isRelayOnly });
  const look = () => {
    donation.setCovered(sight.isLost);
    donation.weave(panel.canvas);
    const view = donation.view();
    const { state, steps } = view;
    panel.show(view);
    channel.tell(state, steps);
    if (state === "stopped") resolve({ kind: "stopped", steps, claim: steps > 0 ? donation.claim : null });
    if (state === "failed") resolve({ kind: "failed", text: words.say("failed"), steps });
  };
  end.addEventListener("abort", () => donation.stop());
  const timer = setInterval(look, LOOK_MS);
  look();
  return promise.finally(() => {
    clearInterval(timer);
    donation.close();
  });
}
