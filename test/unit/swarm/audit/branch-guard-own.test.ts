import { describe, expect, test } from "vitest";
import type { ForgedBranch } from "../../../simulation/forged-branch.ts";
import { commitOf, devicesOf, GENESIS, type Withheld } from "./branch-fixture.ts";
import { AGAIN_MS, GuardBench, lastOf, LOOK_MS } from "./guard-fixture.ts";

describe("a branch on which this peer stands, and whose work nobody shows", () => {
  const hidden = (branch: ForgedBranch): Withheld => ({
    contributions: branch.rounds.flatMap(({ material }) => material.contributions.map(({ hash }) => hash)),
  });

  test("is left when it is no better a round later", async () => {
    const bench = new GuardBench();
    const branch = await bench.known(bench.identities(4), "invented", 3);
    bench.withheld = hidden(branch);
    await bench.join(branch);
    expect(bench.looks).toHaveLength(2);
    expect(bench.refused).toEqual([{ head: branch.latest.head.hash, liars: [] }]);
    expect(bench.guard.isRefused(branch.latest.head.hash, commitOf(branch, 2))).toBe(true);
    bench.latest = GENESIS;
    await bench.pass(AGAIN_MS + LOOK_MS);
    expect(bench.guard.isRefused(branch.latest.head.hash, commitOf(branch, 2))).toBe(false);
  });

  test("is looked at again as soon as a round has ended, and kept when that one holds", async () => {
    const bench = new GuardBench();
    const workers = bench.identities(4);
    const branch = await bench.known(workers, "real", 3);
    bench.withheld = { states: branch.rounds.map(({ known }) => known.head.state) }; // whoever has it was started anew
    bench.latest = branch.latest;
    bench.guard.examineOwn(branch.latest.head.hash, commitOf(branch, 2));
    await bench.pass(100);
    const next = await bench.known(workers, "real", 1, branch.latest);
    bench.latest = next.latest;
    bench.withheld = { states: bench.withheld.states!.slice(0, 2) };
    bench.guard.onWorkedWith(devicesOf(workers));
    await bench.pass(LOOK_MS);
    expect(bench.looks).toEqual([branch.latest.head.hash, next.latest.head.hash]);
    expect(bench.refused).toEqual([]);
    expect(bench.guard.isTrusted(lastOf(next, devicesOf(workers)))).toBe(true);
  });

  test("is kept while nobody is there who stands on it: it is all that there is", async () => {
    const bench = new GuardBench();
    const branch = await bench.known(bench.identities(4), "real", 3);
    bench.withheld = hidden(branch);
    bench.holders = [];
    await bench.join(branch);
    await bench.pass(3 * AGAIN_MS);
    expect(bench.refused).toEqual([]);
    expect(bench.looks.length).toBeGreaterThan(1);
  });

  test("is left by whoever works on it alone, as long as those are there who led it here", async () => {
    const bench = new GuardBench();
    const forged = await bench.known(bench.identities(4, "forger"), "invented", 2);
    bench.withheld = hidden(forged);
    bench.holdersOf.set(forged.latest.head.hash, ["bb".repeat(32)]);
    bench.latest = forged.latest;
    bench.guard.examineOwn(forged.latest.head.hash, commitOf(forged, 1));
    await bench.pass(100);
    const alone = await bench.known(bench.identities(1, "astray"), "real", 1, forged.latest);
    bench.latest = alone.latest;
    bench.holders = [];
    bench.guard.onWorkedWith([]);
    await bench.pass(LOOK_MS);
    expect(bench.refused).toEqual([{ head: alone.latest.head.hash, liars: [] }]);
  });

  test("is left though what it is built on is proven meanwhile", async () => {
    const bench = new GuardBench();
    const honest = await bench.known(bench.identities(4, "worker"), "real", 3);
    bench.latest = honest.latest;
    bench.guard.examineOwn(honest.latest.head.hash, commitOf(honest, 2));
    const forged = await bench.known(bench.identities(4, "forger"), "invented", 1, honest.latest);
    bench.withheld = hidden(forged);
    await bench.join(forged);
    expect(bench.guard.isTrusted(lastOf(honest, []))).toBe(true);
    expect(bench.refused).toEqual([{ head: forged.latest.head.hash, liars: [] }]);
  });

  test("is left when others have worked in good faith on what was forged", async () => {
    const bench = new GuardBench();
    const forged = await bench.known(bench.identities(4, "forger"), "invented", 3);
    const branch = await bench.known(bench.identities(4, "astray"), "real", 3, forged.latest);
    await bench.join(branch);
    expect(bench.refused).toEqual([{ head: branch.latest.head.hash, liars: [] }]);
  });
});
