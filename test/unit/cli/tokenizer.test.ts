/** A text with its tokenizer.json on the command line: trained, exported, simulated, and verified by replay. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateStories } from "../../../shared/data/stories.ts";
import { runTabloom } from "../../support/tabloom-command.ts";
import { tokenizerBytes, trainByteLevelBpe } from "../../support/tiny-tokenizer.ts";

const TIMEOUT = { timeout: 120_000 };
const STORIES = generateStories({ characterCount: 6_000 });
const TOKENIZER = tokenizerBytes(trainByteLevelBpe(STORIES, 100));

let folder: string;
const tabloom = (...parameters: readonly string[]) => runTabloom(folder, ...parameters);
const DATA = ["--data", "stories.txt", "--tokenizer", "tokenizer.json"];
const MODEL = ["--model", "gpt:nano"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-tokenizer-"));
  await writeFile(join(folder, "stories.txt"), STORIES);
  await writeFile(join(folder, "tokenizer.json"), TOKENIZER);
  await writeFile(join(folder, "broken.json"), "{");
});

afterAll(() => rm(folder, { recursive: true }));

async function succeed(...parameters: readonly string[]): Promise<readonly string[]> {
  const { exitCode, lines, complaints } = await tabloom(...parameters);
  expect(complaints).toEqual([]);
  expect(exitCode).toBe(0);
  return lines;
}

test("what was trained with a tokenizer is exported with it", TIMEOUT, async () => {
  await succeed("train", ...DATA, ...MODEL, "--steps", "2", "--batch", "2", "--out", "model.safetensors");
  await succeed("export", "model.safetensors", ...DATA, "--out", "from-model");
  const [file, card] = await Promise.all(
    ["tokenizer.json", "README.md"].map((name) => readFile(join(folder, "from-model", name))),
  );
  expect(new Uint8Array(file!)).toEqual(TOKENIZER);
  expect(card!.toString()).toContain("BPE tokenizer");
});

test("the bundle of a swarm holds the tokenizer, and its work is replayed from it", TIMEOUT, async () => {
  const few = ["--peers", "2", "--rounds", "1", "--local-steps", "2"];
  await succeed("simulate", ...DATA, ...MODEL, ...few, "--bundle", "swarm.bundle");
  const [report] = await succeed("verify", "swarm.bundle", "--replay", "100", "--json");
  expect(JSON.parse(report!)).toMatchObject({ valid: true, contributions: 2 });
});

test("a file that is no tokenizer ends with one line", TIMEOUT, async () => {
  const { exitCode, complaints } = await tabloom(
    "train",
    "--data",
    "stories.txt",
    "--tokenizer",
    "broken.json",
  );
  expect(exitCode).toBe(1);
  expect(complaints.join()).toContain("not JSON");
});
