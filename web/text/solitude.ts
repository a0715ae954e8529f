/** Why this tab is connected to nobody, by name, and what to do about it. */
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import { say } from "../messages/say.ts";

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
  if (!isOnline)
    return { cause: "offline", title: say("alone.offline"), advice: say("alone.offline.advice") };
  if (signaling.state !== "online") return signalingDown(signaling.detail);
  if (refusals.some((reason) => reason.startsWith("version mismatch")))
    return { cause: "version-mismatch", title: say("alone.version"), advice: say("alone.version.advice") };
  if (refusals.includes("unreachable"))
    return { cause: "unreachable", title: say("alone.blocked"), advice: say("alone.blocked.advice") };
  const title = say(isFirst ? "alone.first" : "alone.nobody");
  return { cause: "nobody", title, advice: say("alone.nobody.advice") };
}

function signalingDown(detail: string): Solitude {
  const advice = say("alone.server.advice");
  return {
    cause: "signaling-down",
    title: say("alone.server"),
    advice: detail === "" ? advice : say("alone.server.said", { advice, detail }),
  };
}
