import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTabloom } from "../../support/tabloom-command.ts";
import { GPT_FILES } from "../export/gpt-files.ts";
import { readStrictly } from "../export/strict-safetensors.ts";
import { bundleOf, entriesOf, withByte } from "../verify/bundle-fixture.ts";
import { type History, makeHistory } from "../verify/history-fixture.ts";

const TIMEOUT = { timeout: 60_000 };
const TEXT = "The cat sat on the mat, and the dog sat by the door. ".repeat(30);

let folder: string;
let history: History;
const fileIn = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-export-"));
  history = await makeHistory({ peers: 2, rounds: 2 });
  const bundle = await bundleOf(history);
  const commit = entriesOf(bundle).findLast(({ kind }) => kind === 2)!;
  await writeFile(fileIn("good.bundle"), bundle);
  await writeFile(fileIn("changed.bundle"), withByte(bundle, commit.end - 1, 1));
  await writeFile(fileIn("no-data.bundle"), await bundleOf(history, { hasData: false }));
  await writeFile(fileIn("text.txt"), TEXT);
  await writeFile(fileIn("other.txt"), "Quite other words. ".repeat(80));
  await mkdir(fileIn("full"));
  await writeFile(fileIn("full/file"), "");
  const trained = await tabloom(
    "train",
    "--data",
    "text.txt",
    "--model",
    "gpt:nano",
    "--steps",
    "1",
    "--out",
    "model",
  );
  expect(trained.complaints).toEqual([]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

const tabloom = (...parameters: readonly string[]) => runTabloom(folder, ...parameters);

describe("tabloom export", () => {
  test("writes the head of a bundle that is true", TIMEOUT, async () => {
    const first = await tabloom("export", "good.bundle", "--out", "first", "--json");
    expect(first.complaints).toEqual([]);
    const { files } = JSON.parse(first.lines[0]!) as { files: { path: string; bytes: number }[] };
    expect(files.map(({ path }) => path)).toEqual(GPT_FILES);
    const { tensors, metadata } = readStrictly(await readFile(fileIn("first/parameters.safetensors")));
    const { head, state } = history.heads.at(-1)!;
    expect(metadata).toMatchObject({ name: "Example", round: "2", head: head.hash, state: head.state });
    expect([...tensors.values()].reduce((sum, { values }) => sum + values.length, 0)).toBe(
      state.parameters.length,
    );
    const card = await readFile(fileIn("first/README.md"), "utf8");
    expect(card).toContain("4 contributions by 2 devices, 14–15 Nov 2026");
    expect(card).toMatch(/\| loss \| \d/);
  });

  test("writes what was trained alone, with the words of its data", TIMEOUT, async () => {
    const run = ["export", "model", "--data", "text.txt", "--out", "alone"];
    const { exitCode, lines, complaints } = await tabloom(...run, "--name", "Cats", "--licence", "MIT");
    expect(complaints).toEqual([]);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(GPT_FILES.length);
    expect(await readdir(fileIn("alone"))).toContain("onnx");
    const card = await readFile(fileIn("alone/README.md"), "utf8");
    expect(card).toContain('license: "mit"');
    expect(card).toContain("# Cats");
  });

  test.for([
    ["a missing file", ["gone", "--out", "new"], "there is no such file"],
    ["a folder", ["full", "--out", "new"], "full is not a file"],
    ["another file", ["text.txt", "--out", "new"], "not a safetensors file"],
    ["a changed bundle", ["changed.bundle", "--out", "new"], "bad signature"],
    ["a bundle without data", ["no-data.bundle", "--out", "new"], "does not hold the project's data"],
    ["a model without data", ["model", "--out", "new"], "--data"],
    ["other data", ["model", "--data", "other.txt", "--out", "new"], "not the data"],
    ["a folder that is full", ["model", "--data", "text.txt", "--out", "full"], "full is not empty"],
    ["a file for a folder", ["model", "--data", "text.txt", "--out", "text.txt"], "text.txt is not a folder"],
    ["no folder", ["model"], "--out"],
  ] as const)(
    "%s ends with status 1, one line on standard error, and nothing written",
    TIMEOUT,
    async ([, parameters, hint]) => {
      const { exitCode, lines, complaints } = await tabloom("export", ...parameters);
      expect(exitCode).toBe(1);
      expect(lines).toEqual([]);
      expect(complaints).toHaveLength(1);
      expect(complaints[0]).toContain(hint);
      expect(await readdir(folder)).not.toContain("new");
    },
  );
});
