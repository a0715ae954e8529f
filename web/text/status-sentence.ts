/** One word and one sentence that always say why the tab is training, or why it is not. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Intensity } from "../../worker/api.ts";
import type { MessageId } from "../messages/catalog.ts";
import { say } from "../messages/say.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatCount } from "./format.ts";
import { dataName } from "./source-name.ts";

/** Decides the icon: something runs, something is waited for, nothing runs, something is wrong. */
export type StatusTone = "live" | "waiting" | "still" | "wrong";

/** What to press to change it. */
export interface StatusAction {
  /** For tests. */
  readonly name: string;
  readonly label: string;
  readonly onPress: () => void;
}

export interface Status {
  readonly tone: StatusTone;
  readonly word: string;
  readonly sentence: string;
  readonly action?: StatusAction | null;
}

/** @param isSupported false where the browser lacks what training needs */
export function statusOf(view: RunView, intensity: Intensity, isSupported: boolean): Status {
  if (!isSupported) return status("wrong", "status.cannot-run", say("status.cannot-run.sentence"));
  switch (view.state) {
    case "idle":
      return idleStatus(view);
    case "preparing":
      return status("waiting", "status.preparing", say("status.preparing.sentence"));
    case "training":
      return status("live", "status.training", trainingSentence(view, intensity));
    case "resting": // the reason is web/pause's to say
      return status("waiting", "status.resting", say("status.resting.sentence"));
    case "stopping":
      return status("waiting", "status.stopping", say("status.stopping.sentence"));
    case "failed":
      return status("wrong", "status.stopped", say("status.failed.sentence"));
    case "crashed":
      return status("wrong", "status.interrupted", say("status.interrupted.sentence"));
    default:
      return unreachable(view.state);
  }
}

const status = (tone: StatusTone, word: MessageId, sentence: string): Status => ({
  tone,
  word: say(word),
  sentence,
});

function idleStatus(view: RunView): Status {
  if (!view.hasRun) return status("still", "status.ready", say("status.ready.sentence"));
  const kept = view.lastSave ? "yes" : "no";
  const sentence =
    view.step === null
      ? say("status.stopped.before", { kept })
      : say("status.stopped.at-step", { kept, step: formatCount(view.step) });
  return status("still", "status.stopped", sentence);
}

const trainingSentence = (view: RunView, intensity: Intensity): string =>
  say("status.training.sentence", {
    what: view.run ? "named" : "unnamed",
    name: view.run ? dataName(view.run.dataName) : "",
    others: liveSwarm(view)?.peers.length ?? 0,
    intensity,
  });
