import { EMPTY_HISTORY } from "../../../shared/training/loss-history.ts";
import { historyOf } from "../../support/history-of.ts";
import { describe, expect, it } from "vitest";
import type { RunDescription, SavedRun, TrainerEvent } from "../../../worker/api.ts";
import { initialView, isActive, reduceRun } from "../../../web/run/run-state.ts";
import type { RunEvent, RunView } from "../../../web/run/run-state.ts";

const NOW_MS = 1_700_000_000_000;

const STORIES: RunDescription = {
  dataName: "Stories",
  modelName: "gpt nano",
  parameterCount: 106_880,
  unit: "tokens",
  lossUnit: "nats per token",
};

const SAVED: SavedRun = {
  run: STORIES,
  step: 30,
  curves: {
    training: historyOf([
      { step: 10, loss: 4 },
      { step: 20, loss: 3 },
      { step: 30, loss: 2 },
    ]),
    heldOut: EMPTY_HISTORY,
  },
  savedAtMs: NOW_MS - 1000,
};

const play = (events: readonly RunEvent[], view: RunView = initialView(null)): RunView =>
  events.reduce((state, event) => reduceRun(state, event, NOW_MS), view);

const progress = (step: number, loss = 2): TrainerEvent => ({
  kind: "progress",
  step,
  loss,
  unitsPerSecond: 100,
  stepMs: 5,
});

const state = (
  name: "idle" | "preparing" | "training" | "stopping" | "failed",
  detail = "",
): TrainerEvent => ({
  kind: "state",
  state: name,
  detail,
});

const TRAINING: readonly RunEvent[] = [
  { kind: "new-run" },
  state("preparing"),
  { kind: "described", run: STORIES },
  state("training"),
];

describe("reduceRun", () => {
  it("is active from the click on, before the worker has said anything", () => {
    expect(isActive(play([]))).toBe(false);
    expect(isActive(play([{ kind: "new-run" }]))).toBe(true);
  });

  it("keeps the last numbers and the curves of a run", () => {
    const view = play([
      ...TRAINING,
      progress(1, 4),
      progress(2, 3),
      { kind: "evaluation", step: 2, loss: 3.5, accuracy: 0.5 },
    ]);
    expect(view).toMatchObject({ step: 2, loss: 3, unitsPerSecond: 100, stepMs: 5 });
    expect(view.heldOut).toEqual({ step: 2, loss: 3.5, accuracy: 0.5 });
    expect(view.curves.training.points.map((point) => point.loss)).toEqual([4, 3]);
    expect(view.curves.heldOut.points.map((point) => point.loss)).toEqual([3.5]);
  });

  it("averages the speed over the last seconds, beginning with the first measurement", () => {
    const at = (view: RunView, unitsPerSecond: number, nowMs: number) =>
      reduceRun(view, { kind: "progress", step: 1, loss: 1, unitsPerSecond, stepMs: 5 }, nowMs);
    const first = at(play(TRAINING), 100, NOW_MS);
    expect(first.unitsPerSecond).toBe(100);
    expect(at(first, 200, NOW_MS + 3000).unitsPerSecond).toBe(150);
  });

  it("drops the points after an earlier state when training goes back to it", () => {
    const view = play([...TRAINING, progress(1), progress(2), progress(3), progress(2, 9)]);
    expect(view.curves.training.points.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 2],
      [2, 9],
    ]);
  });

  it("remembers a save as what can be resumed", () => {
    const view = play([...TRAINING, progress(8), { kind: "saved", step: 8, parametersHash: "00" }]);
    expect(view.lastSave).toEqual({ step: 8, savedAtMs: NOW_MS });
    expect(view.resumable).toEqual({ run: STORIES, step: 8, savedAtMs: NOW_MS });
  });

  it("shows nothing of the run before when a new one starts, but still offers to resume it", () => {
    const before = play([
      ...TRAINING,
      progress(8),
      { kind: "saved", step: 8, parametersHash: "00" },
      state("idle"),
    ]);
    const view = play([{ kind: "new-run" }], before);
    expect(view).toMatchObject({ step: null, loss: null, run: null, lastSave: null });
    expect(view.curves.training.points).toEqual([]);
    expect(view.resumable?.step).toBe(8);
  });

  it("takes over a saved run with its curve", () => {
    const view = play([{ kind: "resuming" }, { kind: "restored", saved: SAVED }], initialView(SAVED));
    expect(view).toMatchObject({ step: 30, loss: 2, resumedFromStep: 30, run: STORIES });
    expect(view.curves.training.points).toHaveLength(3);
  });

  it("keeps its own finer curve when it resumes the run on screen, up to what was saved", () => {
    const before = play([...TRAINING, ...Array.from({ length: 35 }, (_, index) => progress(index + 1))]);
    const saved = play([{ kind: "saved", step: 30, parametersHash: "00" }], before);
    const crashed = play([{ kind: "crashed", cause: "running", detail: "" }], saved);
    const view = play([{ kind: "resuming" }, { kind: "restored", saved: SAVED }], crashed);
    expect(view.curves.training.points).toHaveLength(30);
    expect(view.step).toBe(30);
  });

  it("does not go back to training on screen when a late message crosses a stop", () => {
    const view = play([...TRAINING, { kind: "stop-asked" }, state("training"), progress(4)]);
    expect(view.state).toBe("stopping");
    expect(view.step).toBe(4);
    expect(play([state("idle", "Stopped.")], view)).toMatchObject({ state: "idle", detail: "Stopped." });
  });

  it("ends a run whose worker forgot to say that it is idle, and leaves a failed one failed", () => {
    expect(play([...TRAINING, { kind: "ended" }]).state).toBe("idle");
    expect(play([...TRAINING, state("failed"), { kind: "ended" }]).state).toBe("failed");
  });

  it("says what was kept when the worker dies", () => {
    const unsaved = play([
      ...TRAINING,
      progress(3),
      { kind: "crashed", cause: "running", detail: "out of memory" },
    ]);
    expect(unsaved.state).toBe("crashed");
    expect(unsaved.problem?.advice).toContain("Nothing of this run had been saved yet.");
    expect(unsaved.problem?.advice).toContain("out of memory");
    const saved = play([
      ...TRAINING,
      { kind: "saved", step: 1200, parametersHash: "00" },
      { kind: "crashed", cause: "silence", detail: "" },
    ]);
    expect(saved.problem?.advice).toBe("The model is safe up to step 1,200; you can go on from there.");
  });

  it("forgets a hint that the worker does not confirm", () => {
    const view = play([{ kind: "resuming" }, { kind: "nothing-saved" }], initialView(SAVED));
    expect(view).toMatchObject({ state: "failed", resumable: null });
    expect(view.problem?.title).toContain("no longer in this browser");
  });

  it("clears the report of a failed save at the next good one", () => {
    const problem: TrainerEvent = {
      kind: "problem",
      problem: { title: "No room left.", advice: "Free some." },
    };
    const failing = play([...TRAINING, problem]);
    expect(failing.problem?.title).toBe("No room left.");
    expect(play([{ kind: "saved", step: 9, parametersHash: "00" }], failing).problem).toBeNull();
  });
});
