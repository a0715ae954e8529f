import { describe, expect, test } from "vitest";
import type { ComputeProfile } from "../../../../shared/ledger/records/contribution.ts";
import { openStored } from "../../../../shared/ledger/checked-record.ts";
import type { ContributionBody } from "../../../../shared/ledger/records/contribution.ts";
import {
  replayContribution,
  type ReplayOptions,
  type Shown,
} from "../../../../shared/swarm/audit/replay-contribution.ts";
import { windowSecret } from "../../../../shared/swarm/audit/secrets.ts";
import { toySteps } from "../../../../shared/simulation/toy-training.ts";
import { AuditBench, GENESIS, RULES, SEED } from "./branch-fixture.ts";

const URGENT: ReplayOptions = { isUrgent: true };
const BASE = { parameters: GENESIS.state.parameters, progress: 0 };
/** 60 steps in windows of 8. */
const WINDOW_ENDS = [8, 16, 24, 32, 40, 48, 56, 60];
const WRONG = "00".repeat(32);

async function workOf(
  bench: AuditBench,
  profile: ComputeProfile = "wasm-exact",
  how: "real" | "invented" = "real",
) {
  const branch = bench.branchOf(bench.identities(1), GENESIS, profile);
  const { material } = await branch.extend(how);
  const content = openStored(material.contributions[0]!)?.content;
  if (content?.type !== "contribution") throw new Error("not a contribution");
  return { device: content.device, body: content.body, update: material.updates.get(content.body.update)! };
}

function replay(
  bench: AuditBench,
  work: Awaited<ReturnType<typeof workOf>>,
  options = URGENT,
): Promise<Shown | null> {
  return bench.until(replayContribution(bench.replayer, RULES, BASE, work, options).result);
}

const withStates = (body: ContributionBody, change: (states: string[]) => void): ContributionBody => {
  const states = [...body.states];
  change(states);
  return { ...body, states };
};

describe("in the exact profile", () => {
  test("work that was done is true, and every window has its secret", async () => {
    const bench = new AuditBench();
    const work = await workOf(bench);
    const after = toySteps(SEED, work.device);
    expect(await replay(bench, work)).toEqual({
      isTrue: true,
      window: 0,
      secrets: WINDOW_ENDS.map((end) => windowSecret(after(BASE.parameters, 1, end))),
      distanceMicros: 0,
    });
  });

  test("the first window whose state is another one is named, and the replay ends there", async () => {
    for (const wrong of [0, 3, 7]) {
      const bench = new AuditBench();
      const work = await workOf(bench);
      const body = withStates(work.body, (states) => states.fill(WRONG, wrong));
      const shown = await replay(bench, { ...work, body });
      expect(shown).toMatchObject({ isTrue: false, window: wrong });
      expect(shown?.secrets).toHaveLength(wrong + 1);
      expect(bench.replayer.steps).toBe(WINDOW_ENDS[wrong]);
    }
  });

  test("an update that the states do not lead to is the last window's fault", async () => {
    const bench = new AuditBench();
    const work = await workOf(bench);
    const shown = await replay(bench, { ...work, body: { ...work.body, update: WRONG } });
    expect(shown).toMatchObject({ isTrue: false, window: 7 });
    expect(shown?.secrets).toHaveLength(8);
  });

  test("a sample ends after its windows, and sees what is wrong in them only", async () => {
    const bench = new AuditBench();
    const work = await workOf(bench);
    const body = withStates(work.body, (states) => states.fill(WRONG, 2));
    const sample = { isUrgent: true, windows: 2 };
    expect(await replay(bench, { ...work, body }, sample)).toMatchObject({ isTrue: true, window: 0 });
    expect(bench.replayer.steps).toBe(16);
    expect(await replay(bench, { ...work, body }, { ...sample, windows: 3 })).toMatchObject({
      isTrue: false,
      window: 2,
    });
  });
});

describe("where bits cannot be compared", () => {
  test("work within the tolerance is true, and how far it is from the auditor's is said", async () => {
    const bench = new AuditBench();
    const shown = await replay(bench, await workOf(bench, "gpu-float"));
    expect(shown).toMatchObject({ isTrue: true, window: 0, distanceMicros: 0 });
    expect(shown?.secrets).toHaveLength(8);
  });

  test("invented work is false, by its last window", async () => {
    const bench = new AuditBench();
    const shown = await replay(bench, await workOf(bench, "gpu-float", "invented"));
    expect(shown).toMatchObject({ isTrue: false, window: 7 });
    expect(shown!.distanceMicros).toBeGreaterThan(150_000);
  });

  test("an update that cannot be read is false", async () => {
    const bench = new AuditBench();
    const work = await workOf(bench, "gpu-float");
    expect(await replay(bench, { ...work, update: new Uint8Array(3) })).toMatchObject({
      isTrue: false,
      window: 7,
    });
  });
});

test("a replay that is cancelled shows nothing", async () => {
  const bench = new AuditBench();
  const running = replayContribution(bench.replayer, RULES, BASE, await workOf(bench), URGENT);
  await bench.pass(200);
  running.cancel();
  expect(await bench.until(running.result)).toBeNull();
  expect(bench.replayer.steps).toBeLessThan(60);
});

test("an engine that fails is not the trainer's fault: whoever asked hears of it", async () => {
  const bench = new AuditBench();
  const broken = {
    canReplay: () => true,
    start: () => ({ cancel: () => undefined, result: Promise.reject(new Error("lost")) }),
  };
  const running = replayContribution(broken, RULES, BASE, await workOf(bench), URGENT);
  await expect(running.result).rejects.toThrow("lost");
});
