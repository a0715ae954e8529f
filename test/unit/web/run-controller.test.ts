import { EMPTY_HISTORY } from "../../../shared/training/loss-history.ts";
import { historyOf } from "../../support/history-of.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunDescription, SavedRun, TrainerEvent } from "../../../worker/api.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import type { SavedRunHint } from "../../../web/run/saved-run-hint.ts";
import { PROJECT, TOGETHER } from "../../support/swarm-views.ts";
import { createScriptedTrainer } from "../../support/scripted-trainer.ts";
import type { ScriptedTrainer } from "../../support/scripted-trainer.ts";

const RUN: RunDescription = {
  dataName: "Stories",
  modelName: "gpt nano",
  parameterCount: 5,
  unit: "tokens",
  lossUnit: "nats per token",
};
const SAVED: SavedRun = {
  run: RUN,
  link: PROJECT.link,
  round: 3,
  step: 40,
  curves: { training: historyOf([{ step: 40, loss: 2 }]), heldOut: EMPTY_HISTORY },
  savedAtMs: 7,
};
const { curves: _, ...KEPT } = SAVED;
const HINT: SavedRunHint = { ...KEPT, openedAs: "tiny", figures: null };
const TRAINING: TrainerEvent = { kind: "state", state: "training" };
const DESCRIBED: TrainerEvent = { kind: "described", run: RUN, project: PROJECT };
const MAIN = { kind: "project", link: null } as const;
const HALF = { intensity: "half", isRelayOnly: false } as const;

function setUp(hint: SavedRunHint | "forgotten" | null, ...trainers: ScriptedTrainer[]) {
  const left = [...trainers];
  const memory = {
    read: () => (hint === "forgotten" ? null : hint),
    write: vi.fn<(next: SavedRunHint | null) => void>(),
    mayHaveForgotten: async () => hint === "forgotten",
  };
  const connect = vi.fn<() => ScriptedTrainer>(() => {
    const next = left.shift();
    if (!next) throw new Error("no worker left");
    return next;
  });
  const address = {
    link: () => "tiny",
    show: vi.fn<(link: string) => void>(),
    hrefOf: () => "",
    shareUrl: () => "",
  };
  const ports = { connect, memory, backend: "auto", nowMs: () => 1000 } as const;
  return { controller: createRunController(ports, address), connect, memory, address };
}

/** Lets every promise that is already fulfilled reach its listeners. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("run controller", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("opens no worker before the first click", async () => {
    const { controller, connect } = setUp(HINT);
    await settle();
    expect(connect).not.toHaveBeenCalled();
    expect(controller.view().saved?.step).toBe(40);
  });

  // A browser that was killed right after a checkpoint used to offer nothing: localStorage had not reached the disk.
  it("asks a worker for the saved run when the page may have forgotten it", async () => {
    const trainer = createScriptedTrainer(SAVED);
    const { controller, memory } = setUp("forgotten", trainer);
    await settle();
    expect(trainer.calls).toEqual(["listen", "savedRun"]);
    expect(controller.view()).toMatchObject({ state: "idle", hasRun: false, saved: { step: 40 } });
    expect(memory.write).toHaveBeenCalledWith({ ...HINT, openedAs: PROJECT.link });
  });

  it("starts, and ends when the worker is done", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    expect(controller.view().state).toBe("preparing");
    controller.start(MAIN, HALF); // a second click changes nothing
    await settle();
    expect(trainer.calls).toEqual(["listen", "savedRun", "start main half"]);
    trainer.emit(TRAINING);
    trainer.end();
    await settle();
    expect(controller.view().state).toBe("idle");
  });

  it("shows progress at most every 100 ms, and everything else at once", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    await settle();
    const onChange = vi.fn<() => void>();
    controller.subscribe(onChange);
    for (let step = 1; step <= 500; step += 1) {
      trainer.emit({ kind: "progress", step, loss: 1, unitsPerSecond: 1, stepMs: 1 });
    }
    expect(onChange).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(controller.view().step).toBe(500);
    trainer.emit(TRAINING);
    expect(controller.view().state).toBe("training");
  });

  it("goes on from what the worker has saved, and writes the hint when more is saved", async () => {
    const trainer = createScriptedTrainer(SAVED);
    const { controller, memory } = setUp(HINT, trainer);
    controller.start(MAIN, { intensity: "full", isRelayOnly: true });
    await settle();
    expect(trainer.calls).toEqual(["listen", "savedRun", "start main full by relay"]);
    trainer.emit(DESCRIBED);
    expect(controller.view()).toMatchObject({ step: 40, resumedFromStep: 40 });
    trainer.emit({ kind: "swarm", swarm: TOGETHER });
    trainer.emit({ kind: "saved", step: 50, head: TOGETHER.head.hash });
    const figures = { loss: 2, tokens: TOGETHER.head.tokens };
    expect(memory.write).toHaveBeenLastCalledWith({ ...HINT, round: 12, step: 50, savedAtMs: 1000, figures });
  });

  it("starts all the same when what was saved cannot be read", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, {
      ...trainer,
      api: { ...trainer.api, savedRun: () => Promise.reject(new Error("blocked")) },
    });
    controller.start(MAIN, HALF);
    await settle();
    expect(trainer.calls).toEqual(["listen", "start main half"]);
    expect(controller.view().state).toBe("preparing");
  });

  it("puts the project that a file became into the address, and no other", async () => {
    const trainer = createScriptedTrainer();
    const { controller, address } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    await settle();
    trainer.emit(DESCRIBED, TRAINING);
    trainer.end();
    await settle();
    expect(address.show).not.toHaveBeenCalled();
    controller.start({ kind: "files", files: [] }, HALF);
    await settle();
    trainer.emit(DESCRIBED);
    expect(address.show).toHaveBeenCalledExactlyOnceWith(PROJECT.link);
  });

  it("can start again what was stopped", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    await settle();
    controller.stop();
    trainer.end();
    await settle();
    controller.start(MAIN, HALF);
    await settle();
    expect(trainer.calls.filter((call) => call.startsWith("start"))).toHaveLength(2);
    expect(controller.view().state).toBe("preparing");
  });

  it("starts nothing when Stop is pressed while the worker loads", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    controller.stop();
    await settle();
    expect(trainer.calls).toEqual(["listen", "stop"]);
    expect(controller.view().state).toBe("idle");
  });

  it("survives a crash: says so, hears no more of that worker, and opens a new one", async () => {
    const first = createScriptedTrainer();
    const second = createScriptedTrainer();
    const { controller } = setUp(null, first, second);
    controller.start(MAIN, HALF);
    await settle();
    first.crash("out of memory");
    expect(first.isClosed).toBe(true);
    expect(controller.view()).toMatchObject({
      state: "crashed",
      problem: { crash: "running", savedStep: null, detail: "out of memory" },
    });
    first.emit(TRAINING);
    expect(controller.view().state).toBe("crashed");
    controller.start(MAIN, HALF);
    await settle();
    second.emit(TRAINING);
    expect(controller.view().state).toBe("training");
  });

  it("says that the program could not be loaded when no worker can be made", async () => {
    const { controller } = setUp(null);
    controller.start(MAIN, HALF);
    await settle();
    expect(controller.view().problem).toMatchObject({ crash: "loading" });
  });

  it("ends a worker that does not stop within half a second, and keeps what it had saved", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.start(MAIN, HALF);
    await settle();
    trainer.emit(DESCRIBED, TRAINING, { kind: "saved", step: 50, head: TOGETHER.head.hash });
    controller.stop();
    await vi.advanceTimersByTimeAsync(399);
    expect(trainer.isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(trainer.isClosed).toBe(true);
    expect(controller.view()).toMatchObject({ state: "idle", problem: null, lastSave: { step: 50 } });
    trainer.end(); // too late to matter
    await settle();
    expect(controller.view().state).toBe("idle");
  });

  it("sends a new intensity only while a run is on", async () => {
    const trainer = createScriptedTrainer();
    const { controller } = setUp(null, trainer);
    controller.setIntensity("full");
    controller.start(MAIN, HALF);
    await settle();
    controller.setIntensity("light");
    await settle();
    expect(trainer.calls).toEqual(["listen", "savedRun", "start main half", "setIntensity light"]);
  });
});
