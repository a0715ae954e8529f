import { beforeEach, describe, expect, test } from "vitest";
import type { Hash } from "../../../../shared/core/ids.ts";
import { openStored } from "../../../../shared/ledger/checked-record.ts";
import { RecordBook } from "../../../../shared/ledger/book.ts";
import { commitBytes, recordHash } from "../../../../shared/ledger/record.ts";
import { Branches } from "../../../../shared/swarm/audit/branches.ts";

const hex = (value: number): string => value.toString(16).padStart(64, "0");
const GENESIS = hex(0xabc);
const MINUTES_10 = 600_000;

let book: RecordBook;
let nowMs: number;
let branches: Branches;

beforeEach(() => {
  book = new RecordBook();
  nowMs = 0;
  branches = new Branches(
    book,
    () => GENESIS,
    () => nowMs,
  );
});

/** A chain of commits above `base`, the lowest first. @param isKnown whether the book has a commit */
function chain(
  base: Hash,
  count: number,
  label = 1,
  isKnown: (index: number) => boolean = () => true,
): Hash[] {
  const hashes: Hash[] = [];
  for (let index = 0; index < count; index++) {
    const contributions = [{ device: hex(label), record: hex(index), weight: 1 }];
    const below = hashes.at(-1) ?? base;
    const body = { project: hex(1), round: index + 1, base: below, contributions, state: hex(2) };
    const bytes = commitBytes({ ...body, tokens: index, progress: index, at: 0 });
    const record = { bytes, hash: recordHash(bytes), signatures: [] };
    if (isKnown(index)) book.add(openStored(record)!);
    hashes.push(record.hash);
  }
  return hashes;
}

/** Of the commit at this place of a chain. */
const of = (commits: readonly Hash[], index: number) =>
  branches.of(commits[index]!, commits[index - 1] ?? GENESIS);

describe("a branch", () => {
  test("of which nothing was found out is unknown, down to the genesis", () => {
    expect(of(chain(GENESIS, 5), 4)).toEqual({ branch: "unknown", missing: null });
  });

  test("names the commit whose record is needed to look further back", () => {
    const commits = chain(GENESIS, 5, 1, (index) => index !== 2);
    expect(of(commits, 4)).toEqual({ branch: "unknown", missing: commits[2] });
    expect(of(commits, 1)).toEqual({ branch: "unknown", missing: null });
  });

  test("that was proven is so for eight rounds more, and not below", () => {
    const commits = chain(GENESIS, 20);
    branches.prove(commits[4]!);
    expect(commits.map((_, index) => of(commits, index).branch === "proven")).toEqual(
      commits.map((_, index) => index >= 4 && index <= 12),
    );
    expect(branches.isProven(commits[4]!)).toBe(true);
    expect(branches.isProven(commits[5]!)).toBe(false);
  });

  test("that was refused is so with all that is built on it, though others on the same base are not", () => {
    const commits = chain(GENESIS, 8);
    const others = chain(commits[2]!, 4, 2);
    branches.refuse(commits[3]!);
    expect(commits.map((_, index) => of(commits, index).branch)).toEqual(
      commits.map((_, index) => (index < 3 ? "unknown" : "refused")),
    );
    expect(branches.of(others[3]!, others[2]!).branch).toBe("unknown");
  });

  test("is refused for what was built on a proven commit, too", () => {
    const commits = chain(GENESIS, 6);
    branches.prove(commits[1]!);
    branches.refuse(commits[3]!);
    expect(of(commits, 2).branch).toBe("proven");
    expect(of(commits, 5).branch).toBe("refused");
  });

  test("may be looked at again after ten minutes, or as soon as it was said", () => {
    const [whole, short] = [chain(GENESIS, 3, 1), chain(GENESIS, 3, 2)];
    branches.refuse(whole[0]!);
    branches.refuse(short[0]!, 1_000);
    expect(of(whole, 2).branch).toBe("refused");
    expect(of(short, 2).branch).toBe("refused");
    nowMs = 1_000;
    expect(of(short, 2).branch).toBe("unknown");
    nowMs = MINUTES_10 - 1;
    expect(of(whole, 2).branch).toBe("refused");
    nowMs = MINUTES_10;
    expect(of(whole, 2).branch).toBe("unknown");
  });

  test("longer than anybody walks stays refused, because the walk starts where the last one ended", () => {
    const commits = chain(GENESIS, 150);
    branches.refuse(commits[0]!);
    for (let index = 0; index < commits.length; index += 50) of(commits, index);
    expect(of(commits, 149).branch).toBe("refused");
  });
});

test("the path to a commit ends where the book does", () => {
  const commits = chain(GENESIS, 100, 1, (index) => index !== 97);
  expect(branches.pathTo(commits[99]!)).toEqual([commits[99], commits[98], commits[97]]);
  expect(branches.pathTo(commits[5]!)).toEqual([...commits.slice(0, 6).reverse(), GENESIS]);
  expect(branches.pathTo(commits[96]!)).toHaveLength(64);
});
