/**
 * What the page knows about the run, as a pure function of the events so far. The worker's events and the page's own
 * (a click, a crash) go through the same reducer; nothing here reads a clock or touches the browser.
 */
import { unreachable } from "../../shared/core/assert.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Problem } from "../../shared/problems/problem.ts";
import type {
  ProblemEnd,
  ProjectView,
  RunDescription,
  RunState,
  Sample,
  SavedRun,
  TrainerEvent,
} from "../../worker/api.ts";
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import { appendLoss, EMPTY_CURVES, type LossCurves } from "../../shared/training/loss-history.ts";
import type { Crash, CrashCause } from "./crash-problem.ts";
import { type Milestones, milestonesAfter, NO_MILESTONES } from "./milestones.ts";
import type { SavedRunHint } from "./saved-run-hint.ts";

/** What happened on the page itself, or to its link with the worker. */
export type PageEvent =
  /** Start was pressed. */
  | { readonly kind: "starting"; readonly source: "project" | "files" }
  /** What the worker keeps of the project that was trained last; shown if that is the one that starts. */
  | { readonly kind: "recalled"; readonly saved: SavedRun | null }
  /** The worker has a saved run that the page had forgotten. */
  | { readonly kind: "remembered"; readonly saved: SavedRun }
  | { readonly kind: "stop-asked" }
  /** The worker's promise for the run was fulfilled: nothing computes any more. */
  | { readonly kind: "ended" }
  /** The worker is gone. */
  | { readonly kind: "crashed"; readonly cause: CrashCause; readonly detail: string };

export type RunEvent = TrainerEvent | PageEvent;

export type BackendChoice = Omit<Extract<TrainerEvent, { kind: "backend" }>, "kind">;

/** The last measurement on the held-out part. */
export interface HeldOutResult {
  readonly step: number;
  readonly loss: number;
  /** Share of right answers from 0 to 1, where the task has right answers. */
  readonly accuracy: number | null;
}

/** It is over when that has happened. */
export type ShownProblem = (Problem | Crash) & { readonly until: ProblemEnd };

export interface RunView {
  /** The worker's state; "crashed" when there is no worker left to have one; "resting" when it will go on by itself (web/pause). */
  readonly state: RunState | "resting" | "crashed";
  /** True once a run was started on this page. */
  readonly hasRun: boolean;
  /** Of the run that was started last. */
  readonly milestones: Milestones;
  /** What the page's address says about the project: an id, a name, or null for the main project. */
  readonly link: string | null;
  /** What the current run was started with. */
  readonly source: "project" | "files";
  readonly run: RunDescription | null;
  readonly project: ProjectView | null;
  /** Another tab of this browser trains; this one waits for its turn. */
  readonly isElsewhere: boolean;
  /** Manifest and data on their way from peers. */
  readonly fetching: { readonly receivedBytes: number; readonly totalBytes: number } | null;
  /** The last picture of the swarm; stays after Stop, when this tab is no longer part of it. */
  readonly swarm: SwarmView | null;
  /** When that picture came, in milliseconds since 1970. */
  readonly swarmAtMs: number;
  /** Since when this tab is in the swarm, or looks for a project's data, without a link to anybody; null while that is not so. */
  readonly aloneSinceMs: number | null;
  readonly backend: BackendChoice | null;
  /** Inner steps of the swarm's model, and this tab's own in the round. Falls back a little where a round ends. */
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
  /** The last head of this run that is on this computer's disk. */
  readonly lastSave: { readonly step: number; readonly head: Hash | null; readonly savedAtMs: number } | null;
  /** Where this tab's own earlier work on the project had ended. */
  readonly resumedFromStep: number | null;
  readonly problem: ShownProblem | null;
  /** Asked of the worker at the start; null once the project is known. */
  readonly recalled: SavedRun | null;
  /** The project that was trained last in this browser. */
  readonly saved: SavedRunHint | null;
}

export function initialView(link: string | null, saved: SavedRunHint | null): RunView {
  return { ...BLANK, link, saved };
}

/** True while a worker prepares, trains, rests or stops: Start has to wait. */
export const isActive = ({ state }: RunView): boolean =>
  state === "preparing" || state === "training" || state === "resting" || state === "stopping";

/** What is known of the swarm while this tab is part of it. */
export const liveSwarm = (view: RunView): SwarmView | null => (view.state === "training" ? view.swarm : null);

const BLANK: RunView = {
  state: "idle",
  hasRun: false,
  milestones: NO_MILESTONES,
  link: null,
  source: "project",
  run: null,
  project: null,
  isElsewhere: false,
  fetching: null,
  swarm: null,
  swarmAtMs: 0,
  aloneSinceMs: null,
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
  recalled: null,
  saved: null,
};

/** @param nowMs when the event arrived, in milliseconds since 1970 */
export function reduceRun(view: RunView, event: RunEvent, nowMs: number): RunView {
  const milestones = milestonesAfter(view.milestones, event, nowMs);
  const next = afterEvent(view, event, nowMs);
  return milestones === next.milestones ? next : { ...next, milestones };
}

function afterEvent(view: RunView, event: RunEvent, nowMs: number): RunView {
  switch (event.kind) {
    case "state":
      // A message that the worker sent before it heard of Stop must not undo it on screen.
      if (view.state === "stopping" && (event.state === "preparing" || event.state === "training"))
        return view;
      return { ...view, state: event.state };
    case "described":
      return withProject(view, event.run, event.project);
    case "elsewhere":
      return { ...view, isElsewhere: event.isElsewhere };
    case "fetching":
      return { ...view, fetching: { receivedBytes: event.receivedBytes, totalBytes: event.totalBytes } };
    case "swarm":
      return withSwarm(view, event.swarm, nowMs);
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
      return withSave(view, event.step, event.head, nowMs);
    case "problem":
      return { ...view, problem: { ...event.problem, until: event.until } };
    case "receipts-kept":
      return { ...view, problem: problemAfter(view, event.kind) };
    case "starting":
      return startOf(view, event.source, nowMs);
    case "recalled":
      return { ...view, recalled: event.saved };
    case "remembered": {
      const { curves: _, ...saved } = event.saved;
      return { ...view, saved: { ...saved, openedAs: saved.link, figures: null } };
    }
    case "stop-asked":
      return isActive(view) ? { ...view, state: "stopping" } : view;
    case "ended":
      return isActive(view) ? { ...view, state: "idle" } : view;
    case "crashed": {
      const { cause: crash, detail } = event;
      const savedStep = view.lastSave?.step ?? null;
      return { ...view, state: "crashed", problem: { crash, savedStep, detail, until: null } };
    }
    default:
      return unreachable(event);
  }
}

/** What the run before has shown stays until the project is known, because it is mostly the same one. */
function startOf(view: RunView, source: RunView["source"], nowMs: number): RunView {
  const shown = source === "files" ? { ...BLANK, link: view.link, saved: view.saved } : view;
  return {
    ...shown,
    state: "preparing",
    hasRun: true,
    source,
    isElsewhere: false,
    fetching: null,
    swarm: null,
    aloneSinceMs: nowMs,
    progressAtMs: null,
    problem: null,
    recalled: null,
  };
}

/** The run begins where this computer had left the project, if it was this one. */
function withProject(view: RunView, run: RunDescription, project: ProjectView): RunView {
  const { state, hasRun, source, saved, recalled, problem } = view;
  const link = source === "files" ? project.link : view.link;
  const begun = { ...BLANK, state, hasRun, source, saved, problem, link, run, project };
  if (recalled?.link !== project.link) return begun;
  const { step, curves, savedAtMs } = recalled;
  return {
    ...begun,
    step,
    curves,
    loss: curves.training.points.at(-1)?.loss ?? null,
    lastSave: { step, head: null, savedAtMs },
    resumedFromStep: step,
  };
}

function withSwarm(view: RunView, swarm: SwarmView, nowMs: number): RunView {
  const aloneSinceMs = swarm.peers.length > 0 ? null : (view.aloneSinceMs ?? nowMs);
  return withHint({ ...view, fetching: null, swarm, swarmAtMs: nowMs, aloneSinceMs });
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

function withSave(view: RunView, step: number, head: Hash, savedAtMs: number): RunView {
  return withHint({ ...view, lastSave: { step, head, savedAtMs }, problem: problemAfter(view, "saved") });
}

/** What is left of the problem once that has happened. */
const problemAfter = ({ problem }: RunView, event: NonNullable<ProblemEnd>): ShownProblem | null =>
  problem?.until === event ? null : problem;

/** A save says which head it was, and the picture of the swarm, which may come later, which round that is. */
function withHint(view: RunView): RunView {
  const { run, project, link, lastSave, swarm, saved, heldOut } = view;
  if (run === null || project === null || lastSave === null || lastSave.head === null) return view;
  const { step, head, savedAtMs } = lastSave;
  const agreed = swarm?.head.hash === head ? swarm.head : null;
  const round = agreed?.round ?? null;
  if (round === null && saved?.link === project.link) return view; // the one before is nearly as good
  const loss = heldOut?.loss ?? view.loss;
  const figures = agreed === null || loss === null ? null : { loss, tokens: agreed.tokens };
  const hint = { run, link: project.link, openedAs: link, round: round ?? 0, step, savedAtMs, figures };
  const isKnown = saved?.link === hint.link && saved.round === hint.round && saved.savedAtMs === savedAtMs;
  return isKnown ? view : { ...view, saved: hint };
}
