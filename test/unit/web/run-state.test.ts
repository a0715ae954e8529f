import { tell } from "../../../shared/problems/problem.ts";
import { EMPTY_HISTORY } from "../../../shared/training/loss-history.ts";
import { historyOf } from "../../support/history-of.ts";
import { describe, expect, it } from "vitest";
import type { ProblemEnd, RunDescription, SavedRun, TrainerEvent } from "../../../worker/api.ts";
import { ALONE, hashFrom, PROJECT, TOGETHER } from "../../support/swarm-views.ts";
import { initialView, isActive, liveSwarm, reduceRun } from "../../../web/run/run-state.ts";
import type { RunEvent, RunView } from "../../../web/run/run-state.ts";
import { wordsOf } from "../../../web/text/problem-words.ts";

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
  link: PROJECT.link,
  round: 3,
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
const HEAD = TOGETHER.head.hash;

const play = (events: readonly RunEvent[], view: RunView = initialView(null, null)): RunView =>
  events.reduce((state, event) => reduceRun(state, event, NOW_MS), view);

const progress = (step: number, loss = 2): TrainerEvent => ({
  kind: "progress",
  step,
  loss,
  unitsPerSecond: 100,
  stepMs: 5,
});

const state = (name: "idle" | "preparing" | "training" | "stopping" | "failed"): TrainerEvent => ({
  kind: "state",
  state: name,
});

const TRAINING: readonly RunEvent[] = [
  { kind: "starting", source: "project" },
  state("preparing"),
  { kind: "described", run: STORIES, project: PROJECT },
  state("training"),
];

const SAVED_NOW: TrainerEvent = { kind: "saved", step: 9, head: HEAD };
const problemUntil = (until: ProblemEnd): TrainerEvent => ({
  kind: "problem",
  problem: tell("run.no-room"),
  until,
});

describe("reduceRun", () => {
  it("is active from the click on, before the worker has said anything", () => {
    expect(isActive(play([]))).toBe(false);
    expect(isActive(play([{ kind: "starting", source: "project" }]))).toBe(true);
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

  // A fast tab makes more steps in a round than the swarm's model counts.
  it("falls back to the swarm's count of steps where a round ends, and the curve with it", () => {
    const round = [progress(1), progress(2), progress(3), progress(4)];
    const view = play([...TRAINING, ...round, progress(3, 1), progress(4, 1)]);
    expect(view.step).toBe(4);
    expect(view.curves.training.points.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
      [4, 1],
    ]);
  });

  it("remembers a save with the project, and with its round as soon as the swarm tells it", () => {
    const saved = play([...TRAINING, progress(8), { kind: "saved", step: 8, head: HEAD }]);
    expect(saved.lastSave).toEqual({ step: 8, head: HEAD, savedAtMs: NOW_MS });
    const hint = { run: STORIES, link: PROJECT.link, openedAs: null, step: 8, savedAtMs: NOW_MS };
    expect(saved.saved).toEqual({ ...hint, round: 0, figures: null });
    const view = play([{ kind: "swarm", swarm: TOGETHER }], saved);
    const figures = { loss: saved.loss, tokens: TOGETHER.head.tokens };
    expect(view.saved).toEqual({ ...hint, round: 12, figures });
    expect(play([{ kind: "swarm", swarm: { ...TOGETHER, steps: 13 } }], view).saved).toBe(view.saved);
    const later = play([{ kind: "saved", step: 9, head: hashFrom("13") }], view);
    expect(later.saved?.round).toBe(12);
  });

  it("remembers the held-out loss where it was measured", () => {
    const measured: RunEvent = { kind: "evaluation", step: 8, loss: 1.25, accuracy: null };
    const saved: RunEvent = { kind: "saved", step: 8, head: HEAD };
    const view = play([...TRAINING, progress(8), measured, saved, { kind: "swarm", swarm: TOGETHER }]);
    expect(view.saved?.figures).toEqual({ loss: 1.25, tokens: TOGETHER.head.tokens });
  });

  it("goes on from what this browser kept of the project that starts", () => {
    const view = play(
      [{ kind: "starting", source: "project" }, { kind: "recalled", saved: SAVED }, ...TRAINING.slice(1)],
      initialView(null, null),
    );
    expect(view).toMatchObject({ step: 30, loss: 2, resumedFromStep: 30, run: STORIES, recalled: null });
    expect(view.curves.training.points).toHaveLength(3);
    expect(view.lastSave).toEqual({ step: 30, head: null, savedAtMs: SAVED.savedAtMs });
  });

  it("shows nothing of another project that this browser kept", () => {
    const saved = { ...SAVED, link: hashFrom("07e4") };
    const view = play([{ kind: "recalled", saved }, ...TRAINING.slice(1)], play([TRAINING[0]!]));
    expect(view).toMatchObject({ step: null, resumedFromStep: null, lastSave: null });
    expect(view.curves.training.points).toEqual([]);
  });

  it("keeps what is on screen until the project that starts is known", () => {
    const before = play([...TRAINING, progress(8), state("idle")]);
    const starting = play([{ kind: "starting", source: "project" }], before);
    expect(starting).toMatchObject({ step: 8, state: "preparing", swarm: null });
    expect(play([{ kind: "starting", source: "files" }], before).step).toBeNull();
  });

  it("is about a file's project as soon as the file has become one, and about the address's otherwise", () => {
    const fromFiles = play([{ kind: "starting", source: "files" }, ...TRAINING.slice(1)]);
    expect(fromFiles.link).toBe(PROJECT.link);
    expect(play(TRAINING, initialView("tiny", null)).link).toBe("tiny");
  });

  it("offers what the worker remembered under the project's own id", () => {
    const { saved } = play([{ kind: "remembered", saved: SAVED }]);
    expect(saved).toMatchObject({ link: PROJECT.link, openedAs: PROJECT.link, round: 3 });
    expect(saved).not.toHaveProperty("curves");
  });

  it("knows since when this tab is alone in the swarm", () => {
    const at = (view: RunView, part: Partial<typeof ALONE>, nowMs: number) =>
      reduceRun(view, { kind: "swarm", swarm: { ...ALONE, ...part } }, nowMs);
    const joined = at(play(TRAINING), {}, NOW_MS + 1);
    expect(joined.aloneSinceMs).toBe(NOW_MS + 1);
    expect(at(joined, {}, NOW_MS + 900).aloneSinceMs).toBe(NOW_MS + 1);
    const met = at(joined, { peers: TOGETHER.peers }, NOW_MS + 2000);
    expect(met.aloneSinceMs).toBeNull();
    expect(at(met, {}, NOW_MS + 5000).aloneSinceMs).toBe(NOW_MS + 5000);
  });

  it("is part of the swarm only while it trains", () => {
    const view = play([...TRAINING, { kind: "swarm", swarm: TOGETHER }]);
    expect(liveSwarm(view)).toBe(TOGETHER);
    const left = play([{ kind: "stop-asked" }], view);
    expect(liveSwarm(left)).toBeNull();
    expect(left.swarm).toBe(TOGETHER);
  });

  it("does not go back to training on screen when a late message crosses a stop", () => {
    const view = play([...TRAINING, { kind: "stop-asked" }, state("training"), progress(4)]);
    expect(view.state).toBe("stopping");
    expect(view.step).toBe(4);
    expect(play([state("idle")], view).state).toBe("idle");
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
    expect(unsaved.problem && wordsOf(unsaved.problem)).toMatchObject({
      advice: "Nothing of this run had been saved here yet.",
      detail: "out of memory",
    });
    const saved = play([
      ...TRAINING,
      { kind: "saved", step: 1200, head: HEAD },
      { kind: "crashed", cause: "running", detail: "" },
    ]);
    expect(saved.problem && wordsOf(saved.problem)).toMatchObject({
      advice: "The model is safe up to step\u00a01,200; you can go on from there.",
    });
  });

  it("clears the report of a failed save at the next good one", () => {
    const failing = play([...TRAINING, problemUntil("saved")]);
    expect(failing.problem).toMatchObject(tell("run.no-room"));
    expect(play([SAVED_NOW], failing).problem).toBeNull();
  });

  it("shows what is wrong with receipts until some are kept again, however often the model is saved", () => {
    const failing = play([...TRAINING, problemUntil("receipts-kept"), SAVED_NOW]);
    expect(failing.problem).toMatchObject(tell("run.no-room"));
    expect(play([{ kind: "receipts-kept" }], failing).problem).toBeNull();
    const other = play([...TRAINING, problemUntil("saved"), { kind: "receipts-kept" }]);
    expect(other.problem).toMatchObject(tell("run.no-room"));
  });

  it("shows any other problem until the next start", () => {
    const failing = play([...TRAINING, problemUntil(null), SAVED_NOW, { kind: "receipts-kept" }]);
    expect(failing.problem).toMatchObject(tell("run.no-room"));
    expect(play([{ kind: "starting", source: "project" }], failing).problem).toBeNull();
  });

  it("shows a crash whatever is saved, or kept, late", () => {
    const crashed = play([...TRAINING, { kind: "crashed", cause: "running", detail: "" }, SAVED_NOW]);
    expect(play([{ kind: "receipts-kept" }], crashed).problem).toMatchObject({ crash: "running" });
  });
});
