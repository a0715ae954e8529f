import { expect, test } from "vitest";
import { DeviceLostError } from "../../../shared/core/errors.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { EngineReplayer } from "../../../worker/swarm/engine-replayer.ts";
import { SpareEngine } from "../../../worker/swarm/spare-engine.ts";
import { FakeDevices } from "../../support/fake-engine.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const PLAN = smallPlan();
const DATASET = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });

/** A spare engine that serves a replayer, as in a tab. @param wrap what is done to each engine that is opened */
function setUp(wrap: (engine: Engine) => Engine = (engine) => engine) {
  const devices = new FakeDevices();
  const clock = new VirtualClock();
  const problems: unknown[] = [];
  const open = async () => wrap(await devices.open(PLAN, { kind: "wasm", threadCount: 1 }));
  const spare = new SpareEngine(open, clock, (error) => void problems.push(error));
  const replayer = new EngineReplayer({
    plan: PLAN,
    dataset: DATASET,
    project: "a".repeat(64),
    nowMs: () => devices.nowMs,
    canReplay: () => true,
    onWork: () => spare.wake(),
  });
  spare.serve(replayer);
  const replay = ({ isUrgent = true } = {}) => {
    const asked = { round: 3, device: "b".repeat(64), parameters: genesisParameters(PLAN), progress: 12 };
    return replayer.start({ ...asked, steps: 7, windowSteps: 3, isUrgent }, () => true);
  };
  /** Until nothing is left to do but to wait for the clock. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { devices, clock, problems, spare, replay, settle };
}

/** Breaks in the first step, once. */
function breakOnce(devices: FakeDevices, error: Error): void {
  devices.onStep = (device) => {
    devices.singleFailures.set(device, error);
    devices.onStep = () => undefined;
  };
}

test("it is opened when there is something to do, and once", async () => {
  const { devices, clock, spare, replay, settle } = setUp();
  spare.wake();
  await settle();
  expect(devices.opened).toEqual([]);
  expect(await replay().result).not.toBeNull();
  await settle();
  clock.runNext();
  await settle();
  expect(await replay().result).not.toBeNull();
  expect(devices.opened).toEqual(["wasm ×1"]);
});

test("it looks again a second later when audits have used up their time", async () => {
  const { devices, clock, replay, settle } = setUp();
  const { result } = replay({ isUrgent: false });
  await settle();
  expect(devices.stepCount).toBe(0);
  devices.nowMs += 1_000;
  expect(clock.nextAtMs()).toBe(1_000);
  clock.runNext();
  expect(await result).not.toBeNull();
});

test("an engine that breaks is told of and disposed of, and the next one goes on", async () => {
  const { devices, problems, spare, replay, settle } = setUp();
  const error = new DeviceLostError("gone");
  breakOnce(devices, error);
  const { result } = replay();
  await settle();
  expect(problems).toEqual([error]);
  expect(devices.livingNames).toEqual([]);
  spare.wake();
  expect(await result).not.toBeNull();
  expect(devices.opened).toHaveLength(2);
  expect(devices.living.size).toBe(1);
});

test("an engine that breaks and cannot even be disposed of is told of once", async () => {
  const { devices, problems, spare, replay, settle } = setUp((engine) => ({
    write: (state) => engine.write(state),
    read: () => engine.read(),
    step: (batch, learningRate) => engine.step(batch, learningRate),
    gradient: (batch) => engine.gradient(batch),
    evaluate: (batch) => engine.evaluate(batch),
    dispose: () => Promise.reject(new Error("not even that")),
  }));
  const error = new DeviceLostError("gone");
  breakOnce(devices, error);
  const { result } = replay();
  await settle();
  expect(problems).toEqual([error]);
  spare.wake();
  expect(await result).not.toBeNull();
});

test("an engine that cannot be opened is told of, and tried again when there is something new", async () => {
  const { devices, problems, replay, settle } = setUp();
  const error = new Error("not loaded");
  devices.singleFailures.set("wasm ×1", error);
  const first = replay();
  await settle();
  expect(problems).toEqual([error]);
  replay();
  expect(await first.result).not.toBeNull();
});

test("once disposed of it ends what runs, says nothing and begins nothing", async () => {
  const { devices, clock, problems, spare, replay, settle } = setUp();
  devices.onStep = (_device, step) => {
    if (step === 2) void spare.dispose();
  };
  replay();
  await settle();
  expect(devices.living.size).toBe(0);
  clock.runNext();
  replay();
  await settle();
  expect([devices.stepCount, devices.opened.length, problems.length]).toEqual([2, 1, 0]);
});

test("disposed of while it is opened, it waits and leaves nothing behind", async () => {
  const { devices, problems, spare, replay, settle } = setUp();
  let finishLoading = () => {};
  devices.loaded = new Promise((resolve) => (finishLoading = resolve));
  replay();
  let isDisposed = false;
  const disposing = spare.dispose().then(() => (isDisposed = true));
  await settle();
  expect(isDisposed).toBe(false);
  finishLoading();
  await disposing;
  expect([devices.opened.length, devices.living.size, devices.stepCount]).toEqual([1, 0, 0]);
  expect(problems).toEqual([]);
});
