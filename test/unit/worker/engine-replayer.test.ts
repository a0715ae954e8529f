import { describe, expect, test } from "vitest";
import { DeviceLostError } from "../../../shared/core/errors.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import type { ReplayRequest } from "../../../shared/ports/round-replayer.ts";
import { thetaHash } from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { RoundReplay } from "../../../shared/training/replay-round.ts";
import { EngineReplayer } from "../../../worker/swarm/engine-replayer.ts";
import { FakeDevices } from "../../support/fake-engine.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";

const PLAN = smallPlan();
const { roundMs } = PLAN.rules;
const DATASET = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
const PROJECT = "a".repeat(64);
const STEP_MS = 10;
/** Of what an audit may take: in each spend it also earns a tenth of what it took. */
const SHARE = 0.1;

const request = (overrides: Partial<ReplayRequest> = {}): ReplayRequest => ({
  round: 3,
  device: "b".repeat(64),
  parameters: genesisParameters(PLAN),
  progress: 12,
  steps: 7,
  windowSteps: 3,
  isUrgent: false,
  ...overrides,
});
/** More than anybody has the time for. */
const endless = { steps: 1_000_000, windowSteps: 1_000_000 };
const goOn = () => true;
const never = () => false;

/** θ after every window, by itself on an engine. */
async function statesOf(asked: ReplayRequest): Promise<readonly string[]> {
  const engine = await new FakeDevices().open(PLAN, { kind: "wasm", threadCount: 1 });
  const replay = new RoundReplay(PLAN, DATASET, { ...asked, project: PROJECT });
  const states: string[] = [];
  while (!replay.isDone) {
    await replay.advance(engine, never);
    states.push(thetaHash(replay.parameters));
  }
  return states;
}

/** A replayer on a device whose steps take 10 ms. @param savedMs how long it has done nothing */
async function setUp({ savedMs = 0, canReplay = true } = {}) {
  const devices = new FakeDevices();
  let workCount = 0;
  const replayer = new EngineReplayer({
    plan: PLAN,
    dataset: DATASET,
    project: PROJECT,
    nowMs: () => devices.nowMs,
    canReplay: () => canReplay,
    onWork: () => void workCount++,
  });
  devices.nowMs += savedMs;
  const open = () => devices.open(PLAN, { kind: "wasm", threadCount: 1 });
  const engine = await open();
  /** Starts it, with what its windows showed. */
  const start = (asked: ReplayRequest, onWindow: () => boolean = goOn) => {
    const windows: string[] = [];
    const running = replayer.start(asked, (parameters) => {
      windows.push(thetaHash(parameters));
      return onWindow();
    });
    return { ...running, windows };
  };
  return { devices, replayer, engine, open, start, workCount: () => workCount };
}

describe("a replay", () => {
  test("shows θ after every window, and ends with the last", async () => {
    const { replayer, engine, start, workCount } = await setUp({ savedMs: roundMs });
    const states = await statesOf(request());
    const { result, windows } = start(request());
    expect([replayer.hasWork, workCount()]).toEqual([true, 1]);
    await replayer.spend(engine, never);
    expect(windows).toEqual(states);
    expect(states).toHaveLength(3);
    expect(thetaHash((await result)!)).toBe(states[2]);
    expect(replayer.hasWork).toBe(false);
  });

  test("whose window is not what was claimed ends there, with nothing", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: roundMs });
    const { result, windows } = start(request(), () => windows.length < 2);
    await replayer.spend(engine, never);
    expect(windows).toHaveLength(2);
    expect(await result).toBeNull();
    expect([devices.stepCount, replayer.hasWork]).toEqual([6, false]);
  });

  test("that is cancelled takes no step and has no result", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: roundMs });
    const cancelled = start(request());
    const other = start(request({ device: "c".repeat(64) }));
    cancelled.cancel();
    await replayer.spend(engine, never);
    expect(await cancelled.result).toBeNull();
    expect([cancelled.windows.length, other.windows.length]).toEqual([0, 3]);
    expect(devices.stepCount).toBe(7);
  });

  test("that is cancelled in the middle of a window shows none any more", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: roundMs });
    const replay = start(request());
    devices.onStep = (_device, step) => {
      if (step === 5) replay.cancel();
    };
    await replayer.spend(engine, never);
    expect(replay.windows).toHaveLength(1);
    expect(await replay.result).toBeNull();
  });

  test("goes on where it was after it had to make room", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: roundMs });
    const { windows } = start(request());
    let spendCount = 0;
    for (; replayer.hasWork; spendCount++) {
      const before = devices.stepCount;
      await replayer.spend(engine, () => devices.stepCount > before);
    }
    expect([spendCount, devices.stepCount]).toEqual([7, 7]);
    expect(windows).toEqual(await statesOf(request()));
  });

  test("goes on with another engine when one breaks", async () => {
    const { devices, replayer, engine, open, start } = await setUp({ savedMs: roundMs });
    const { windows } = start(request());
    devices.onStep = (_device, step) => {
      if (step === 5) devices.singleFailures.set("wasm ×1", new DeviceLostError("gone"));
    };
    await expect(replayer.spend(engine, never)).rejects.toBeInstanceOf(DeviceLostError);
    expect([windows.length, replayer.hasWork]).toEqual([1, true]);
    devices.onStep = () => undefined;
    await replayer.spend(await open(), never);
    expect(windows).toEqual(await statesOf(request()));
  });

  test.each([true, false])("can be had where the engine allows it (%s)", async (canReplay) => {
    expect((await setUp({ canReplay })).replayer.canReplay()).toBe(canReplay);
  });
});

describe("the time of audits", () => {
  test("is a tenth of all, however long it goes on", async () => {
    const { devices, replayer, engine, start } = await setUp();
    start(request(endless));
    for (let turn = 0; turn < 200; turn++) {
      devices.nowMs += 900; // the round
      await replayer.spend(engine, never);
    }
    const share = (devices.stepCount * STEP_MS) / devices.nowMs;
    expect(share).toBeGreaterThan(SHARE - 0.002);
    expect(share).toBeLessThan(SHARE + 0.002);
  });

  test("is nothing at first", async () => {
    const { devices, replayer, engine, start } = await setUp();
    start(request());
    await replayer.spend(engine, never);
    expect([devices.stepCount, replayer.hasWork]).toEqual([0, true]);
  });

  test("that is saved is never more than a round", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: 1_000 * roundMs });
    start(request(endless));
    await replayer.spend(engine, never);
    expect(devices.stepCount * STEP_MS).toBeGreaterThanOrEqual(roundMs);
    expect(devices.stepCount * STEP_MS).toBeLessThan(1.2 * roundMs);
  });
});

describe("an urgent replay", () => {
  const urgent = (overrides: Partial<ReplayRequest> = {}) => request({ isUrgent: true, ...overrides });

  test("needs no time saved, and leaves half of the round to training", async () => {
    const { devices, replayer, engine, start } = await setUp();
    start(urgent(endless));
    await replayer.spend(engine, never);
    expect(devices.stepCount * STEP_MS).toBe(roundMs / 2);
    await replayer.spend(engine, never);
    expect(devices.stepCount * STEP_MS).toBe(roundMs);
  });

  test("goes before audits that came first, which then wait until their share has made up for it", async () => {
    const { devices, replayer, engine, start } = await setUp({ savedMs: roundMs });
    const audit = start(request());
    const { result, windows } = start(urgent({ steps: 40, windowSteps: 40 }));
    await replayer.spend(engine, never);
    expect(windows).toHaveLength(1);
    expect(await result).not.toBeNull();
    expect([audit.windows.length, replayer.hasWork]).toEqual([0, true]);
    devices.nowMs += 5 * roundMs;
    await replayer.spend(engine, never);
    expect(audit.windows).toHaveLength(3);
  });
});
