import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTabloom } from "../../support/tabloom-command.ts";
import { bundleOf, entriesOf, withByte } from "../verify/bundle-fixture.ts";
import { makeHistory } from "../verify/history-fixture.ts";

const TIMEOUT = { timeout: 60_000 };
const TEXT = "The cat sat on the mat, and the dog sat by the door. ".repeat(30);
const FIELDS = ["valid", "records", "contributions", "commits", "peers", "credit", "head"];

let folder: string;
const fileIn = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-verify-"));
  const history = await makeHistory({ peers: 2, rounds: 2 });
  const bundle = await bundleOf(history);
  const commit = entriesOf(bundle).findLast(({ kind }) => kind === 2)!;
  const lied = await makeHistory({
    peers: 2,
    rounds: 2,
    lies: { result: (result) => ({ ...result, delta: result.delta.map((value) => value / 2) }) },
  });
  await writeFile(fileIn("good.bundle"), bundle);
  await writeFile(fileIn("changed.bundle"), withByte(bundle, commit.end - 1, 1));
  await writeFile(fileIn("lied.bundle"), await bundleOf(lied));
  await writeFile(fileIn("no-data.bundle"), await bundleOf(history, { hasData: false }));
  await writeFile(fileIn("text.txt"), TEXT);
  await writeFile(fileIn("nothing.bundle"), "");
  await mkdir(fileIn("folder"));
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

const tabloom = (...parameters: readonly string[]) => runTabloom(folder, ...parameters);

async function verifyJson(...parameters: readonly string[]) {
  const { exitCode, lines, complaints } = await tabloom("verify", ...parameters, "--json");
  expect(complaints).toEqual([]);
  expect(lines).toHaveLength(1);
  return { exitCode, report: JSON.parse(lines[0]!) as Record<string, unknown> };
}

describe("tabloom verify", () => {
  test("says in one sentence that a history is true", TIMEOUT, async () => {
    const { exitCode, lines, complaints } = await tabloom("verify", "good.bundle");
    expect(complaints).toEqual([]);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Valid: 4 contributions by 2 peers, [\d.]+ MFLOP, 14–15 Nov 2026$/);
  });

  test("prints one object with just these fields", TIMEOUT, async () => {
    const { exitCode, report } = await verifyJson("good.bundle");
    expect(exitCode).toBe(0);
    expect(Object.keys(report)).toEqual(FIELDS);
    expect(report).toMatchObject({ valid: true, records: 11, contributions: 4, commits: 2, peers: 2 });
    expect(report["credit"]).toBeGreaterThan(0);
  });

  test("names the first record that fails, why and where, with status 1", TIMEOUT, async () => {
    const { exitCode, report } = await verifyJson("changed.bundle");
    expect(exitCode).toBe(1);
    expect(Object.keys(report)).toEqual([...FIELDS, "firstFailure"]);
    expect(report).toMatchObject({ valid: false, firstFailure: { type: "commit", reason: "bad signature" } });
    const failure = report["firstFailure"] as Record<string, unknown>;
    expect(Object.keys(failure).join()).toBe("entry,position,type,hash,code,values,detail,reason");
    const { exitCode: status, lines } = await tabloom("verify", "changed.bundle");
    expect(status).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^Not valid: commit [0-9a-f]{12} fails at entry 11, byte [\d,]+: bad/),
    ]);
  });

  test("finds with --replay what nobody else can see", TIMEOUT, async () => {
    expect((await verifyJson("lied.bundle")).report["valid"]).toBe(true);
    const { exitCode, report } = await verifyJson("lied.bundle", "--replay", "1%");
    expect(exitCode).toBe(1);
    expect(report["firstFailure"]).toMatchObject({ type: "contribution" });
    const fresh = await verifyJson("good.bundle", "--replay", "50", "--seed", "mine");
    expect(fresh).toMatchObject({ exitCode: 0, report: { valid: true } });
  });

  test.for([
    ["a missing file", ["gone.bundle"], "there is no such file"],
    ["a folder", ["folder"], "folder is not a file"],
    ["another file", ["text.txt"], "text.txt: this is not a bundle of Tabloom"],
    ["an empty file", ["nothing.bundle"], "nothing.bundle: the file is empty"],
    ["a replay without data", ["no-data.bundle", "--replay", "10"], "does not hold the project's data"],
    ["a share above all", ["good.bundle", "--replay", "101"], "above 0, up to 100"],
    ["no file", [], "bundle"],
  ] as const)(
    "%s ends with status 1 and one line on standard error",
    TIMEOUT,
    async ([, parameters, hint]) => {
      const { exitCode, lines, complaints } = await tabloom("verify", ...parameters);
      expect(exitCode).toBe(1);
      expect(lines).toEqual([]);
      expect(complaints).toHaveLength(1);
      expect(complaints[0]).toMatch(/^error: /);
      expect(complaints[0]).toContain(hint);
    },
  );
});

describe("tabloom simulate --bundle", () => {
  const run = [
    "simulate",
    "--data",
    "text.txt",
    "--model",
    "gpt:nano",
    "--local-steps",
    "1",
    "--eval-every",
    "9",
  ];

  test("writes a history that holds, work included", TIMEOUT, async () => {
    const simulated = await tabloom(
      ...run,
      "--peers",
      "2",
      "--rounds",
      "2",
      "--bundle",
      "run.bundle",
      "--json",
    );
    expect(simulated.exitCode).toBe(0);
    const done = JSON.parse(simulated.lines.at(-1)!) as Record<string, unknown>;
    const { report } = await verifyJson("run.bundle", "--replay", "100");
    expect(report).toMatchObject({ valid: true, contributions: 4, commits: 2, peers: 2, head: done["head"] });
  });

  test("says before it trains that it cannot write the file", TIMEOUT, async () => {
    const { exitCode, lines, complaints } = await tabloom(
      ...run,
      "--peers",
      "2",
      "--rounds",
      "2",
      "--bundle",
      "folder",
    );
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(complaints).toEqual(["error: folder could not be written: it is a folder."]);
  });
});
