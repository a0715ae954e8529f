import { describe, expect, test } from "vitest";
import type { Hash } from "../../../../shared/core/ids.ts";
import { BranchCheck, type BranchOutcome } from "../../../../shared/swarm/audit/branch-check.ts";
import type { Shown } from "../../../../shared/swarm/audit/replay-contribution.ts";
import type { ForgedBranch, ForgedRound } from "../../../simulation/forged-branch.ts";
import {
  AuditBench,
  commitOf,
  devicesOf,
  extend,
  GENESIS,
  portsOf,
  RULES,
  type Withheld,
} from "./branch-fixture.ts";

interface Look extends Withheld {
  readonly below?: readonly ForgedBranch[];
  readonly ownSteps?: number;
  readonly known?: readonly string[];
  readonly own?: readonly Hash[];
  readonly label?: string;
}

function begin(bench: AuditBench, branch: ForgedBranch, look: Look = {}) {
  const shown: [Hash, Shown][] = [];
  const check = new BranchCheck({
    ...portsOf(bench),
    material: bench.material([...(look.below ?? []), branch], look),
    ownSteps: () => look.ownSteps ?? RULES.maxSteps,
    random: bench.random.fork(look.label ?? "check"),
    isKnown: (device) => look.known?.includes(device) === true,
    isOwn: (commit) => look.own?.includes(commit) === true,
    onShown: (contribution, what) => shown.push([contribution, what]),
  });
  return { check, shown, outcome: check.run(branch.latest.head.hash) };
}

const lookInto = (bench: AuditBench, branch: ForgedBranch, look: Look = {}): Promise<BranchOutcome> =>
  bench.until(begin(bench, branch, look).outcome);

const PROVEN = { state: "proven", liars: [] };

describe("a branch that was worked for", () => {
  test("is proven, however short it is, and whether one peer or a full cell did the work", async () => {
    for (const [peers, rounds] of [
      [1, 1],
      [1, 5],
      [3, 2],
      [16, 4],
    ] as const) {
      const bench = new AuditBench();
      const branch = bench.branchOf(bench.identities(peers));
      await extend(branch, "real", rounds);
      expect(await lookInto(bench, branch), `${peers} peers, ${rounds} rounds`).toEqual(PROVEN);
    }
  });

  test("is proven by a few replays from its last three rounds", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(8));
    await extend(branch, "real", 6);
    const { outcome, shown } = begin(bench, branch);
    await bench.until(outcome);
    const rounds = [3, 4, 5].map((round) =>
      commitOf(branch, round).contributions.map(({ record }) => record),
    );
    expect(shown).toHaveLength(3);
    for (const [index, records] of rounds.entries())
      expect(
        shown.some(([contribution]) => records.includes(contribution)),
        `round ${index}`,
      ).toBe(true);
  });

  test("is never refused for a fifth of liars among honest peers, and they are named when they are met", async () => {
    const bench = new AuditBench();
    const identities = bench.identities(10);
    const fakers = devicesOf(identities).slice(0, 2);
    const branch = bench.branchOf(identities);
    for (let round = 0; round < 3; round++)
      await branch.extend("real", 16, (device) => (fakers.includes(device) ? "invented" : "real"));
    const states = new Set<string>();
    for (let turn = 0; turn < 60; turn++) {
      const { state, liars } = await lookInto(bench, branch, { label: `${turn}` });
      for (const liar of liars) expect(fakers).toContain(liar);
      states.add(state);
    }
    expect(states).toEqual(new Set(["proven"]));
  });

  test("is proven by its newest round when nobody keeps θ below the others any more", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(4));
    await extend(branch, "real", 5);
    expect(await lookInto(bench, branch, { states: [branch.rounds[2]!.known.head.state] })).toEqual(PROVEN);
  });

  test("costs a slow peer a window or two of each, and nobody a whole contribution", async () => {
    for (const [ownSteps, mostSteps] of [
      [8, 3 * 8],
      [60, 3 * 4 * 8],
    ] as const) {
      const bench = new AuditBench();
      const branch = bench.branchOf(bench.identities(4));
      await extend(branch, "real", 3);
      expect(await lookInto(bench, branch, { ownSteps })).toEqual(PROVEN);
      expect(bench.replayer.steps).toBeGreaterThan(0);
      expect(bench.replayer.steps).toBeLessThanOrEqual(mostSteps);
    }
  });

  test("is proven within the tolerance where bits cannot be compared, with all of the steps", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(4), GENESIS, "gpu-float");
    await extend(branch, "real", 3);
    expect(await lookInto(bench, branch)).toEqual(PROVEN);
    expect(bench.replayer.steps).toBe(3 * RULES.maxSteps);
  });
});

describe("a branch that was not worked for", () => {
  test("is refused, and who signed the work that was looked at is named", async () => {
    for (const seats of [1, 2, 16]) {
      const bench = new AuditBench();
      const identities = bench.identities(20);
      const branch = bench.branchOf(identities);
      for (let round = 0; round < 4; round++) await branch.extend("invented", seats);
      const { state, liars } = await lookInto(bench, branch);
      expect(state).toBe("refused");
      expect(liars.length).toBe(Math.min(3, seats === 2 ? 2 : seats));
      for (const liar of liars) expect(devicesOf(identities)).toContain(liar);
    }
  });

  test("is refused for one forged round, wherever it lies among the last three", async () => {
    for (const forged of [0, 1, 2]) {
      const bench = new AuditBench();
      const [honest, forgers] = [bench.identities(8, "honest"), bench.identities(8, "forger")];
      const branch = bench.branchOf([...honest, ...forgers]);
      for (let round = 0; round < 3; round++) await branch.extend(round === forged ? "invented" : "real", 16);
      for (let turn = 0; turn < 10; turn++)
        expect((await lookInto(bench, branch, { label: `${turn}` })).state).toBe("refused");
    }
  });

  test("is refused when it weighs one step as many, though that one was done", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(8));
    await extend(branch, "cheap", 3);
    const { state, liars } = await lookInto(bench, branch);
    expect(state).toBe("refused");
    expect(liars).toHaveLength(8); // all who signed for more than they did
    expect(bench.replayer.steps).toBe(0);
  });

  test("is refused where bits cannot be compared", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(6), GENESIS, "gpu-float");
    await extend(branch, "invented", 3);
    expect((await lookInto(bench, branch)).state).toBe("refused");
  });

  test("is not believed for real work that others did on it in good faith", async () => {
    const bench = new AuditBench();
    const forged = bench.branchOf(bench.identities(8, "forger"));
    await extend(forged, "invented", 4);
    const branch = bench.branchOf(bench.identities(4, "astray"), forged.latest);
    await extend(branch, "real", 3);
    const look = { below: [forged] };
    expect(await lookInto(bench, branch, look)).toEqual({ state: "strange", liars: [] });
    expect((await lookInto(bench, branch, { ...look, commits: [forged.latest.head.hash] })).state).not.toBe(
      "proven",
    );
  });
});

describe("what lies below the last rounds", () => {
  test("holds where one round hands on to the next, though in the end nobody is left who began", async () => {
    const bench = new AuditBench();
    const identities = bench.identities(12);
    let base = GENESIS;
    const branches: ForgedBranch[] = [];
    for (let first = 0; first < 9; first++) {
      const branch = bench.branchOf(identities.slice(first, first + 4), base);
      await branch.extend("real");
      base = branch.latest;
      branches.push(branch);
    }
    const last = branches.pop()!;
    expect(await lookInto(bench, last, { below: branches })).toEqual(PROVEN);
  });

  test("need not be looked at where this peer stands itself, and holds where it knows those who worked", async () => {
    const bench = new AuditBench();
    const before = bench.identities(4, "before");
    const old = bench.branchOf(before);
    await extend(old, "real", 4);
    const branch = bench.branchOf(bench.identities(4, "after"), old.latest);
    await extend(branch, "real", 3);
    const look = { below: [old] };
    expect((await lookInto(bench, branch, look)).state).toBe("strange");
    expect(await lookInto(bench, branch, { ...look, own: [old.latest.head.hash] })).toEqual(PROVEN);
    expect(await lookInto(bench, branch, { ...look, known: devicesOf(before) })).toEqual(PROVEN);
  });
});

describe("a branch of which something is withheld", () => {
  test("is not proven: a record of what was contributed, or θ below its newest round", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(4));
    await extend(branch, "real", 4);
    const [first, second, third, last] = branch.rounds as [
      ForgedRound,
      ForgedRound,
      ForgedRound,
      ForgedRound,
    ];
    const contributions = ({ material }: ForgedRound) => material.contributions.map(({ hash }) => hash);
    const withheld: readonly Withheld[] = [
      { contributions: contributions(last) },
      { contributions: contributions(second) },
      { contributions: contributions(last).slice(0, 2) },
      { states: [third.known.head.state] },
      { commits: [third.known.head.hash] },
      { commits: [last.known.head.hash] },
    ];
    for (const look of withheld)
      expect(await lookInto(bench, branch, look), JSON.stringify(look)).toEqual({
        state: "withheld",
        liars: [],
      });
    expect((await lookInto(bench, branch, { commits: [first.known.head.hash] })).state).not.toBe("proven");
  });

  test("is not proven by real work alone when the invented is what nobody shows", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(16));
    await branch.extend("real");
    await extend(branch, "invented", 2);
    const hidden = branch.rounds
      .slice(1)
      .flatMap(({ material }) => material.contributions.map(({ hash }) => hash));
    expect((await lookInto(bench, branch, { contributions: hidden })).state).toBe("withheld");
  });

  test("is not refused for a record that gives the work to somebody else", async () => {
    const bench = new AuditBench();
    const branch = bench.branchOf(bench.identities(1));
    await extend(branch, "real", 1);
    const material = bench.material([branch]);
    const check = new BranchCheck({
      ...portsOf(bench),
      onShown: () => expect.unreachable("nothing can be replayed"),
      material: {
        ...material,
        contribution: async (hash) => {
          const found = await material.contribution(hash);
          return found && { ...found, device: "ff".repeat(32) };
        },
      },
    });
    expect(await bench.until(check.run(branch.latest.head.hash))).toEqual({ state: "withheld", liars: [] });
  });
});

test("a look that is cancelled ends at once and says nothing", async () => {
  const bench = new AuditBench();
  const branch = bench.branchOf(bench.identities(8));
  await extend(branch, "real", 3);
  const { check, outcome } = begin(bench, branch);
  await bench.pass(100);
  check.cancel();
  expect(await bench.until(outcome)).toEqual({ state: "unknown", liars: [] });
});

test("rounds in which nothing counted are passed over, and a branch of nothing else weighs nothing", async () => {
  const bench = new AuditBench();
  const branch = bench.branchOf(bench.identities(4));
  await extend(branch, "real", 4);
  const material = bench.material([branch]);
  const weightless = new Set(branch.rounds.slice(2).map(({ known }) => known.head.hash));
  const run = (isWeightless: (hash: Hash) => boolean) => {
    const check = new BranchCheck({
      ...portsOf(bench),
      material: {
        ...material,
        commit: async (hash) => {
          const body = await material.commit(hash);
          if (body === null || !isWeightless(hash)) return body;
          return { ...body, contributions: body.contributions.map((part) => ({ ...part, weight: 0 })) };
        },
      },
    });
    return bench.until(check.run(branch.latest.head.hash));
  };
  expect(await run((hash) => weightless.has(hash))).toEqual(PROVEN);
  expect((await run(() => true)).state).toBe("unknown");
});
