/** What the frame shows of a run, as a pure function of what the page would show. */
import type { PauseView } from "../../pause/pause-view.ts";
import type { RunView } from "../../run/run-state.ts";
import type { DonationView, PauseReason } from "../frame/donation.ts";

/** Of the time, as worker/api.ts says. */
const PERCENT = { light: 25, half: 50, full: 100 } as const;

/**
 * @param steps this tab's own, since the frame was opened
 * @param bytes in and out, since the frame was opened
 * @param isCovered the frame itself holds it up
 */
export function donationView(
  run: RunView,
  pause: PauseView,
  {
    steps,
    bytes,
    isCovered,
  }: { readonly steps: number; readonly bytes: number; readonly isCovered: boolean },
): DonationView {
  const reason = reasonOf(run, pause, isCovered);
  const state = stateOf(run, reason);
  return {
    state,
    reason: state === "paused" ? reason : null,
    steps,
    bytes,
    percent: PERCENT[pause.intensity],
  };
}

function reasonOf(run: RunView, { rest }: PauseView, isCovered: boolean): PauseReason | null {
  if (isCovered) return "covered";
  if (run.isElsewhere) return "elsewhere";
  if (rest === null || rest.reason === "hours" || rest.reason === "snoozed") return null;
  return rest.reason === "paused" ? "covered" : rest.reason; // nothing else pauses it here
}

function stateOf({ state }: RunView, reason: PauseReason | null): DonationView["state"] {
  switch (state) {
    case "failed":
    case "crashed":
      return "failed";
    case "idle":
    case "stopping":
      return reason === null ? "stopped" : "paused";
    case "resting":
      return "paused";
    default:
      if (reason !== null) return "paused";
      return state === "training" ? "training" : "starting";
  }
}

/** Steps of a run as they go by: each round counts its own from nothing. */
export class StepCount {
  #inRound = 0;
  total = 0;

  note(inRound: number): void {
    this.total += inRound >= this.#inRound ? inRound - this.#inRound : inRound;
    this.#inRound = inRound;
  }
}
