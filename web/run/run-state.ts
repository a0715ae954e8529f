/**
 * What the page knows about the run, as a pure function of the events so far. The worker's events and the page's own
 * (a click, a crash) go through the same reducer; nothing here reads a clock or touches the browser.
 */
import { unreachable } from "../../shared/core/assert.ts";
import type { Problem, RunDescription, RunState, Sample, SavedRun, TrainerEvent } from "../../worker/api.ts";
import {
  appendLoss,
  EMPTY_CURVES,
  type LossCurves,
  truncateCurves,
} from "../../shared/training/loss-history.ts";
import type { SavedRunHint } from "./saved-run-hint.ts";

/** What happened on the page itself, or to its link with the worker. */
export type PageEvent =
  /** Start was pressed: a new run, nothing of the one before is shown. */
  | { readonly kind: "new-run" }
  /** Resume was pressed. */
  | { readonly kind: "resuming" }
  /** The worker found the saved run. */
  | { readonly kind: "restored"; readonly saved: SavedRun }
  /** The worker has a saved run that the page had forgotten. */
  | { readonly kind: "remembered"; readonly saved: SavedRun }
  /** The worker has no saved run after all. */
  | { readonly kind: "nothing-saved" }
  | { readonly kind: "stop-asked" }
  /** The worker's promise for the run was fulfilled: nothing computes any more. */
  | { readonly kind: "ended" }
  /** The worker is gone. */
  | { readonly kind: "crashed"; readonly cause: "loading" | "running" | "silence"; readonly detail: string };

export type RunEvent = TrainerEvent | PageEvent;

export type BackendChoice = Omit<Extract<TrainerEvent, { kind: "backend" }>, "kind">;

/** The last measurement on the held-out part. */
export interface HeldOutResult {
  readonly step: number;
  readonly loss: number;
  /** Share of right answers from 0 to 1, where the task has right answers. */
  readonly accuracy: number | null;
}

export interface RunView {
  /** The worker's state, or "crashed" when there is no worker left to have one. */
  readonly state: RunState | "crashed";
  /** The worker's sentence about the state; may be empty. */
  readonly detail: string;
  /** True once a run was started or resumed on this page. */
  readonly hasRun: boolean;
  readonly run: RunDescription | null;
  readonly backend: BackendChoice | null;
  readonly step: number | null;
  /** Loss of the last step. */
  readonly loss: number | null;
  readonly unitsPerSecond: number | null;
  readonly stepMs: number | null;
  /** When the last progress came; the two above are averages over the last seconds. */
  readonly progressAtMs: number | null;
  readonly heldOut: HeldOutResult | null;
  readonly curves: LossCurves;
  readonly sample: { readonly step: number; readonly sample: Sample } | null;
  /** The last checkpoint of the run that is shown. */
  readonly lastSave: { readonly step: number; readonly savedAtMs: number } | null;
  /** Where a resumed run went on from. */
  readonly resumedFromStep: number | null;
  readonly problem: Problem | null;
  /** The run that Resume would go on with. */
  readonly resumable: SavedRunHint | null;
}

export function initialView(resumable: SavedRunHint | null): RunView {
  return { ...BLANK, resumable };
}

/** True while a worker prepares, trains or stops: Start and Resume have to wait. */
export const isActive = (view: RunView): boolean =>
  view.state === "preparing" || view.state === "training" || view.state === "stopping";

const BLANK: RunView = {
  state: "idle",
  detail: "",
  hasRun: false,
  run: null,
  backend: null,
  step: null,
  loss: null,
  unitsPerSecond: null,
  stepMs: null,
  progressAtMs: null,
  heldOut: null,
  curves: EMPTY_CURVES,
  sample: null,
  lastSave: null,
  resumedFromStep: null,
  problem: null,
  resumable: null,
};

/** @param nowMs when the event arrived, in milliseconds since 1970 */
export function reduceRun(view: RunView, event: RunEvent, nowMs: number): RunView {
  switch (event.kind) {
    case "state":
      // A message that the worker sent before it heard of Stop must not undo it on screen.
      if (view.state === "stopping" && (event.state === "preparing" || event.state === "training"))
        return view;
      return { ...view, state: event.state, detail: event.detail };
    case "described":
      return { ...view, run: event.run };
    case "backend": {
      const { kind: _, ...backend } = event;
      return { ...view, backend };
    }
    case "progress":
      return withProgress(view, event, nowMs);
    case "evaluation": {
      const { step, loss, accuracy } = event;
      return {
        ...view,
        heldOut: { step, loss, accuracy },
        curves: { ...view.curves, heldOut: appendLoss(view.curves.heldOut, step, loss) },
      };
    }
    case "sample":
      return { ...view, sample: { step: event.step, sample: event.sample } };
    case "saved":
      return withSave(view, event.step, nowMs);
    case "problem":
      return { ...view, problem: event.problem };
    case "new-run":
      return { ...BLANK, state: "preparing", hasRun: true, resumable: view.resumable };
    case "resuming":
      return { ...view, state: "preparing", detail: "", hasRun: true, problem: null, progressAtMs: null };
    case "restored":
      return withRestored(view, event.saved);
    case "remembered": {
      const { run, step, savedAtMs } = event.saved;
      return { ...view, resumable: { run, step, savedAtMs } };
    }
    case "nothing-saved":
      return { ...view, state: "failed", detail: "", resumable: null, problem: NOTHING_SAVED };
    case "stop-asked":
      return isActive(view) ? { ...view, state: "stopping", detail: "" } : view;
    case "ended":
      return isActive(view) ? { ...view, state: "idle", detail: "" } : view;
    case "crashed":
      return {
        ...view,
        state: "crashed",
        detail: "",
        problem: crashProblem(view, event.cause, event.detail),
      };
    default:
      return unreachable(event);
  }
}

/** After so long a measured speed counts half: single steps vary more than anybody wants to watch. */
const SPEED_HALF_LIFE_MS = 3000;

function withProgress(view: RunView, event: Extract<RunEvent, { kind: "progress" }>, nowMs: number): RunView {
  const { step, loss } = event;
  const elapsedMs = view.progressAtMs === null ? Infinity : Math.max(0, nowMs - view.progressAtMs);
  const keep = 0.5 ** (elapsedMs / SPEED_HALF_LIFE_MS);
  const blend = (before: number | null, now: number) => keep * (before ?? now) + (1 - keep) * now;
  return {
    ...view,
    step,
    loss,
    unitsPerSecond: blend(view.unitsPerSecond, event.unitsPerSecond),
    stepMs: blend(view.stepMs, event.stepMs),
    progressAtMs: nowMs,
    curves: { ...view.curves, training: appendLoss(view.curves.training, step, loss) },
  };
}

function withSave(view: RunView, step: number, savedAtMs: number): RunView {
  const resumable = view.run === null ? view.resumable : { run: view.run, step, savedAtMs };
  // While training goes on, the only problem there can be is that saving failed.
  const problem = view.state === "training" ? null : view.problem;
  return { ...view, lastSave: { step, savedAtMs }, resumable, problem };
}

/** The curve on screen is finer than the checkpoint's, so it stays where it is the same run. */
function withRestored(view: RunView, saved: SavedRun): RunView {
  const { run, step, savedAtMs } = saved;
  const isSameRun = view.lastSave?.step === step && view.run?.dataName === run.dataName;
  const shown = isSameRun ? view : { ...BLANK, state: view.state, hasRun: true };
  const curves = truncateCurves(isSameRun ? view.curves : saved.curves, step);
  return {
    ...shown,
    run,
    step,
    loss: curves.training.points.at(-1)?.loss ?? null,
    curves,
    lastSave: { step, savedAtMs },
    resumedFromStep: step,
    resumable: { run, step, savedAtMs },
  };
}

const NOTHING_SAVED: Problem = {
  title: "The saved run is no longer in this browser.",
  advice:
    "The browser may have cleared it to make room, or it was deleted with the site's data. Start a new run.",
};

const CRASH_TITLES = {
  loading: "The training program could not be loaded.",
  running: "The training worker stopped unexpectedly.",
  silence: "The training worker did not answer and was ended.",
} as const;

function crashProblem(view: RunView, cause: keyof typeof CRASH_TITLES, detail: string): Problem {
  const kept = view.lastSave
    ? `The model is safe up to step ${view.lastSave.step.toLocaleString("en")}; you can go on from there.`
    : "Nothing of this run had been saved yet.";
  const advice = cause === "loading" ? "Check the connection to this site, then try again." : kept;
  return {
    title: CRASH_TITLES[cause],
    advice: detail === "" ? advice : `${advice} The browser said: “${detail}”`,
  };
}
