/** What this tab does in the swarm right now, and what it waits for. */
import { unreachable } from "../../shared/core/assert.ts";
import type { PeerPhase } from "../../shared/protocol/message.ts";
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import { say } from "../messages/say.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatCount, formatFileSize, formatPercent } from "./format.ts";

export interface PhaseLine {
  /** A phase of the protocol, or what comes before and after it. */
  readonly phase: PeerPhase | "away" | "joining" | "fetching" | "leaving";
  readonly sentence: string;
  /** From 0 to 1, where it is known how much is done. */
  readonly done: number | null;
}

/** @param nowMs milliseconds since 1970; the time since the last picture counts on */
export function phaseLine(view: RunView, nowMs: number): PhaseLine {
  const swarm = liveSwarm(view);
  if (swarm !== null) return swarmPhase(swarm, Math.max(0, nowMs - view.swarmAtMs));
  if (view.state === "stopping") return { phase: "leaving", sentence: say("phase.leaving"), done: null };
  if (view.isElsewhere) return awayLine();
  if (view.state === "training") return { phase: "joining", sentence: say("phase.joining"), done: null };
  if (view.state !== "preparing") return awayLine();
  if (view.fetching !== null) {
    const { receivedBytes, totalBytes } = view.fetching;
    const sentence = say("phase.fetching-data", {
      done: formatFileSize(receivedBytes),
      total: formatFileSize(totalBytes),
    });
    return { phase: "fetching", sentence, done: shareOf(receivedBytes, totalBytes) };
  }
  return { phase: "joining", sentence: say("phase.preparing"), done: null };
}

const awayLine = (): PhaseLine => ({ phase: "away", sentence: say("phase.away"), done: null });

function swarmPhase(swarm: SwarmView, sinceMs: number): PhaseLine {
  const { phase } = swarm;
  switch (phase) {
    case "training":
      return { phase, ...trainingWords(swarm, swarm.roundAgeMs + sinceMs) };
    case "committing":
      return { phase, sentence: waitingSentence(swarm), done: null };
    case "revealing":
      return { phase, sentence: say("phase.exchanging", { left: swarm.waitingFor.length }), done: null };
    case "agreeing":
      return { phase, sentence: say("phase.agreeing"), done: null };
    case "syncing":
      return { phase, ...syncWords(swarm.sync) };
    case "watching":
      return { phase, sentence: say("phase.watching"), done: null };
    default:
      return unreachable(phase);
  }
}

function trainingWords({ roundMs, steps }: SwarmView, ageMs: number): Omit<PhaseLine, "phase"> {
  const leftSeconds = Math.ceil((roundMs - ageMs) / 1000);
  // A round may be over by the clock while the engine still loads, or the model shows what it can do.
  const late = say(steps === 0 ? "phase.training.first-step" : "phase.training.ending");
  const left = say("phase.training.left", { seconds: formatCount(leftSeconds) });
  return { sentence: leftSeconds > 0 ? left : late, done: shareOf(ageMs, roundMs) };
}

/** Of those who work on the same model; others are not waited for. */
function waitingSentence({ peers, waitingFor }: SwarmView): string {
  if (waitingFor.length === 0) return say("phase.finishing");
  const others = Math.max(waitingFor.length, peers.filter(({ isOnHead }) => isOnHead).length);
  return say("phase.waiting", { waiting: formatCount(waitingFor.length), others });
}

function syncWords(sync: SwarmView["sync"]): Omit<PhaseLine, "phase"> {
  if (sync === null) return { sentence: say("phase.syncing"), done: null };
  const done = shareOf(sync.doneBytes, sync.totalBytes);
  return { sentence: say("phase.syncing.share", { share: formatPercent(done) }), done };
}

const shareOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
