import { describe, expect, test } from "vitest";
import { commitOf, devicesOf } from "./branch-fixture.ts";
import { AGAIN_MS, GuardBench, lastOf, LOOK_MS, lookedInto } from "./guard-fixture.ts";

describe("a head of others", () => {
  test("is followed by whoever cannot replay, whatever it is", async () => {
    const bench = new GuardBench();
    const forgers = bench.identities(4);
    const branch = await bench.known(forgers, "invented", 2);
    bench.canReplay = false;
    expect(bench.guard.isTrusted(lastOf(branch, devicesOf(forgers)))).toBe(true);
    bench.guard.examine(branch.latest.head.hash, commitOf(branch, 1));
    expect(bench.looks).toEqual([]);
  });

  test("is followed when it was looked into and found real, and nobody's word is needed", async () => {
    const bench = new GuardBench();
    const strangers = bench.identities(4);
    const branch = await bench.known(strangers, "real", 3);
    const last = lastOf(branch, devicesOf(strangers));
    expect(bench.guard.isTrusted(last)).toBe(false);
    await lookedInto(bench, branch);
    expect(bench.guard.isTrusted(last)).toBe(true);
    expect(bench.refused).toEqual([]);
  });

  test("is followed some rounds above a proven one if those lead there who were found to work", async () => {
    const bench = new GuardBench();
    const workers = bench.identities(4, "worker");
    const branch = await bench.known(workers, "real", 3);
    await lookedInto(bench, branch);
    const more = await bench.known(workers, "real", 3, branch.latest);
    expect(bench.guard.isTrusted(lastOf(more, devicesOf(workers).slice(0, 3)))).toBe(true);
    const forgers = bench.identities(4, "forger");
    const forged = await bench.known(forgers, "invented", 2, branch.latest);
    expect(bench.guard.isTrusted(lastOf(forged, devicesOf(forgers)))).toBe(false);
    const mixed = await bench.known([...forgers, workers[0]!], "invented", 1, branch.latest);
    expect(bench.guard.isTrusted(lastOf(mixed, devicesOf([...forgers, workers[0]!])))).toBe(false);
  });

  test("is refused with all that is built on it when it was found forged, and its liars are named", async () => {
    const bench = new GuardBench();
    const forgers = bench.identities(6);
    const branch = await bench.known(forgers, "invented", 3);
    await lookedInto(bench, branch);
    expect(bench.refused).toMatchObject([{ head: branch.latest.head.hash }]);
    expect(bench.refused[0]!.liars).toHaveLength(3);
    await branch.extend("invented");
    bench.note(branch);
    const last = lastOf(branch, devicesOf(forgers));
    expect(bench.guard.isRefused(last.head.hash, last.body)).toBe(true);
    expect(bench.guard.isTrusted(last)).toBe(false);
  });

  test("is not followed for its many signatures", async () => {
    const bench = new GuardBench();
    const forgers = bench.identities(16);
    const branch = await bench.known(forgers, "invented", 3);
    expect(bench.guard.isTrusted(lastOf(branch, devicesOf(forgers)))).toBe(false);
  });
});

describe("colleagues", () => {
  /** Eight that this peer has worked with, on a branch that counts, and what of them was audited. */
  async function colleagues(audited: number) {
    const bench = new GuardBench();
    const cell = bench.identities(8, "colleague");
    const own = await bench.known(cell, "real", 2);
    bench.guard.onWorkedWith(devicesOf(cell));
    for (const [index, { feed }] of cell.slice(0, audited).entries()) {
      // Everybody is among the first three auditors of some: one of the others always is.
      for (const judge of cell) if (judge !== cell[index]) await bench.audit(own, feed.device, judge);
    }
    const next = await bench.known(cell, "real", 1, own.latest);
    return { bench, cell, own, next };
  }

  test("lead this peer on when half of them sign whose work was audited", async () => {
    const { bench, cell, next } = await colleagues(8);
    const trusts = (count: number) => bench.guard.isTrusted(lastOf(next, devicesOf(cell).slice(0, count)));
    expect([3, 4, 8].map(trusts)).toEqual([false, true, true]);
  });

  test("do not before their work was audited", async () => {
    const { bench, cell, next } = await colleagues(0);
    expect(bench.guard.isTrusted(lastOf(next, devicesOf(cell)))).toBe(false);
  });

  // Of eight colleagues one was audited first. It was all that was known, and so led everybody wherever it liked.
  test("are not led astray by the first of them whose audit is passed", async () => {
    const { bench, cell, own } = await colleagues(1);
    const turncoat = cell.slice(0, 1);
    const forged = await bench.known(turncoat, "invented", 1, own.latest);
    expect(bench.guard.isTrusted(lastOf(forged, devicesOf(turncoat)))).toBe(false);
  });

  test("count no more once they were false", async () => {
    const { bench, cell, next } = await colleagues(8);
    for (const part of commitOf(next, 0).contributions.slice(0, 6))
      bench.ledger.settle(part.record, { isTrue: false, window: 0, falseVerdicts: new Set() });
    expect(bench.guard.isTrusted(lastOf(next, devicesOf(cell)))).toBe(false);
  });
});

describe("looks", () => {
  test("are taken one at a time at others' branches, and then somebody else's is next", async () => {
    const bench = new GuardBench();
    const [one, other] = [
      await bench.known(bench.identities(3, "one"), "real", 3),
      await bench.known(bench.identities(3, "other"), "invented", 3),
    ];
    bench.holders = ["01".repeat(32)];
    bench.guard.examine(one.latest.head.hash, commitOf(one, 2));
    bench.guard.examine(other.latest.head.hash, commitOf(other, 2));
    expect(bench.looks).toEqual([one.latest.head.hash]);
    await bench.pass(LOOK_MS);
    bench.guard.examine(other.latest.head.hash, commitOf(other, 2)); // of the same neighbour
    expect(bench.looks).toHaveLength(1);
    bench.holders = ["02".repeat(32)];
    await lookedInto(bench, other);
    expect(bench.looks).toEqual([one.latest.head.hash, other.latest.head.hash]);
    bench.holders = ["01".repeat(32)];
    await bench.pass(AGAIN_MS);
    await lookedInto(bench, other);
    expect(bench.looks).toHaveLength(3);
  });

  test("go on at the branch on which this peer stands, while another's is looked into", async () => {
    const bench = new GuardBench();
    const one = await bench.known(bench.identities(3, "one"), "real", 3);
    const own = await bench.known(bench.identities(3, "other"), "invented", 3);
    bench.guard.examine(one.latest.head.hash, commitOf(one, 2));
    await bench.join(own);
    expect(bench.looks).toEqual([one.latest.head.hash, own.latest.head.hash]);
    expect(bench.refused).toMatchObject([{ head: own.latest.head.hash }]);
  });

  test("end when this peer does", async () => {
    const bench = new GuardBench();
    const branch = await bench.known(bench.identities(6), "invented", 3);
    bench.guard.examine(branch.latest.head.hash, commitOf(branch, 2));
    bench.guard.stop();
    await bench.pass(LOOK_MS);
    expect(bench.refused).toEqual([]);
    bench.guard.examine(branch.latest.head.hash, commitOf(branch, 2));
    expect(bench.looks).toHaveLength(1);
  });
});
