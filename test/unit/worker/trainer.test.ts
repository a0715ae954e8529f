import { describe, expect, test } from "vitest";
import { DeviceLostError, NonFiniteError } from "../../../shared/core/errors.ts";
import type { Intensity, TrainerEvent, TrainingRequest } from "../../../worker/api.ts";
import { Trainer } from "../../../worker/trainer.ts";
import { FakeDevices } from "../../support/fake-engine.ts";
import { MemoryStore } from "../../support/memory-store.ts";

const ROWS = Array.from(
  { length: 100 },
  (_, row) => `${row},${(row * row) % 17},${row % 2 ? "odd" : "even"}`,
);
const TABLE = new File([`number,square,kind\n${ROWS.join("\n")}\n`], "numbers.csv");
const STEP_MS = 100;

function request(intensity: Intensity = "full", file = TABLE): TrainingRequest {
  return { source: { kind: "files", files: [file] }, intensity, backend: "auto" };
}

function setUp(store = new MemoryStore()) {
  const devices = new FakeDevices();
  devices.stepMs.set("webgpu", STEP_MS).set("wasm ×1", STEP_MS);
  const events: TrainerEvent[] = [];
  const restsMs: number[] = [];
  const trainer = new Trainer({
    store,
    surveyBackends: async () => ({
      candidates: [
        { name: "webgpu", engine: { kind: "webgpu" } },
        { name: "wasm", engine: { kind: "wasm", threadCount: 1 } },
      ],
      refusals: [],
    }),
    openEngine: devices.open,
    nowMs: () => devices.nowMs,
    wallClockMs: () => 1_800_000_000_000 + devices.nowMs,
    sleep: async (delayMs) => {
      restsMs.push(delayMs);
      devices.nowMs += delayMs;
    },
  });
  void trainer.listen((event) => events.push(event));
  /** Does something after the step of this number. */
  const after = (step: number, act: () => void) => {
    const before = devices.onStep;
    devices.onStep = (device, done) => {
      before(device, done);
      if (done === step) act();
    };
  };
  const stopAfter = (step: number) => after(step, () => void trainer.stop());
  const states = () => events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
  return { trainer, devices, store, events, restsMs, after, stopAfter, states };
}

const ofKind = <Kind extends TrainerEvent["kind"]>(events: readonly TrainerEvent[], kind: Kind) =>
  events.filter((event): event is Extract<TrainerEvent, { kind: Kind }> => event.kind === kind);

describe("a run", () => {
  test("tells what it does, from the first word to the last", async () => {
    const { trainer, events, stopAfter, states } = setUp();
    stopAfter(200);
    await trainer.start(request());
    expect(states()).toEqual(["preparing", "training", "stopping", "idle"]);
    const kinds = [...new Set(events.map(({ kind }) => kind))];
    expect(kinds).toEqual(["state", "described", "backend", "progress", "sample", "saved", "evaluation"]);
    expect(ofKind(events, "described")[0]?.run).toMatchObject({ dataName: "numbers.csv", unit: "rows" });
    expect(ofKind(events, "progress")[0]).toMatchObject({ step: 1, loss: 1, stepMs: STEP_MS });
    expect(ofKind(events, "progress")[0]?.unitsPerSecond).toBeCloseTo(64 / (STEP_MS / 1000));
    expect(ofKind(events, "sample")[0]?.sample).toMatchObject({ kind: "answers" });
  });

  test("stops within one step and saves that step", async () => {
    const { trainer, devices, store, events, stopAfter } = setUp();
    stopAfter(7);
    await trainer.start(request());
    expect(devices.stepCount).toBe(7);
    expect(store.checkpoints.map(({ checkpoint }) => checkpoint.state.step)).toEqual([7]);
    expect(events.slice(-2).map(({ kind }) => kind)).toEqual(["saved", "state"]);
    expect(devices.living.size).toBe(0);
  });

  test("is over when stop() resolves, so that the next one can start at once", async () => {
    const { trainer, devices, after, states } = setUp();
    let restarted: Promise<void> | undefined;
    after(3, () => {
      devices.onStep = (_device, step) => step === 2 && void trainer.stop();
      restarted = trainer.stop().then(() => trainer.start(request()));
    });
    await trainer.start(request());
    await restarted;
    expect(states().filter((state) => state === "training")).toHaveLength(2);
    expect(devices.stepCount).toBe(5);
  });

  test("ignores a second start while it trains", async () => {
    const { trainer, devices, after, stopAfter, states } = setUp();
    after(2, () => void trainer.start(request()));
    after(3, () => void trainer.resume({ intensity: "full", backend: "auto" }));
    stopAfter(5);
    await trainer.start(request());
    expect(states()).toEqual(["preparing", "training", "stopping", "idle"]);
    expect(devices.opened).toHaveLength(1);
  });

  // It used to be replaced by a run that had learned nothing.
  test("that is stopped before its first step leaves the saved one alone", async () => {
    const { trainer, devices, store, states } = setUp();
    devices.onOpen = () => void trainer.stop();
    await trainer.start(request());
    expect(states()).toEqual(["preparing", "stopping", "idle"]);
    expect(store.checkpoints).toEqual([]);
    expect(devices.stepCount).toBe(0);
  });
});

describe("the duty cycle", () => {
  test.for([
    ["light", 0.25],
    ["half", 0.5],
    ["full", 1],
  ] as const)("%s computes for a share of %d of the time", async ([intensity, share]) => {
    const { trainer, devices, restsMs, stopAfter } = setUp();
    stopAfter(100);
    await trainer.start(request(intensity));
    const restMs = restsMs.reduce((sum, delayMs) => sum + delayMs, 0);
    expect(devices.nowMs - restMs).toBe(100 * STEP_MS);
    expect((100 * STEP_MS) / devices.nowMs).toBeCloseTo(share);
  });

  test("changes while training", async () => {
    const { trainer, restsMs, after, stopAfter } = setUp();
    after(2, () => void trainer.setIntensity("light"));
    stopAfter(3);
    await trainer.start(request("full"));
    expect(restsMs).toEqual([0, 3 * STEP_MS, 3 * STEP_MS]);
  });
});

describe("a saved run", () => {
  test("goes on from its last checkpoint to the same parameters", async () => {
    const { trainer, store, stopAfter } = setUp();
    stopAfter(60);
    await trainer.start(request());
    const { checkpoint, curves } = store.checkpoints.at(-1)!;

    const again = setUp(new MemoryStore());
    again.store.sources.push(...store.sources);
    again.store.checkpoints.push(store.checkpoints[0]!); // of step 20
    expect(await again.trainer.savedRun()).toMatchObject({ step: 20, run: { dataName: "numbers.csv" } });
    again.stopAfter(60);
    await again.trainer.resume({ intensity: "full", backend: "auto" });
    expect(again.devices.stepCount).toBe(40);
    expect(again.store.checkpoints.at(-1)).toMatchObject({
      checkpoint,
      curves: { training: curves.training },
    });
  });

  test("is not offered where there is none", async () => {
    expect(await setUp().trainer.savedRun()).toBeNull();
  });
});

describe("what goes wrong", () => {
  test("in the data is said in a sentence, and another file can be tried", async () => {
    const { trainer, events, stopAfter, states } = setUp();
    await trainer.start(request("full", new File([], "empty.csv")));
    expect(states()).toEqual(["preparing", "failed"]);
    const [{ problem } = { problem: null }] = ofKind(events, "problem");
    expect(problem?.title).toMatch(/empty/);
    expect(problem?.advice).not.toBe("");
    stopAfter(1);
    await trainer.start(request());
    expect(states().at(-1)).toBe("idle");
  });

  test("when saving is reported, and training goes on until saving works again", async () => {
    const { trainer, store, events, after, stopAfter, states } = setUp();
    after(1, () => (store.failure = new DOMException("full", "QuotaExceededError")));
    after(50, () => (store.failure = null));
    stopAfter(200);
    await trainer.start(request());
    expect(states()).toEqual(["preparing", "training", "stopping", "idle"]);
    const told = events.filter(({ kind }) => kind === "problem" || kind === "saved");
    expect(told.map(({ kind }) => kind)).toEqual(["problem", "saved", "saved"]);
    expect(ofKind(events, "problem")[0]?.problem.title).toMatch(/no room/);
  });

  test("in the numbers ends the run and keeps the checkpoint before", async () => {
    const { trainer, devices, store, events, after, states } = setUp();
    after(30, () => devices.failures.set("webgpu", new NonFiniteError("the loss is NaN")));
    await trainer.start(request());
    expect(states().at(-1)).toBe("failed");
    expect(ofKind(events, "problem")[0]?.problem.title).toMatch(/out of bounds: the loss is NaN/);
    expect(store.checkpoints.map(({ checkpoint }) => checkpoint.state.step)).toEqual([20]);
    expect(devices.living.size).toBe(0);
  });

  test("with a device goes on with the next one; the curve forgets what was lost", async () => {
    const { trainer, devices, store, events, after, stopAfter } = setUp();
    after(35, () => devices.failures.set("webgpu", new DeviceLostError("gone")));
    stopAfter(80);
    await trainer.start(request());
    expect(ofKind(events, "backend").map(({ backend }) => backend)).toEqual(["webgpu", "wasm"]);
    expect(ofKind(events, "backend").at(-1)?.refusals).toEqual([{ backend: "webgpu", reason: "gone" }]);
    const { checkpoint, curves } = store.checkpoints.at(-1)!;
    expect(checkpoint.state.step).toBe(80);
    expect(curves.training.points.map(({ step }) => step)).toEqual(
      Array.from({ length: 80 }, (_, index) => index + 1),
    );
  });

  test("with every device ends the run with each reason", async () => {
    const { trainer, devices, events, after, states } = setUp();
    after(5, () => {
      devices.failures.set("webgpu", new DeviceLostError("the chip is gone"));
      devices.failures.set("wasm ×1", new Error("no memory"));
    });
    await trainer.start(request());
    expect(states().at(-1)).toBe("failed");
    expect(ofKind(events, "problem")[0]?.problem.title).toMatch(/webgpu: the chip is gone.*wasm: no memory/);
  });
});
