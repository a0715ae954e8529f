import { describe, expect, test } from "vitest";
import { DeviceLostError, NonFiniteError } from "../../../shared/core/errors.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import type { RoundJob, RoundResult } from "../../../shared/ports/round-trainer.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import { AdaptiveEngine } from "../../../worker/engine/adaptive-engine.ts";
import type { BackendCandidate } from "../../../worker/engine/backends.ts";
import { EngineRoundTrainer } from "../../../worker/swarm/round-trainer.ts";
import { FakeDevices } from "../../support/fake-engine.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const PLAN = smallPlan();
const DATASET = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
const PROJECT = "a".repeat(64);
const DEVICE = "b".repeat(64);
const CANDIDATES: readonly BackendCandidate[] = [
  { name: "webgpu", engine: { kind: "webgpu" } },
  { name: "wasm", engine: { kind: "wasm", threadCount: 1 } },
];

const job = (overrides: Partial<RoundJob> = {}): RoundJob => ({
  round: 1,
  parameters: genesisParameters(PLAN),
  progress: 0,
  maxSteps: 6,
  windowSteps: 0,
  ...overrides,
});

/** A trainer on fake devices, of which only WASM has bits that are everybody's; rests are recorded and take no time. */
function setUp() {
  const devices = new FakeDevices();
  const rests: number[] = [];
  const engine = new AdaptiveEngine({
    plan: PLAN,
    survey: { candidates: CANDIDATES, refusals: [] },
    open: devices.open,
    nowMs: () => devices.nowMs,
    onChoice: () => undefined,
  });
  const trainer = new EngineRoundTrainer({
    engine,
    dataset: DATASET,
    plan: PLAN,
    project: PROJECT,
    device: DEVICE,
    nowMs: () => devices.nowMs,
    isExact: () => devices.opened.at(-1) !== "webgpu",
    rest: async (busyMs) => void rests.push(busyMs),
  });
  const runToEnd = async (work: RoundJob = job()) => {
    const result = await trainer.start(work, () => undefined).result;
    return result as RoundResult;
  };
  return { devices, trainer, rests, runToEnd };
}

/** What an undisturbed trainer computes. */
const undisturbed = (work: RoundJob = job()) => setUp().runToEnd(work);

describe("a round", () => {
  test("ends after the most steps that its job allows, and reports each", async () => {
    const { trainer } = setUp();
    const steps: number[] = [];
    const result = await trainer.start(job(), (step) => void steps.push(step)).result;
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(result).toMatchObject({ steps: 6, tokens: 6 * 4 * 8 });
  });

  test("that is stopped ends after the current step, with the update of the steps taken", async () => {
    const { trainer } = setUp();
    const round = trainer.start(job({ maxSteps: 1000 }), (steps) => {
      if (steps === 4) round.stop();
    });
    const result = await round.result;
    expect(result?.steps).toBe(4);
    expect(hashOf(result!.delta)).toBe(hashOf((await undisturbed(job({ maxSteps: 4 }))).delta));
  });

  test("that is stopped at once still takes one step", async () => {
    const { trainer } = setUp();
    const round = trainer.start(job(), () => undefined);
    round.stop();
    expect((await round.result)?.steps).toBe(1);
  });

  test("rests between steps for the time that each took, and not after the last", async () => {
    const { runToEnd, rests } = setUp();
    await runToEnd(job({ maxSteps: 4 }));
    expect(rests).toEqual([10, 10, 10]);
  });

  test("that is stopped cuts its rest short", async () => {
    const engine = await createHostEngine(PLAN, referenceRunner);
    const trainer = new EngineRoundTrainer({
      engine,
      dataset: DATASET,
      plan: PLAN,
      project: PROJECT,
      device: DEVICE,
      nowMs: () => 0,
      isExact: () => true,
      rest: (_busyMs, signal) => {
        const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        round.stop();
        return ended;
      },
    });
    const round = trainer.start(job(), () => undefined);
    expect((await round.result)?.steps).toBe(1);
  });
});

describe("the states of a round", () => {
  /** A trainer whose engine was opened before, as in a tab; on WASM when nothing else is left. */
  async function opened({ isExact = true } = {}) {
    const world = setUp();
    if (isExact) world.devices.failures.set("webgpu", new DeviceLostError("none"));
    await world.trainer.evaluate(genesisParameters(PLAN));
    return world;
  }

  test("name θ after every window where the bits are everybody's", async () => {
    const { runToEnd } = await opened();
    const { states } = await runToEnd(job({ windowSteps: 4 }));
    const { states: shorter } = await runToEnd(job({ windowSteps: 4, maxSteps: 4 }));
    expect(states).toHaveLength(2);
    expect(shorter).toEqual([states[0]]);
  });

  test("of a round that is stopped end with its last step", async () => {
    const { trainer } = await opened();
    const round = trainer.start(job({ windowSteps: 2, maxSteps: 1000 }), (steps) => {
      if (steps === 3) round.stop();
    });
    expect((await round.result)?.states).toHaveLength(2);
  });

  test("are not asked for where the bits are the device's own", async () => {
    const { runToEnd } = await opened({ isExact: false });
    const result = await runToEnd(job({ windowSteps: 2 }));
    expect([result.steps, result.states]).toEqual([6, []]);
  });

  test("come from the device that took all steps, when another one was lost", async () => {
    const { devices, runToEnd } = await opened({ isExact: false });
    devices.onStep = (device, step) => {
      if (device === "webgpu" && step === 5) throw new DeviceLostError("gone");
    };
    const { states } = await runToEnd(job({ windowSteps: 2 }));
    expect(states).toHaveLength(3);
    expect(states).toEqual((await (await opened()).runToEnd(job({ windowSteps: 2 }))).states);
  });

  test("change nothing in what is computed", async () => {
    const [plain, hashed] = [await opened(), await opened()];
    const { delta } = await hashed.runToEnd(job({ windowSteps: 1 }));
    expect(hashOf(delta)).toBe(hashOf((await plain.runToEnd()).delta));
  });
});

describe("a cancelled round", () => {
  test("has no result, at once, and says nothing more", async () => {
    const { trainer, devices } = setUp();
    const steps: number[] = [];
    const round = trainer.start(job({ maxSteps: 1000 }), (step) => {
      steps.push(step);
      if (step === 2) round.cancel();
    });
    expect(await round.result).toBeNull();
    expect(await trainer.start(job({ maxSteps: 1 }), () => undefined).result).toMatchObject({ steps: 1 });
    expect(steps).toEqual([1, 2]);
    expect(devices.stepCount).toBeLessThan(6);
  });

  test("leaves nothing in the round that follows, although its last step was still running", async () => {
    const { trainer, devices } = setUp();
    const steps: number[] = [];
    const second = await new Promise<RoundResult | null>((resolve, reject) => {
      devices.onStep = (_device, step) => {
        devices.onStep = () => undefined;
        expect(step).toBe(1);
        first.cancel();
        trainer.start(job(), () => undefined).result.then(resolve, reject);
      };
      const first = trainer.start(job({ round: 8 }), (step) => void steps.push(step));
    });
    expect(hashOf(second!.delta)).toBe(hashOf((await undisturbed()).delta));
    expect(steps).toEqual([]);
  });
});

describe("a lost device", () => {
  test.for([1, 3, 6])(
    "in step %i: the round starts again on the next backend, from the head",
    async (lostIn) => {
      const { devices, runToEnd } = setUp();
      devices.onStep = (device, step) => {
        if (device === "webgpu" && step === lostIn) throw new DeviceLostError("gone");
      };
      const result = await runToEnd();
      expect(devices.opened).toEqual(["webgpu", "wasm ×1"]);
      expect(result.steps).toBe(6);
      expect(hashOf(result.delta)).toBe(hashOf((await undisturbed()).delta));
    },
  );

  test("while the result is read costs no more than the round's steps", async () => {
    const { devices, runToEnd } = setUp();
    devices.onStep = (device, step) => {
      if (device === "webgpu" && step === 6) devices.failures.set("webgpu", new DeviceLostError("gone"));
    };
    expect(hashOf((await runToEnd()).delta)).toBe(hashOf((await undisturbed()).delta));
  });

  test("that was the last one ends the round with an error", async () => {
    const { devices, trainer } = setUp();
    for (const name of ["webgpu", "wasm ×1"] as const)
      devices.failures.set(name, new DeviceLostError("gone"));
    await expect(trainer.start(job(), () => undefined).result).rejects.toMatchObject({
      name: "BackendError",
    });
  });
});

test("a loss that is not finite ends the round, on whatever device; the next one can start", async () => {
  const { devices, runToEnd } = setUp();
  devices.onStep = (_device, step) => {
    if (step === 3) throw new NonFiniteError("loss is NaN");
  };
  await expect(runToEnd()).rejects.toMatchObject({ name: "NonFiniteError" });
  devices.onStep = () => undefined;
  expect(hashOf((await runToEnd()).delta)).toBe(hashOf((await undisturbed()).delta));
  expect(devices.opened).toEqual(["webgpu"]);
});

describe("between rounds", () => {
  test("the held-out loss of a θ is measured, and changes no later round", async () => {
    const { trainer, runToEnd } = setUp();
    const head = genesisParameters({ ...PLAN, seed: "head" });
    expect(await trainer.evaluate(head)).toMatchObject({ loss: 1, sampleCount: 96 });
    expect(hashOf((await runToEnd()).delta)).toBe(hashOf((await undisturbed()).delta));
  });

  test("an evaluation makes way for a round", async () => {
    const { trainer, runToEnd } = setUp();
    const evaluation = trainer.evaluate(genesisParameters(PLAN));
    const result = await runToEnd();
    expect(await evaluation).toBeNull();
    expect(hashOf(result.delta)).toBe(hashOf((await undisturbed()).delta));
  });

  test("and never interrupts one", async () => {
    const { trainer } = setUp();
    const round = trainer.start(job(), () => undefined);
    expect(await trainer.evaluate(genesisParameters(PLAN))).toBeNull();
    expect((await round.result)?.steps).toBe(6);
  });
});
