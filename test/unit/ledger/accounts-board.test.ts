import { describe, expect, test } from "vitest";
import type { BoardQuery } from "../../../shared/ledger/accounts/board.ts";
import type { CreditLine } from "../../../shared/ledger/accounts/credit-line.ts";
import { rankGroups } from "../../../shared/ledger/accounts/ranking.ts";
import { recentAverage } from "../../../shared/ledger/accounts/recent-average.ts";
import { type Share, Shares } from "../../../shared/ledger/accounts/share.ts";
import { totalsOf } from "../../../shared/ledger/accounts/totals.ts";
import { creditOf, FLOP_PER_CREDIT } from "../../../shared/ledger/credit-unit.ts";
import { accountsOf, FACTS, History, keyOf, START, WORK } from "../../support/ledger-fixtures.ts";

const NOW = START;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

function line(change: Partial<CreditLine> = {}): CreditLine {
  const work = {
    kind: "work",
    record: keyOf("record"),
    project: FACTS.project,
    device: keyOf("anna"),
  } as const;
  const rest = { root: keyOf("anna"), team: null, at: NOW, flops: FLOP_PER_CREDIT, state: "vested" } as const;
  return { ...work, ...rest, isAccepted: true, ...change };
}

/** Of one device for each person. */
function sharesOf(lines: readonly CreditLine[]): readonly Share[] {
  const byRoot = new Map<string, Shares>();
  for (const line of lines) {
    const shares = byRoot.get(line.root) ?? new Shares(line);
    shares.add(line);
    byRoot.set(line.root, shares);
  }
  return [...byRoot.values()].flatMap((shares) => shares.read());
}

describe("totals", () => {
  test("are exact sums of what was vested, pending and void, of work and audits apart", () => {
    const lines = [
      line(),
      line({ flops: 1n }),
      line({ state: "pending", flops: 5n, at: NOW - 2 * HOUR }),
      line({ state: "void", flops: 0n, isAccepted: false, at: NOW - HOUR }),
      line({ kind: "audit", flops: 7n, at: NOW - DAY }),
      line({ kind: "audit", flops: 9n, state: "pending" }),
    ];
    const totals = {
      work: { vested: FLOP_PER_CREDIT + 1n, pending: 5n, voided: 0n },
      audits: { vested: 7n, pending: 9n, voided: 0n },
      earned: FLOP_PER_CREDIT + 8n,
      contributionCount: 4,
      acceptedCount: 3,
      acceptedShare: 0.75,
      auditCount: 2,
      activeHours: 3,
      firstAt: NOW - DAY,
      lastAt: NOW,
    };
    expect(totalsOf(sharesOf(lines))).toEqual(totals);
    expect(totalsOf(sharesOf(lines.toReversed()))).toEqual(totals);
    expect(totalsOf([])).toMatchObject({ acceptedShare: 0, activeHours: 0, firstAt: 0, lastAt: 0 });
  });
});

describe("the recent average", () => {
  const steady = Array.from({ length: 90 * 24 }, (_, hour) => line({ at: NOW - (hour + 1) * HOUR }));

  test("of who earns the same every day is what they earn a day", () => {
    expect(recentAverage(sharesOf(steady), NOW)).toBeCloseTo(24, 0);
    expect(recentAverage(sharesOf(steady.slice(0, 24)), NOW)).toBeCloseTo(24, 0);
  });

  test("halves in a week of absence, because it is computed when it is read", () => {
    const now = recentAverage(sharesOf(steady), NOW);
    expect(recentAverage(sharesOf(steady), NOW + WEEK) / now).toBeCloseTo(0.5, 3);
    expect(recentAverage(sharesOf(steady), NOW + 3 * WEEK) / now).toBeCloseTo(0.125, 3);
    expect(recentAverage(sharesOf(steady), NOW + 10_000 * WEEK)).toBe(0);
  });

  test("takes an hour at least for the time since the first", () => {
    const [first] = [line({ at: NOW - 1 })];
    expect(recentAverage(sharesOf([first]), NOW)).toBeCloseTo(24, 0);
    expect(recentAverage(sharesOf([line({ at: NOW + DAY })]), NOW)).toBeCloseTo(24, 0);
    expect(recentAverage(sharesOf([line({ at: NOW - 2 * DAY })]), NOW)).toBeCloseTo(0.45, 1);
  });

  test("counts what has vested, and has one value in any order", () => {
    const mixed = [...steady.slice(0, 99), line({ state: "pending" }), line({ state: "void" })];
    expect(recentAverage(sharesOf(mixed.toReversed()), NOW)).toBe(
      recentAverage(sharesOf(steady.slice(0, 99)), NOW),
    );
    expect(recentAverage(sharesOf([line({ state: "pending" })]), NOW)).toBe(0);
  });
});

describe("a ranking", () => {
  const lines = [
    ...[3, 9, 1, 5, 7].map((flops, index) => line({ root: `person ${index}`, flops: BigInt(flops) })),
    line({ root: "newcomer", state: "pending", flops: 2n }),
    line({ root: "other newcomer", state: "pending", flops: 2n }),
    line({ root: "veteran", flops: 100n, at: NOW - 31 * DAY }),
  ];
  const ranked = (query: Partial<BoardQuery>) => {
    const all = { window: "all", nowSeconds: NOW, limit: 100 } as const;
    const { groups, groupCount } = rankGroups(sharesOf(lines), { ...all, ...query }, ({ root }) => root);
    return { keys: groups.map(({ rank, key }) => `${rank} ${key}`), groupCount };
  };

  test("goes by what was earned, then by what is pending, then by the key", () => {
    expect(ranked({})).toEqual({
      keys: [
        "1 veteran",
        "2 person 1",
        "3 person 4",
        "4 person 3",
        "5 person 0",
        "6 person 2",
        "7 newcomer",
        "8 other newcomer",
      ],
      groupCount: 8,
    });
  });

  test("shows as many as were asked for, and those around somebody", () => {
    expect(ranked({ limit: 2 })).toEqual({ keys: ["1 veteran", "2 person 1"], groupCount: 8 });
    expect(ranked({ limit: 3, around: "person 0" }).keys).toEqual(["4 person 3", "5 person 0", "6 person 2"]);
    expect(ranked({ limit: 3, around: "other newcomer" }).keys[0]).toBe("6 person 2");
    expect(ranked({ limit: 1, around: "person 2" }).keys).toEqual(["6 person 2"]);
    for (const around of ["veteran", "nobody"])
      expect(ranked({ limit: 2, around }).keys).toEqual(["1 veteran", "2 person 1"]);
  });

  test("of a window leaves out what is older, and knows the average all the same", () => {
    expect(ranked({ window: "30d" }).groupCount).toBe(7);
    const aged = [
      line({ at: NOW - DAY }),
      line({ at: NOW - DAY + HOUR }),
      line({ at: NOW - 7 * DAY + HOUR }),
    ];
    const sum = (window: BoardQuery["window"]) => {
      const query = { window, nowSeconds: NOW, limit: 9 };
      const [group] = rankGroups(sharesOf(aged), query, ({ root }) => root).groups;
      return [group?.totals.contributionCount, group?.recentAverage];
    };
    const average = recentAverage(sharesOf(aged), NOW);
    expect(sum("24h")).toEqual([1, average]);
    expect(sum("7d")).toEqual([3, average]);
    const devices = [line({ at: NOW - 3 * DAY }), line({ root: keyOf("ben") })].flatMap((one) =>
      sharesOf([one]),
    );
    const query = { window: "24h", nowSeconds: NOW, limit: 9 } as const;
    const [both] = rankGroups(devices, query, () => "one person").groups;
    expect([both?.totals.contributionCount, both?.recentAverage]).toEqual([1, recentAverage(devices, NOW)]);
  });
});

describe("the order", () => {
  /** Anna has earned most, Ben was there in most hours, and Carl's contributions counted most often. */
  const lines = [
    line({ flops: 9n }),
    ...[0, 1, 2].map((hour) =>
      line({ root: keyOf("ben"), flops: 1n, at: NOW - hour * HOUR, isAccepted: hour === 0 }),
    ),
    ...[0, 1].map(() => line({ root: keyOf("carl"), flops: 1n })),
  ];
  const firstBy = (unit: "earned" | "hours" | "contributions" | undefined) =>
    rankGroups(sharesOf(lines), { window: "all", nowSeconds: NOW, limit: 1, unit }, ({ root }) => root)
      .groups[0]?.key;

  test("follows the unit, which is what was earned where nothing is said", () => {
    expect(firstBy(undefined)).toBe(keyOf("anna"));
    expect(firstBy("earned")).toBe(keyOf("anna"));
    expect(firstBy("hours")).toBe(keyOf("ben"));
    expect(firstBy("contributions")).toBe(keyOf("carl"));
  });
});

describe("a leaderboard", () => {
  const [anna, ben, carl] = ["anna", "ben", "carl"].map(keyOf) as [string, string, string];
  const history = new History();
  const herons = history.found(anna, "Herons").record.hash;
  history.identify(anna, { name: "Anna", isListed: true, country: "CH", team: herons });
  history.identify(ben, { name: "Ben", isListed: false, country: "CH", team: herons });
  history.identify(carl, { isListed: true, country: "", team: keyOf("a team without a record") });
  history.round([anna, ben, carl], { weightOf: (device) => (device === ben ? 768 : 1_536) });
  const accounts = accountsOf(history.records);
  const query = { window: "all", nowSeconds: NOW, project: null, limit: 10 } as const;
  const board = (by: BoardQuery["by"], project: string | null = null) =>
    accounts.leaderboard({ ...query, by, project });

  test("names those who want to be listed, and nobody else", () => {
    const { rows, rowCount } = board("person");
    expect(rowCount).toBe(3);
    const labels = new Map(rows.map(({ key, name, country }) => [key, [name, country]]));
    expect([anna, ben, carl].map((key) => labels.get(key))).toEqual([
      ["Anna", "CH"],
      [null, ""],
      [null, ""],
    ]);
    expect(rows.at(-1)).toMatchObject({ rank: 3, key: ben, credit: 0, recentAverage: 0 });
    expect(rows.at(-1)?.totals.work.pending).toBe(WORK / 4n);
  });

  test("of teams shows those that are known, and of countries those that are named", () => {
    expect(board("team")).toMatchObject({
      rows: [{ key: herons, name: "Herons", country: "" }],
      rowCount: 1,
    });
    expect(board("country")).toMatchObject({ rows: [{ key: "CH", name: null }], rowCount: 1 });
    expect(board("country").rows[0]?.totals.work.pending).toBe((3n * WORK) / 4n);
  });

  test("is of one project, or of all", () => {
    expect(board("person", FACTS.project).rowCount).toBe(3);
    expect(board("person", keyOf("another project"))).toEqual({ rows: [], rowCount: 0 });
  });

  test("counts in the one unit that receipts count in", () => {
    const [row] = rankGroups(sharesOf([line({ flops: 10n * FLOP_PER_CREDIT })]), query, () => "x").groups;
    expect([creditOf(row!.totals.earned), row!.recentAverage / 24]).toEqual([10, expect.closeTo(10, 0)]);
  });
});
