/** One word and one sentence that always say why the tab is training, or why it is not. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Intensity } from "../../worker/api.ts";
import type { RunView } from "../run/run-state.ts";
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
        sentence: view.detail || "The current step ends, then the model is saved.",
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
  if (!view.hasRun) return { word: "Ready", sentence: "Nothing is computed until you press a button." };
  if (view.detail) return { word: "Stopped", sentence: view.detail.replace(/^Stopped\. /, "") };
  const where = view.step === null ? "before the first step" : `at step ${formatCount(view.step)}`;
  const kept = view.lastSave ? "The model is saved in this browser." : "Nothing was saved.";
  return { word: "Stopped", sentence: `Stopped ${where}. ${kept}` };
}

function trainingSentence(view: RunView, intensity: Intensity): string {
  const what = view.run ? `Learning ${view.run.dataName}` : "The model learns";
  const from = view.resumedFromStep === null ? "" : `, resumed at step ${formatCount(view.resumedFromStep)}`;
  return `${what}${from}, ${INTENSITY_WORDS[intensity].time}.`;
}
