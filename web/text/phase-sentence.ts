/** What this tab does in the swarm right now, and what it waits for. */
import { unreachable } from "../../shared/core/assert.ts";
import type { PeerPhase } from "../../shared/protocol/message.ts";
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatFileSize, formatPercent } from "./format.ts";

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
  if (view.state === "stopping") return { phase: "leaving", sentence: "Leaving", done: null };
  if (view.state === "training") return { phase: "joining", sentence: "Joining", done: null };
  if (view.state !== "preparing") return awayLine(view);
  if (view.fetching !== null) {
    const { receivedBytes, totalBytes } = view.fetching;
    const amount = `${formatFileSize(receivedBytes)} of ${formatFileSize(totalBytes)}`;
    const sentence = `Fetching the project’s data: ${amount}`;
    return { phase: "fetching", sentence, done: shareOf(receivedBytes, totalBytes) };
  }
  return { phase: "joining", sentence: "Getting ready to join", done: null };
}

const awayLine = (view: RunView): PhaseLine => ({
  phase: "away",
  sentence: view.swarm ? "Not training with others any more" : "Not training with others yet",
  done: null,
});

function swarmPhase(swarm: SwarmView, sinceMs: number): PhaseLine {
  const { phase } = swarm;
  switch (phase) {
    case "training":
      return { phase, ...trainingWords(swarm, swarm.roundAgeMs + sinceMs) };
    case "committing":
      return { phase, sentence: waitingSentence(swarm), done: null };
    case "revealing": {
      const left = swarm.waitingFor.length;
      return {
        phase,
        sentence: `Exchanging updates${left > 0 ? `, ${left} still to come` : ""}`,
        done: null,
      };
    }
    case "agreeing":
      return { phase, sentence: "Agreeing on the next model", done: null };
    case "syncing":
      return { phase, ...syncWords(swarm.sync) };
    case "watching":
      return { phase, sentence: "Watching: this tab does not train", done: null };
    default:
      return unreachable(phase);
  }
}

function trainingWords({ roundMs, steps }: SwarmView, ageMs: number): Omit<PhaseLine, "phase"> {
  const leftSeconds = Math.ceil((roundMs - ageMs) / 1000);
  // A round may be over by the clock while the engine still loads, or the model shows what it can do.
  const late = steps === 0 ? "the first step comes soon" : "ending this round";
  const left = leftSeconds > 0 ? `${leftSeconds} s left in this round` : late;
  return { sentence: `Training — ${left}`, done: shareOf(ageMs, roundMs) };
}

/** Of those who work on the same model; others are not waited for. */
function waitingSentence({ peers, waitingFor }: SwarmView): string {
  if (waitingFor.length === 0) return "Finishing this round";
  const others = Math.max(waitingFor.length, peers.filter(({ isOnHead }) => isOnHead).length);
  return `Waiting for ${waitingFor.length} of ${others} ${others === 1 ? "other" : "others"} to finish`;
}

function syncWords(sync: SwarmView["sync"]): Omit<PhaseLine, "phase"> {
  if (sync === null) return { sentence: "Fetching the model from others", done: null };
  const done = shareOf(sync.doneBytes, sync.totalBytes);
  return { sentence: `Fetching the model from others: ${formatPercent(done)}`, done };
}

const shareOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
