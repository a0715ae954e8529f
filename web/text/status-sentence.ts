/** One word and one sentence that always say why the tab is training, or why it is not. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Intensity } from "../../worker/api.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatCount } from "./format.ts";
import { INTENSITY_WORDS } from "./intensity-words.ts";

/** Decides the icon: something runs, something is waited for, nothing runs, something is wrong. */
export type StatusTone = "live" | "waiting" | "still" | "wrong";

export interface Status {
  readonly tone: StatusTone;
  readonly word: string;
  readonly sentence: string;
}

/** @param isSupported false where the browser lacks what training needs */
export function statusOf(view: RunView, intensity: Intensity, isSupported: boolean): Status {
  if (!isSupported)
    return { tone: "wrong", word: "Cannot run", sentence: "This browser lacks what training needs." };
  switch (view.state) {
    case "idle":
      return { tone: "still", ...idleWords(view) };
    case "preparing":
      return {
        tone: "waiting",
        word: "Preparing",
        sentence: view.detail || "Loading the engine and reading the data.",
      };
    case "training":
      return { tone: "live", word: "Training", sentence: trainingSentence(view, intensity) };
    case "stopping":
      return {
        tone: "waiting",
        word: "Stopping",
        sentence: view.detail || "The current step ends.",
      };
    case "failed":
      return {
        tone: "wrong",
        word: "Stopped",
        sentence: view.detail || "Training cannot go on; the reason is below.",
      };
    case "crashed":
      return {
        tone: "wrong",
        word: "Interrupted",
        sentence: "Nothing is computing now; the reason is below.",
      };
    default:
      return unreachable(view.state);
  }
}

function idleWords(view: RunView): { readonly word: string; readonly sentence: string } {
  if (!view.hasRun) return { word: "Ready", sentence: "Nothing is computed until you press Start." };
  if (view.detail) return { word: "Stopped", sentence: view.detail.replace(/^Stopped\. /, "") };
  const where = view.step === null ? "Before the first step" : `At step ${formatCount(view.step)}`;
  const kept = view.lastSave ? "the model of the last round is saved in this browser" : "nothing was saved";
  return { word: "Stopped", sentence: `${where}; ${kept}.` };
}

function trainingSentence(view: RunView, intensity: Intensity): string {
  const what = view.run ? `Learning ${view.run.dataName}` : "The model learns";
  return `${what} ${company(liveSwarm(view)?.peers.length ?? 0)}, ${INTENSITY_WORDS[intensity].time}.`;
}

const company = (others: number): string =>
  others === 0 ? "in this tab alone" : `with ${others} ${others === 1 ? "other" : "others"}`;
