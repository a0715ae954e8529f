/** Why this tab is connected to nobody, by name, and what to do about it. */
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";

export type SolitudeCause = "offline" | "signaling-down" | "version-mismatch" | "unreachable" | "nobody";

export interface Solitude {
  readonly cause: SolitudeCause;
  readonly title: string;
  readonly advice: string;
}

export interface SolitudeFacts extends Pick<SwarmView, "signaling" | "refusals"> {
  /** What the browser says: false is certain, true only means that there is some network. */
  readonly isOnline: boolean;
  /** No round of the project has ended yet. */
  readonly isFirst: boolean;
}

/** How long finding others may take before its absence wants an explanation. */
export const SOLITUDE_MS = 10_000;

/** The first cause that holds: each of them would hide those after it. */
export function causeOfSolitude({ signaling, refusals, isOnline, isFirst }: SolitudeFacts): Solitude {
  if (!isOnline) return OFFLINE;
  if (signaling.state !== "online") return signalingDown(signaling.detail);
  if (refusals.some((reason) => reason.startsWith("version mismatch"))) return VERSION_MISMATCH;
  if (refusals.includes("unreachable")) return UNREACHABLE;
  return { ...NOBODY, title: isFirst ? "You are the first here." : "Nobody else is here now." };
}

const ALONE = "Until then this tab trains alone; nothing of it is lost.";

const OFFLINE: Solitude = {
  cause: "offline",
  title: "This computer is offline.",
  advice: `Connect it to the internet; the tab then finds the others by itself. ${ALONE}`,
};

const signalingDown = (detail: string): Solitude => ({
  cause: "signaling-down",
  title: "The server that introduces tabs cannot be reached.",
  advice: `The tab tries again by itself. ${ALONE}${detail === "" ? "" : ` It said: “${detail}”`}`,
});

const VERSION_MISMATCH: Solitude = {
  cause: "version-mismatch",
  title: "The others run another version of this page.",
  advice: "Stop, then reload the page. If that does not help, theirs is the old one: ask them to reload.",
};

const UNREACHABLE: Solitude = {
  cause: "unreachable",
  title: "Others are here, but no connection to them succeeds.",
  advice: `A firewall, a company network or a VPN may block UDP: try another network, or switch the VPN off. ${ALONE}`,
};

const NOBODY: Solitude = {
  cause: "nobody",
  title: "",
  advice: `Share the link: whoever opens it trains this model with you. ${ALONE}`,
};
