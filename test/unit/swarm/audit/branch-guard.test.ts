import { describe, expect, test } from "vitest";
import type { Hash, PeerId } from "../../../../shared/core/ids.ts";
import type { Commit } from "../../../../shared/ledger/record.ts";
import type { VerdictBody } from "../../../../shared/ledger/records/verdict.ts";
import { BranchGuard } from "../../../../shared/swarm/audit/branch-guard.ts";
import type { KnownHead } from "../../../../shared/swarm/known-head.ts";
import type { ForgedBranch, Identity } from "../../../simulation/forged-branch.ts";
import { AuditBench, commitOf, devicesOf, extend, GENESIS, RULES, type Withheld } from "./branch-fixture.ts";

/** Of everything that a look at one of these small branches takes. */
const LOOK_MS = 10_000;
const AGAIN_MS = 15_000;

class GuardBench extends AuditBench {
  readonly guard: BranchGuard;
  readonly refused: { head: Hash; liars: readonly PeerId[] }[] = [];
  /** Branches whose material can be had, the lower ones first. */
  branches: readonly ForgedBranch[] = [];
  withheld: Withheld = {};
  holders: readonly PeerId[] = ["aa".repeat(32)];
  latest: KnownHead = GENESIS;
  canReplay = true;
  /** Looks that were begun. */
  looks: Hash[] = [];

  constructor() {
    super();
    this.guard = new BranchGuard({
      rules: RULES,
      clock: this.clock,
      ledger: this.ledger,
      random: this.random,
      replayer: {
        canReplay: () => this.canReplay,
        start: (request, onWindow) => this.replayer.start(request, onWindow),
      },
      latest: () => this.latest,
      genesis: () => GENESIS,
      holdersOf: () => this.holders,
      materialOf: (head) => {
        this.looks.push(head);
        return this.material(this.branches, this.withheld);
      },
      ownSteps: () => RULES.maxSteps,
      onShown: () => undefined,
      onRefused: (head, liars) => this.refused.push({ head, liars }),
      onProblem: (error) => expect.unreachable(String(error)),
    });
  }

  /** A branch whose records are known here. */
  async known(identities: readonly Identity[], work: "real" | "invented", rounds: number, base = GENESIS) {
    const branch = this.branchOf(identities, base);
    await extend(branch, work, rounds);
    this.branches = [...this.branches, branch];
    this.note(branch);
    return branch;
  }

  /** Stands on the end of a branch, as it was fetched. */
  async join(branch: ForgedBranch): Promise<void> {
    this.latest = branch.latest;
    this.guard.examine(branch.latest.head.hash, commitOf(branch, branch.rounds.length - 1));
    await this.pass(LOOK_MS);
  }

  /** Somebody vouches for the work of a device in the first round of a branch, which is the heaviest. */
  async audit(branch: ForgedBranch, device: PeerId, judge: Identity): Promise<void> {
    const { record } = commitOf(branch, 0).contributions.find((part) => part.device === device)!;
    const { project } = RULES;
    const answer = {
      project,
      contribution: record,
      result: "match",
      window: 0,
      inner: ["00".repeat(32)],
    } as const;
    const body: VerdictBody = { ...answer, distanceMicros: 0, refutes: [], at: 1_793_492_000 };
    this.ledger.note(await judge.feed.append({ type: "verdict", body }), this.signatures);
  }
}

/** The last commit of a branch, signed by these. */
function lastOf(branch: ForgedBranch, signers: readonly PeerId[]): Commit {
  const index = branch.rounds.length - 1;
  return { head: branch.latest.head, body: commitOf(branch, index), signers };
}

const lookedInto = async (bench: GuardBench, branch: ForgedBranch): Promise<void> => {
  bench.guard.examine(branch.latest.head.hash, commitOf(branch, branch.rounds.length - 1));
  await bench.pass(LOOK_MS);
};

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
    bench.guard.examine(branch.latest.head.hash, commitOf(branch, 2));
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

  test("is left though what it is built on is proven meanwhile", async () => {
    const bench = new GuardBench();
    const honest = await bench.known(bench.identities(4, "worker"), "real", 3);
    bench.latest = honest.latest;
    bench.guard.examine(honest.latest.head.hash, commitOf(honest, 2));
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
