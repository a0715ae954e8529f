import { expect, test } from "vitest";
import type { CommitBody, Head } from "../../../shared/ledger/records/commit.ts";
import { isPlausible } from "../../../shared/swarm/plausible.ts";
import { TOY_RULES } from "../../simulation/toy-swarm.ts";

const MOST = TOY_RULES.maxSteps * TOY_RULES.tokensPerStep;
const BASE: Head = {
  round: 7,
  hash: "aa".repeat(32),
  state: "bb".repeat(32),
  tokens: 5 * MOST,
  progress: 300,
};

const commit = (changes: Partial<CommitBody> = {}): CommitBody => ({
  project: TOY_RULES.project,
  round: 8,
  base: BASE.hash,
  contributions: [{ device: "cc".repeat(32), record: "dd".repeat(32), weight: MOST }],
  state: "ee".repeat(32),
  tokens: 6 * MOST,
  progress: 300 + TOY_RULES.maxSteps,
  at: 0,
  ...changes,
});

test("a commit on a known head adds just what its contributions say", () => {
  expect(isPlausible(TOY_RULES, commit(), BASE)).toBe(true);
  for (const wrong of [{ round: 9 }, { tokens: 6 * MOST + 1 }, { progress: 299 }, { progress: 10_000 }])
    expect(isPlausible(TOY_RULES, commit(wrong), BASE)).toBe(false);
});

test("nobody does more in a round than fits into it", () => {
  const [part] = commit().contributions;
  const contributions = [{ ...part!, weight: MOST + 1 }];
  expect(isPlausible(TOY_RULES, commit({ contributions, tokens: 6 * MOST + 1 }), BASE)).toBe(false);
});

test("a commit on an unknown head claims no more than all its rounds can hold", () => {
  expect(isPlausible(TOY_RULES, commit({ tokens: 8 * 16 * MOST, progress: 480 }), null)).toBe(true);
  for (const wrong of [{ tokens: 8 * 16 * MOST + 1 }, { progress: 481 }, { tokens: MOST - 1 }])
    expect(isPlausible(TOY_RULES, commit(wrong), null)).toBe(false);
});

test("and no more than numbers can hold: the rounds after it must still be counted exactly", () => {
  const tokens = Number.MAX_SAFE_INTEGER - 3;
  expect(isPlausible(TOY_RULES, commit({ round: 2 ** 44, tokens, progress: 5 }), null)).toBe(false);
  expect(isPlausible(TOY_RULES, commit({ round: 2 ** 32, tokens, progress: 5 }), null)).toBe(false);
  expect(isPlausible(TOY_RULES, commit({ round: 2 ** 33, progress: 5 }), null)).toBe(false);
});
