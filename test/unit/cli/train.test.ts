import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDataset } from "../../../shared/data/detect.ts";
import { blockSizeOf } from "../../../shared/training/defaults.ts";
import { createCheckpoint, parametersHash } from "../../../shared/training/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../../shared/training/checkpoint-file.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { trainStep } from "../../../shared/training/run-plan.ts";
import { planFromOptions } from "../../../worker/cli/train-plan.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { firstState } from "../../../worker/open-run.ts";
import { runTabloom } from "../../support/tabloom-command.ts";
import { utf8 } from "../data/data-fixtures.ts";

const TIMEOUT = { timeout: 60_000 };
const TEXT = "The cat sat on the mat, and the dog sat by the door. ".repeat(30);
const TABLE = `a,b,sum\n${Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 5},${(row % 7) + (row % 5) + row / 100}`).join("\n")}\n`;
const CLASSES = `a,b,kind\n${Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 5},${row % 2 === 0 ? "even" : "odd"}`).join("\n")}\n`;
const HASH = /^[0-9a-f]{64}$/;

let folder: string;
const fileIn = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-cli-"));
  await writeFile(fileIn("text.txt"), TEXT);
  await writeFile(fileIn("sums.csv"), TABLE);
  await writeFile(fileIn("kinds.csv"), CLASSES);
});

afterAll(() => rm(folder, { recursive: true }));

const tabloom = (...parameters: readonly string[]) => runTabloom(folder, ...parameters);

/** Trains the smallest gpt on the text and reads the JSON lines. */
async function trainText(...parameters: readonly string[]) {
  return train("text.txt", "--model", "gpt:nano", "--batch", "2", ...parameters);
}

async function train(file: string, ...parameters: readonly string[]) {
  const { exitCode, lines, complaints } = await tabloom("train", "--data", file, "--json", ...parameters);
  expect(complaints).toEqual([]);
  expect(exitCode).toBe(0);
  const reports = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { steps: reports.slice(0, -1), done: reports.at(-1)! };
}

describe("tabloom train --json", () => {
  test("prints one line per report and one at the end, with just these fields", TIMEOUT, async () => {
    const { steps, done } = await trainText("--steps", "3", "--eval-every", "2");
    expect(steps.map((report) => report["step"])).toEqual([1, 2, 3]);
    const fields = ["step", "trainLoss", "tokensPerSecond", "msPerStep"];
    expect(steps.map(Object.keys)).toEqual([
      fields,
      ["step", "trainLoss", "valLoss", "tokensPerSecond", "msPerStep"],
      fields,
    ]);
    for (const report of steps) for (const value of Object.values(report)) expect(value).toBeGreaterThan(0);
    // The share of right characters, as for every data whose answers are classes.
    expect(Object.keys(done)).toEqual(["done", "valLoss", "accuracy", "parametersHash", "parameterCount"]);
    expect(done["done"]).toBe(true);
    expect(done["valLoss"]).toBeGreaterThan(0);
    expect(done["parametersHash"]).toMatch(HASH);
    expect(done["parameterCount"]).toBeGreaterThan(50_000);
  });

  test("says how far off numbers are, and how many classes are right", TIMEOUT, async () => {
    const numbers = await train("sums.csv", "--epochs", "1");
    expect(numbers.done["meanAbsoluteError"]).toBeGreaterThan(0);
    expect(numbers.done).not.toHaveProperty("accuracy");
    const classes = await train("kinds.csv", "--epochs", "1", "--target", "kind");
    expect(classes.done["accuracy"]).toBeGreaterThanOrEqual(0);
    expect(classes.done).not.toHaveProperty("meanAbsoluteError");
  });

  test("gives the same bits for a seed, and others for another", TIMEOUT, async () => {
    const hashOf = async (...parameters: readonly string[]) =>
      (await trainText("--steps", "2", ...parameters)).done["parametersHash"];
    const first = await hashOf();
    expect(await hashOf("--seed", "tabloom")).toBe(first);
    expect(await hashOf("--seed", "another")).not.toBe(first);
  });
});

// Fails as long as the runtime's browser bundle cannot start threads in Node ("no available backend found … fetch failed").
test("two threads give the bits of one", TIMEOUT, async () => {
  const one = await trainText("--steps", "1");
  const two = await trainText("--steps", "1", "--threads", "2");
  expect(two.done["parametersHash"]).toBe(one.done["parametersHash"]);
});

describe("--out and --resume", () => {
  test("a run that was interrupted ends with the bits of one that was not", TIMEOUT, async () => {
    const whole = await trainText("--steps", "6", "--out", "whole.safetensors");
    // The plan of that run holds its schedule; three steps of it are what an interruption leaves.
    const { plan } = decodeCheckpoint(await readFile(fileIn("whole.safetensors")));
    const dataset = openDataset([{ name: "text.txt", bytes: utf8(TEXT) }], {
      blockSize: blockSizeOf("gpt:nano"),
    });
    const asked = { data: [], seed: "tabloom", threads: 1, json: true, batch: 2, steps: 6 };
    expect(plan).toEqual(planFromOptions(dataset, "gpt:nano", asked));
    const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }));
    await engine.write(firstState(plan));
    for (let step = 0; step < 3; step++) await trainStep(engine, plan, dataset, step);
    const middle = encodeCheckpoint(createCheckpoint(plan, await engine.read()));
    await engine.dispose();
    await writeFile(fileIn("middle.safetensors"), middle);

    const resumed = await train("text.txt", "--resume", "middle.safetensors", "--out", "end.safetensors");
    expect(resumed.steps.map((report) => report["step"])).toEqual([4, 6]);
    expect(resumed.done).toEqual(whole.done);
    expect(await readFile(fileIn("end.safetensors"))).toEqual(await readFile(fileIn("whole.safetensors")));
  });

  test("writes what it trained, and takes --steps further steps from there", TIMEOUT, async () => {
    const first = await trainText("--steps", "2", "--out", "two.safetensors");
    const { state } = decodeCheckpoint(await readFile(fileIn("two.safetensors")));
    expect(state.step).toBe(2);
    expect(parametersHash(state)).toBe(first.done["parametersHash"]);
    const further = await train("text.txt", "--resume", "two.safetensors", "--steps", "2");
    expect(further.steps.map((report) => report["step"])).toEqual([3, 4]);
    expect(further.done["parametersHash"]).not.toBe(first.done["parametersHash"]);
  });
});

describe("wrong input ends with status 1 and one line on standard error", () => {
  test.for([
    ["an unknown option", ["train", "--data", "text.txt", "--bogus"], "--bogus"],
    ["a misspelt option", ["train", "--data", "text.txt", "--step", "3"], "Did you mean --steps?"],
    ["an unknown command", ["tain"], "Did you mean train?"],
    ["no data", ["train"], "--data"],
    ["a missing file", ["train", "--data", "nowhere.txt"], "nowhere.txt"],
    ["a missing checkpoint", ["train", "--data", "text.txt", "--resume", "gone"], "gone"],
    ["a text as checkpoint", ["train", "--data", "text.txt", "--resume", "text.txt"], "safetensors"],
    ["a bad number", ["train", "--data", "text.txt", "--steps", "many"], "many"],
    ["no steps", ["train", "--data", "text.txt", "--steps", "0"], "--steps"],
    ["a negative rate", ["train", "--data", "text.txt", "--lr=-1"], "--lr"],
    ["an unknown model", ["train", "--data", "text.txt", "--model", "gpt:huge"], "gpt:huge"],
    ["a model for other data", ["train", "--data", "text.txt", "--model", "cnn"], "gpt:micro"],
    ["steps and epochs", ["train", "--data", "text.txt", "--steps", "3", "--epochs", "1"], "--epochs"],
  ] as const)("%s", TIMEOUT, async ([, parameters, hint]) => {
    const { exitCode, lines, complaints } = await tabloom(...parameters);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^error: /);
    expect(complaints[0]).toContain(hint);
  });
});

describe("--help", () => {
  test("of the program names its commands and exits well", TIMEOUT, async () => {
    const { exitCode, lines, complaints } = await tabloom("--help");
    expect(exitCode).toBe(0);
    expect(complaints).toEqual([]);
    expect(lines.join("\n")).toMatch(/^Usage: tabloom[^]*\n {2}train /);
  });

  test("of train mentions every option", TIMEOUT, async () => {
    const { exitCode, lines } = await tabloom("train", "--help");
    expect(exitCode).toBe(0);
    const named = lines.flatMap((line) => /^ {2}(?:-h, )?(--[a-z-]+)/.exec(line)?.[1] ?? []);
    expect(named).toEqual([
      "--data",
      "--tokenizer",
      "--target",
      "--model",
      "--optimizer",
      "--lr",
      "--batch",
      "--steps",
      "--epochs",
      "--seed",
      "--threads",
      "--eval-every",
      "--out",
      "--resume",
      "--json",
      "--help",
    ]);
  });
});
