import { describe, expect, test } from "vitest";
import { openDataset } from "../../../shared/data/detect.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { evaluateOn } from "../../../shared/training/evaluate.ts";
import { thetaHash } from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import type { TrainerEvent } from "../../../worker/api.ts";
import { EngineReplayer } from "../../../worker/swarm/engine-replayer.ts";
import { createInspection } from "../../../worker/swarm/inspection.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const PLAN = smallPlan();
const DATASET = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
const HEAD = genesisParameters(PLAN);
const job = (progress: number) => ({
  round: 4,
  parameters: HEAD,
  progress,
  maxSteps: 10,
  windowSteps: 3,
});
const goOn = () => false;

/** An inspection of a real engine that holds θ of the head; looking at it takes 1 ms a call. */
async function setUp({ isExact = true } = {}) {
  const time = { nowMs: 0 };
  const nowMs = () => time.nowMs;
  const host = await createHostEngine(PLAN, referenceRunner);
  const calls: string[] = [];
  const engine: Engine = {
    write: (state) => host.write(state),
    read: () => host.read(),
    gradient: (batch) => host.gradient(batch),
    dispose: () => host.dispose(),
    step: (batch, learningRate) => {
      time.nowMs += 1;
      calls.push("step");
      return host.step(batch, learningRate);
    },
    evaluate: (batch) => {
      time.nowMs += 1;
      calls.push("evaluate");
      return host.evaluate(batch);
    },
  };
  await engine.write({ parameters: HEAD, optimizerState: new Float32Array(0), step: 0 });
  const replayer = new EngineReplayer({
    plan: PLAN,
    dataset: DATASET,
    project: "a".repeat(64),
    nowMs,
    canReplay: () => true,
    onWork: () => undefined,
  });
  const events: TrainerEvent[] = [];
  const heldOut: (readonly [step: number, loss: number])[] = [];
  const inspect = createInspection({
    nowMs,
    dataset: DATASET,
    plan: PLAN,
    replayer,
    isExact: () => isExact,
    emit: (event) => void events.push(event),
    onHeldOut: (step, loss) => void heldOut.push([step, loss]),
  });
  const replay = () => {
    const asked = { round: 3, device: "b".repeat(64), parameters: HEAD, progress: 12 };
    return replayer.start({ ...asked, steps: 7, windowSteps: 3, isUrgent: true }, () => true);
  };
  const inspectAt = (ms: number, progress = 30, shouldStop = goOn) => {
    time.nowMs = ms;
    return inspect(job(progress), engine, shouldStop);
  };
  return { engine, calls, replayer, replay, inspectAt, events, heldOut };
}

describe("between heads", () => {
  test("nothing is looked at before it is due", async () => {
    const { calls, inspectAt } = await setUp();
    await inspectAt(1_499);
    expect(calls).toEqual([]);
  });

  test("the model first writes, and later is measured on what nobody trains on", async () => {
    const { engine, inspectAt, events, heldOut } = await setUp();
    await inspectAt(1_500, 30);
    expect(events).toMatchObject([{ kind: "sample", step: 30, sample: { kind: "text" } }]);
    await inspectAt(5_000, 31);
    const { loss, accuracy } = await evaluateOn(engine, DATASET, { batchSize: 4, maxSamples: 96 });
    expect(events.at(-1)).toEqual({ kind: "evaluation", step: 31, loss, accuracy });
    expect(heldOut).toEqual([[31, loss]]);
  });

  test("the model that has learned nothing yet is not looked at: people wait for the first step", async () => {
    const { calls, inspectAt } = await setUp();
    await inspectAt(60_000, 0);
    expect(calls).toEqual([]);
  });

  test("what was begun before Stop is not told", async () => {
    const { calls, inspectAt, events, heldOut } = await setUp();
    await inspectAt(60_000, 30, () => calls.length >= 3);
    expect(calls.length).toBeGreaterThanOrEqual(3);
    expect([events, heldOut]).toEqual([[], []]);
  });

  test("what was measured on a part, because of Stop, is not told", async () => {
    const { calls, inspectAt, events, heldOut } = await setUp();
    let sampleCalls = Infinity;
    await inspectAt(60_000, 30, () => {
      if (events.length === 1) sampleCalls = Math.min(sampleCalls, calls.length);
      return calls.length > sampleCalls + 1;
    });
    expect(calls).toHaveLength(sampleCalls + 2);
    expect([events.map(({ kind }) => kind), heldOut]).toEqual([["sample"], []]);
  });
});

describe("replays", () => {
  test("get the engine, and leave it with θ of the head", async () => {
    const { engine, replayer, replay, inspectAt } = await setUp();
    const { result } = replay();
    await inspectAt(0, 0);
    expect(replayer.hasWork).toBe(false);
    const replayed = await result;
    expect(thetaHash(replayed!)).not.toBe(thetaHash(HEAD));
    const { parameters, step } = await engine.read();
    expect([thetaHash(parameters), step]).toEqual([thetaHash(HEAD), 0]);
  });

  test("wait while the engine's bits are its own", async () => {
    const { calls, replayer, replay, inspectAt } = await setUp({ isExact: false });
    replay();
    await inspectAt(0, 0);
    expect([calls.length, replayer.hasWork]).toEqual([0, true]);
  });

  test("make room after the step in which training has to stop", async () => {
    const { calls, replayer, replay, inspectAt } = await setUp();
    replay();
    await inspectAt(0, 0, () => calls.length >= 2);
    expect([calls.length, replayer.hasWork]).toEqual([2, true]);
  });
});
