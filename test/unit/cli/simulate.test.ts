import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDataset } from "../../../shared/data/detect.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { type AttackName, ATTACKS } from "../../../worker/cli/simulate/attacks.ts";
import { drawDepartures } from "../../../worker/cli/simulate/faults.ts";
import { simulatedPlan } from "../../../worker/cli/simulate/simulate-plan.ts";
import {
  type DoneReport,
  type RoundReport,
  type SimulationRun,
  simulateTraining,
} from "../../../worker/cli/simulate/simulate-training.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { runTabloom } from "../../support/tabloom-command.ts";
import { utf8 } from "../data/data-fixtures.ts";

const TIMEOUT = { timeout: 60_000 };
const TEXT = "The cat sat on the mat, and the dog sat by the door. ".repeat(30);
const BLOCK = 8;

const dataset = openDataset([{ name: "text.txt", bytes: utf8(TEXT) }], { kind: "text", blockSize: BLOCK });

/** The recipe of the command, with a model of 4,000 parameters. */
function planOf(rounds: number, localSteps: number, seed: string): ProjectPlan {
  const plan = simulatedPlan(dataset, "gpt:nano", { rounds, localSteps, codec: "uniform-1.4", seed });
  const { vocabularySize } = dataset.task as { vocabularySize: number };
  const size = { blockSize: BLOCK, layerCount: 1, headCount: 2, width: 16 };
  return { ...plan, batchSize: 4, model: { kind: "gpt", vocabularySize, ...size } };
}

let engine: Engine;

beforeAll(async () => {
  engine = await createHostEngine(planOf(1, 1, ""), createWasmRunner({ threadCount: 1 }));
});

interface Run {
  readonly rounds: readonly RoundReport[];
  readonly done: DoneReport;
}

async function simulate(settings: Partial<SimulationRun> & { localSteps?: number }): Promise<Run> {
  const { rounds: count = 3, localSteps = 4, seed = "test" } = settings;
  const rounds: RoundReport[] = [];
  const done = await simulateTraining({
    plan: planOf(count, localSteps, seed),
    dataset,
    engine,
    peers: 3,
    rounds: count,
    churn: 0,
    cut: 0,
    attacks: [],
    latencyMs: 30,
    uplinkBytesPerSecond: Infinity,
    seed,
    evalEvery: 1,
    onRound: (report) => rounds.push(report),
    ...settings,
  });
  return { rounds, done };
}

describe("a simulated run", () => {
  test("trains every peer for just so many steps, round after round, to one head", TIMEOUT, async () => {
    const { rounds, done } = await simulate({ rounds: 4, localSteps: 6 });
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3, 4]);
    expect(rounds.map(({ peers, committed }) => [peers, committed])).toEqual(rounds.map(() => [3, 3]));
    // Rounds · peers · steps · batch · block: nobody did a step more or less.
    expect(done.totalTokens).toBe(4 * 3 * 6 * 4 * BLOCK);
    expect(done.heads).toBe(1);
    expect(done.head).toBe(rounds.at(-1)!.head);
    expect(done.valLoss).toBeLessThan(rounds[0]!.valLoss!);
    expect([done.refusedHonest, done.includedHonest]).toEqual([0, 12]);
  });

  test("is the same for a seed, another for another", TIMEOUT, async () => {
    const settings = { rounds: 3, churn: 0.4, cut: 0.3, attacks: ["random"] as const, peers: 4 };
    const first = await simulate(settings);
    expect(await simulate(settings)).toEqual(first);
    expect((await simulate({ ...settings, seed: "another" })).done.head).not.toBe(first.done.head);
  });

  test("of one peer sends nothing", TIMEOUT, async () => {
    const { rounds, done } = await simulate({ peers: 1 });
    expect(rounds.map(({ committed }) => committed)).toEqual([1, 1, 1]);
    expect(done).toMatchObject({ bytesUpPerPeer: 0, denseRingBytesPerPeer: 0, reduction: null, heads: 1 });
  });

  test("measures only the rounds that it is asked to, and the last", TIMEOUT, async () => {
    const { rounds } = await simulate({ peers: 1, rounds: 5, localSteps: 1, evalEvery: 2 });
    expect(rounds.map(({ valLoss }) => valLoss !== undefined)).toEqual([false, true, false, true, true]);
  });

  test("counts the bytes of a round and of the run", TIMEOUT, async () => {
    const { rounds, done } = await simulate({});
    const sum = rounds.reduce((total, { bytesUpPerPeer }) => total + bytesUpPerPeer, 0);
    expect(sum).toBeGreaterThan(0);
    expect(done.bytesUpPerPeer).toBeGreaterThanOrEqual(sum - rounds.length);
    expect(done.reduction).toBeCloseTo(done.denseRingBytesPerPeer / done.bytesUpPerPeer, 9);
  });

  test("spends less of its time training when its uplink is slow", TIMEOUT, async () => {
    const fast = await simulate({});
    const slow = await simulate({ uplinkBytesPerSecond: 1_000, latencyMs: 300 });
    expect(fast.done.trainingShare).toBeGreaterThan(0.97);
    expect(fast.done.trainingShare).toBeLessThanOrEqual(1);
    expect(slow.done.trainingShare).toBeLessThan(fast.done.trainingShare);
  });
});

describe("faults", () => {
  test("replaced peers and broken transfers cost no round", TIMEOUT, async () => {
    const { rounds, done } = await simulate({ peers: 4, rounds: 5, churn: 0.3, cut: 0.2 });
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3, 4, 5]);
    expect(rounds.map(({ peers }) => peers)).toEqual([4, 4, 4, 4, 4]);
    expect(rounds.some(({ committed }) => committed < 4)).toBe(true);
    expect(done.heads).toBe(1);
  });

  test("shares of a peer add up over the rounds, and one peer is always spared", () => {
    const random = createRandom("departures");
    const departures = (churn: number, count: number) =>
      Array.from(
        { length: 10 },
        (_, index) => drawDepartures(random, { churn, cut: 0 }, count, index + 1).length,
      );
    expect(departures(0.3, 4).reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(departures(1, 3)).toEqual(Array.from({ length: 10 }, () => 2));
    expect(departures(0, 3).every((count) => count === 0)).toBe(true);
  });
});

describe("one lying peer of five", () => {
  let honest: Run;
  beforeAll(async () => {
    honest = await simulate({ peers: 5, rounds: 4 });
  });

  test.for(Object.keys(ATTACKS) as AttackName[])("%s stops nobody", TIMEOUT, async (attack) => {
    const { rounds, done } = await simulate({ peers: 5, rounds: 4, attacks: [attack] });
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3, 4]);
    expect(done.heads).toBe(1);
    expect(done.valLoss).toBeLessThan(honest.done.valLoss + 0.1);
    expect(done.refusedHonest).toBe(0);
    // Four honest peers; the fifth's lie is refused where it shows.
    const isRefused = ["flip10", "flip", "random", "ipm", "nan", "tokens"].includes(attack);
    if (isRefused) expect(rounds.every(({ committed }) => committed === 4)).toBe(true);
    // The lie is really told: something else comes out.
    expect(done.head).not.toBe(honest.done.head);
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tabloom-simulate-"));
    await writeFile(join(folder, "text.txt"), TEXT);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const tabloom = (...parameters: readonly string[]) => runTabloom(folder, "simulate", ...parameters);

  const small = [
    "--data",
    "text.txt",
    "--model",
    "gpt:nano",
    "--peers",
    "2",
    "--rounds",
    "2",
    "--local-steps",
    "1",
  ];

  test("prints one line for each round and one at the end, with just these fields", TIMEOUT, async () => {
    const { exitCode, lines, complaints } = await tabloom(...small, "--json");
    expect(complaints).toEqual([]);
    expect(exitCode).toBe(0);
    const reports = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const fields = ["round", "peers", "committed", "valLoss", "bytesUpPerPeer", "head"];
    expect(reports.slice(0, -1).map(Object.keys)).toEqual([fields, fields]);
    expect(Object.keys(reports.at(-1)!)).toEqual([
      "done",
      "valLoss",
      "totalTokens",
      "bytesUpPerPeer",
      "denseRingBytesPerPeer",
      "reduction",
      "heads",
      "head",
      "trainingShare",
      "refusedHonest",
      "includedHonest",
    ]);
  });

  test("prints lines for people without --json", TIMEOUT, async () => {
    const { exitCode, lines } = await tabloom(...small);
    expect(exitCode).toBe(0);
    expect(lines.slice(0, 2).every((line) => /^round \d · 2 of 2 peers · held-out loss /.test(line))).toBe(
      true,
    );
    expect(lines.at(-1)).toMatch(/^one head at the end: [0-9a-f]{64}$/);
  });

  test.for([
    ["an unknown attack", ["--byzantine", "1:shout"], "flip10"],
    ["as many liars as peers", ["--byzantine", "2:flip"], "honest"],
    ["a share above one", ["--churn", "1.5"], "--churn"],
    ["an unknown codec", ["--codec", "zip"], "--codec"],
  ] as const)("%s ends with status 1 and one line on standard error", TIMEOUT, async ([, extra, hint]) => {
    const { exitCode, lines, complaints } = await tabloom(...small, ...extra);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^error: /);
    expect(complaints[0]).toContain(hint);
  });
});
