import { describe, expect, test } from "vitest";
import type { CommitBody } from "../../../../shared/ledger/records/commit.ts";
import { createRandom } from "../../../../shared/core/random.ts";
import { BranchTally, drawParts, type Part } from "../../../../shared/swarm/audit/branch-tally.ts";

const hex = (value: number): string => value.toString(16).padStart(64, "0");

/** A round in which device i contributed record 100 · round + i, with this weight. */
function commit(round: number, weights: readonly number[]): CommitBody {
  const contributions = weights.map((weight, index) => ({
    device: hex(index),
    record: hex(100 * round + index),
    weight,
  }));
  const zero = hex(0);
  return { project: zero, round, base: zero, contributions, state: zero, tokens: 0, progress: 0, at: 0 };
}

const partsOf = ({ contributions }: CommitBody): readonly Part[] => contributions;
const equal = (count: number): readonly number[] => Array.from({ length: count }, () => 10);

/** Replays until enough is known. @returns devices that were looked at, in order */
function replayAll(
  tally: BranchTally,
  rounds: readonly CommitBody[],
  isTrue: (part: Part, round: number) => boolean | null,
) {
  const looked: string[] = [];
  for (let next = tally.next(); next !== null; next = tally.next()) {
    const part = partsOf(rounds[next.round]!)[next.index]!;
    looked.push(`${next.round}:${Number(`0x${part.device}`)}`);
    tally.count(next, isTrue(part, next.round));
  }
  return looked;
}

function tallyOf(rounds: readonly CommitBody[]): BranchTally {
  return new BranchTally(rounds.map((round) => ({ commit: round, parts: partsOf(round) })));
}

describe("a tally", () => {
  test("wants one of each round to hold, the newest first, and three in all", () => {
    const rounds = [commit(3, equal(4)), commit(2, equal(4)), commit(1, equal(4))];
    const tally = tallyOf(rounds);
    expect(replayAll(tally, rounds, () => true)).toEqual(["0:0", "1:0", "2:0"]);
    expect(tally.isProven).toBe(true);
    const single = tallyOf(rounds.slice(0, 1));
    expect(replayAll(single, rounds, () => true)).toEqual(["0:0", "0:1", "0:2"]);
    expect(single.isProven).toBe(true);
  });

  test("is content with what there is", () => {
    const rounds = [commit(1, [10])];
    const tally = tallyOf(rounds);
    expect(replayAll(tally, rounds, () => true)).toEqual(["0:0"]);
    expect(tally.isProven).toBe(true);
  });

  test("stays with a round until it is settled: three false ones and nothing that holds refuse it", () => {
    const rounds = [commit(3, equal(8)), commit(2, equal(8)), commit(1, equal(8))];
    const tally = tallyOf(rounds);
    expect(replayAll(tally, rounds, () => false)).toEqual(["0:0", "0:1", "0:2"]);
    expect(tally.isRefused).toBe(true);
    expect(tally.isProven).toBe(false);
    expect([...tally.liars]).toEqual([hex(0), hex(1), hex(2)]);
  });

  test("refuses at once where most of the weight is of a liar", () => {
    const rounds = [commit(1, [60, 20, 20])];
    const tally = tallyOf(rounds);
    expect(replayAll(tally, rounds, (part) => part.device !== hex(0))).toEqual(["0:0"]);
    expect(tally.isRefused).toBe(true);
    const half = tallyOf([commit(1, [50, 50])]);
    replayAll(half, [commit(1, [50, 50])], (part) => part.device !== hex(0));
    expect(half.isRefused).toBe(false);
  });

  test("looks at nothing else of a liar, and wants one more to hold for each", () => {
    const rounds = [commit(3, equal(10)), commit(2, equal(10)), commit(1, equal(10))];
    const tally = tallyOf(rounds);
    const looked = replayAll(tally, rounds, ({ device }) => device !== hex(0) && device !== hex(1));
    expect(looked).toEqual(["0:0", "0:1", "0:2", "1:2", "2:2", "0:3", "0:4"]);
    expect(tally.isProven).toBe(true);
    expect(tally.isRefused).toBe(false);
  });

  test("is undecided when replays say nothing", () => {
    const rounds = [commit(1, equal(3))];
    const tally = tallyOf(rounds);
    expect(replayAll(tally, rounds, () => null)).toHaveLength(3);
    expect(tally.isProven).toBe(false);
    expect(tally.isRefused).toBe(false);
    expect(tally.liars.size).toBe(0);
  });
});

describe("a draw", () => {
  const drawn = (label: string, weights: readonly number[]) => {
    const random = createRandom(label);
    let count = 0;
    return drawParts(commit(1, weights), (bound) => random.below(bound, count++));
  };

  test("is of six contributions at most, none of them twice and none that did not count", () => {
    for (let turn = 0; turn < 50; turn++) {
      const parts = drawn(`${turn}`, [...equal(12), 0, 0]);
      expect(parts).toHaveLength(6);
      expect(new Set(parts.map(({ record }) => record)).size).toBe(6);
      for (const { device } of parts) expect(Number(`0x${device}`)).toBeLessThan(12);
    }
    expect(drawn("few", [10, 0, 10])).toHaveLength(2);
    expect(drawn("none", [0, 0])).toEqual([]);
  });

  test("begins more often with what weighs more", () => {
    const first = Array.from({ length: 400 }, (_, turn) => drawn(`${turn}`, [30, 10])[0]!.device);
    const heavy = first.filter((device) => device === hex(0)).length;
    expect(heavy).toBeGreaterThan(260);
    expect(heavy).toBeLessThan(340);
  });
});
