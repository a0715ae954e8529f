import { describe, expect, test } from "vitest";
import { DeviceLostError, NonFiniteError, ShapeError } from "../../../shared/core/errors.ts";
import type { Batch, TrainingState } from "../../../shared/ports/engine.ts";
import { float32 } from "../../../shared/tensor/tensor-type.ts";
import type { EngineProfile } from "../../../shared/training/engine-profile.ts";
import { AdaptiveEngine, type BackendChoice } from "../../../worker/engine/adaptive-engine.ts";
import type { BackendRefusal } from "../../../worker/api.ts";
import type { BackendCandidate } from "../../../worker/engine/backends.ts";
import { FakeDevices, SMALLEST_PLAN as PLAN, zeroState } from "../../support/fake-engine.ts";

const FIRST = zeroState(PLAN);
const WEBGPU: BackendCandidate = { name: "webgpu", engine: { kind: "webgpu" } };
const THREADS: BackendCandidate = { name: "wasm-threads", engine: { kind: "wasm", threadCount: 4 } };
const ONE_THREAD: BackendCandidate = { name: "wasm", engine: { kind: "wasm", threadCount: 1 } };
const LOST = new DeviceLostError("the device is gone");
/** The first step of an engine is not timed; then five are. */
const TRIAL_STEPS = 6;
const MINUTE_MS = 60_000;

function setUp(candidates: readonly BackendCandidate[], refusals: readonly BackendRefusal[] = []) {
  const devices = new FakeDevices();
  const choices: BackendChoice[] = [];
  const engine = new AdaptiveEngine({
    plan: PLAN,
    survey: { candidates, refusals },
    open: devices.open,
    nowMs: () => devices.nowMs,
    onChoice: (choice) => choices.push(choice),
  });
  let step = 0;
  const train = async (count: number) => {
    for (const end = step + count; step < end; step++) await engine.step(batchAt(step), 0.1);
  };
  return { devices, choices, engine, train };
}

function batchAt(step: number): Batch {
  return { features: { ...float32([1, 1]), data: Float32Array.of(step + 0.5) } };
}

/** What an engine that nothing ever happens to has after `count` steps. */
async function undisturbed(count: number): Promise<TrainingState> {
  const engine = await new FakeDevices().open(PLAN, { kind: "webgpu" });
  await engine.write(FIRST);
  for (let step = 0; step < count; step++) await engine.step(batchAt(step), 0.1);
  return engine.read();
}

describe("choosing a backend", () => {
  test("takes the first candidate that opens, and says why the others were refused", async () => {
    const { devices, choices, engine } = setUp(
      [WEBGPU, THREADS, ONE_THREAD],
      [{ backend: "webgpu", reason: { kind: "no-adapter" } }],
    );
    devices.failures.set("webgpu", new Error("second"));
    await engine.write(FIRST);
    expect(choices).toEqual([
      expect.objectContaining({
        backend: "wasm", // one thread so far, whatever comes
        threadCount: 1,
        refusals: [
          { backend: "webgpu", reason: { kind: "no-adapter" } },
          { backend: "webgpu", reason: { kind: "failed", error: "second" } },
        ],
      }),
    ]);
  });

  test("opens nothing that comes after what works", async () => {
    const { devices, engine, train } = setUp([WEBGPU, THREADS, ONE_THREAD]);
    await engine.write(FIRST);
    await train(100);
    expect(devices.opened).toEqual(["webgpu"]);
  });

  test("fails with every reason when nothing opens", async () => {
    const { devices, engine } = setUp(
      [WEBGPU, ONE_THREAD],
      [{ backend: "wasm-threads", reason: { kind: "one-core" } }],
    );
    devices.failures.set("webgpu", new Error("no adapter.")).set("wasm ×1", new Error("no memory."));
    await expect(engine.write(FIRST)).rejects.toThrow(
      /^wasm-threads: one-core\. webgpu: no adapter\. wasm: no memory\.$/,
    );
    expect(devices.living.size).toBe(0);
  });

  test("leaves no engine behind that opens but does not take the state", async () => {
    const { devices, engine } = setUp([WEBGPU, ONE_THREAD]);
    devices.onOpen = (device) => device === "webgpu" && devices.failures.set(device, LOST);
    await engine.write(FIRST);
    expect(devices.opened).toEqual(["webgpu", "wasm ×1"]);
    expect(devices.livingNames).toEqual(["wasm ×1"]);
  });
});

describe("the number of threads", () => {
  test.for([
    { quick: "wasm ×4", slow: "wasm ×1", threadCount: 4, backend: "wasm-threads" },
    { quick: "wasm ×1", slow: "wasm ×4", threadCount: 1, backend: "wasm" },
  ] as const)("is the faster of both after a few steps of each: $quick", async (row) => {
    const { devices, choices, engine, train } = setUp([THREADS, ONE_THREAD]);
    devices.stepMs.set(row.quick, 10).set(row.slow, 15);
    await engine.write(FIRST);
    await train(2 * TRIAL_STEPS);
    expect(devices.opened).toEqual(["wasm ×1", "wasm ×4"]);
    expect(devices.livingNames).toEqual([row.quick]);
    expect(choices).toHaveLength(3); // opened, probed, compared
    expect(choices.at(-1)).toMatchObject({ backend: row.backend, threadCount: row.threadCount });
    expect(choices.at(-1)?.reason).toMatchObject({ kind: "faster", stepMs: 10, otherStepMs: 15 });
  });

  test.for([5, 40])(
    "is compared with real steps: no bit changes when 4 threads take %i ms",
    async (stepMs) => {
      const { devices, engine, train } = setUp([THREADS]);
      devices.stepMs.set("wasm ×4", stepMs);
      await engine.write(FIRST);
      await train(30);
      expect(await engine.read()).toEqual(await undisturbed(30));
    },
  );

  test("stays one when more cannot be started, and training goes on", async () => {
    const { devices, choices, engine, train } = setUp([THREADS]);
    devices.failures.set("wasm ×4", new Error("out of memory"));
    await engine.write(FIRST);
    await train(30);
    expect(choices.at(-1)).toMatchObject({
      backend: "wasm",
      threadCount: 1,
      reason: { kind: "not-started", threadCount: 4, error: "out of memory" },
    });
    expect(devices.livingNames).toEqual(["wasm ×1"]);
    expect(await engine.read()).toEqual(await undisturbed(30));
  });

  test("is compared again when steps take 1.6 times as long, and then follows", async () => {
    const { devices, choices, engine, train } = setUp([THREADS]);
    devices.stepMs.set("wasm ×4", 6);
    await engine.write(FIRST);
    await train(20);
    expect(choices.at(-1)?.threadCount).toBe(4);
    devices.nowMs += MINUTE_MS;
    devices.stepMs.set("wasm ×4", 20);
    await train(30);
    expect(choices.at(-1)).toMatchObject({ backend: "wasm", threadCount: 1 });
    expect(devices.livingNames).toEqual(["wasm ×1"]);
    expect(await engine.read()).toEqual(await undisturbed(50));
  });

  test("is not compared again for a smaller slowdown", async () => {
    const { devices, engine, train } = setUp([THREADS]);
    devices.stepMs.set("wasm ×4", 6);
    await engine.write(FIRST);
    await train(20);
    devices.nowMs += MINUTE_MS;
    devices.stepMs.set("wasm ×4", 9);
    await train(100);
    expect(devices.opened).toHaveLength(2);
  });

  test("is compared at most once a minute, however the speed changes", async () => {
    const { devices, engine, train } = setUp([THREADS]);
    devices.stepMs.set("wasm ×1", 12).set("wasm ×4", 6);
    await engine.write(FIRST);
    await train(20);
    const before = devices.nowMs;
    devices.stepMs.set("wasm ×1", 100).set("wasm ×4", 60);
    while (devices.nowMs < before + MINUTE_MS - 1000) await train(1);
    expect(devices.opened).toHaveLength(2);
    while (devices.nowMs < before + MINUTE_MS + 1000) await train(1);
    expect(devices.opened).toHaveLength(3);
  });
});

describe("the profile", () => {
  const OTHER_BITS: EngineProfile = { kind: "wasm-unverified", reason: "other bits" };

  test("claims nothing before the probe, and the exact one after it; the first steps do not wait for it", async () => {
    const { devices, choices, engine, train } = setUp([ONE_THREAD]);
    await engine.write(FIRST);
    await train(TRIAL_STEPS - 1);
    expect(devices.probed).toEqual([]);
    expect(engine.profile.kind).toBe("wasm-unverified");
    await train(20);
    expect([devices.probed, engine.profile]).toEqual([["wasm ×1"], { kind: "wasm-exact" }]);
    expect(choices.map(({ profile }) => profile.kind)).toEqual(["wasm-unverified", "wasm-exact"]);
  });

  test("stays unverified, with the reason, when the probe gives other bits", async () => {
    const { devices, choices, engine, train } = setUp([ONE_THREAD]);
    devices.profiles.set("wasm ×1", OTHER_BITS);
    await engine.write(FIRST);
    await train(20);
    expect(choices.at(-1)?.profile).toEqual(OTHER_BITS);
    expect(await engine.read()).toEqual(await undisturbed(20));
  });

  test("is that of the worker that computes, after a comparison of thread counts too", async () => {
    const { devices, choices, engine, train } = setUp([THREADS]);
    devices.stepMs.set("wasm ×4", 5);
    devices.profiles.set("wasm ×4", OTHER_BITS);
    await engine.write(FIRST);
    await train(2 * TRIAL_STEPS);
    expect(devices.probed).toEqual(["wasm ×1", "wasm ×4"]);
    expect(choices.at(-1)).toMatchObject({ threadCount: 4, profile: OTHER_BITS });
  });

  test("of a graphics chip needs no probe", async () => {
    const { devices, engine, train } = setUp([WEBGPU]);
    await engine.write(FIRST);
    await train(20);
    expect([devices.probed, engine.profile]).toEqual([[], { kind: "gpu-float" }]);
  });
});

describe("a device that is lost", () => {
  test("is followed by the next one, from the state last read", async () => {
    const { devices, choices, engine, train } = setUp([WEBGPU, ONE_THREAD]);
    await engine.write(FIRST);
    await train(4);
    const saved = await engine.read();
    await train(3);
    devices.failures.set("webgpu", LOST);
    await expect(train(1)).rejects.toMatchObject({ name: "EngineMovedError", cause: LOST });
    expect(await engine.read()).toEqual(saved);
    expect(devices.livingNames).toEqual(["wasm ×1"]);
    expect(choices.at(-1)).toMatchObject({
      backend: "wasm",
      refusals: [{ backend: "webgpu", reason: { kind: "failed", error: LOST.message } }],
    });
  });

  test("takes the first state along when none was read since", async () => {
    const { devices, engine, train } = setUp([WEBGPU, ONE_THREAD]);
    await engine.write(FIRST);
    await train(3);
    devices.failures.set("webgpu", LOST);
    await expect(engine.read()).rejects.toMatchObject({ name: "EngineMovedError" });
    expect(await engine.read()).toEqual(FIRST);
  });

  test("leaves nothing open when it is lost during a comparison", async () => {
    const { devices, engine, train } = setUp([THREADS, ONE_THREAD]);
    await engine.write(FIRST);
    await train(TRIAL_STEPS + 1);
    devices.failures.set("wasm ×4", LOST);
    await expect(train(1)).rejects.toMatchObject({ name: "EngineMovedError" });
    expect(devices.livingNames).toEqual(["wasm ×1"]);
    expect((await engine.read()).step).toBe(TRIAL_STEPS); // read when the comparison began
  });

  test("may be the winner of a comparison that died meanwhile", async () => {
    const { devices, engine, train } = setUp([THREADS, ONE_THREAD]);
    devices.stepMs.set("wasm ×4", 20);
    await engine.write(FIRST);
    await train(2 * TRIAL_STEPS - 1);
    devices.singleFailures.set("wasm ×1", LOST);
    await expect(train(1)).rejects.toMatchObject({ name: "EngineMovedError" });
    expect(devices.livingNames).toEqual(["wasm ×1"]);
    expect(await engine.read()).toEqual(await undisturbed(2 * TRIAL_STEPS));
  });

  test("ends training with every reason when no other backend is left", async () => {
    const { devices, engine, train } = setUp(
      [ONE_THREAD],
      [{ backend: "webgpu", reason: { kind: "no-webgpu" } }],
    );
    await engine.write(FIRST);
    devices.failures.set("wasm ×1", LOST);
    await expect(train(1)).rejects.toThrow(/^webgpu: no-webgpu\. wasm: the device is gone\.$/);
  });

  test.for([new NonFiniteError("the loss is NaN"), new ShapeError("wrong batch")])(
    "is not what $name means: the same engine goes on",
    async (error) => {
      const { devices, choices, engine, train } = setUp([WEBGPU, ONE_THREAD]);
      await engine.write(FIRST);
      await train(2);
      devices.failures.set("webgpu", error);
      await expect(train(1)).rejects.toBe(error);
      devices.failures.clear();
      expect((await engine.read()).step).toBe(2);
      expect(choices).toHaveLength(1);
    },
  );
});
