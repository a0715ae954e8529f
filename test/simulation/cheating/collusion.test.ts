/** Fakers who vouch for each other: what they say makes their audits rarer and lets credit vest, so it must not help them for long. */
import { describe, expect, test } from "vitest";
import { cheatersOf, PAPER_TIMEOUT_MS, playSeeds, sumOf } from "./expect-sanctions.ts";
import type { CheaterOutcome } from "./paper-run.ts";

const PEERS = 10;

const isFound = ({ foundAfter }: CheaterOutcome): string | null =>
  foundAfter === Infinity ? "it was never found" : null;
const isCaughtAtOnce = ({ firstAudit }: CheaterOutcome): string | null =>
  firstAudit !== null && firstAudit.outcome !== "false" ? "its first audited fake was not found" : null;
const hasEarned = ({ fakes }: CheaterOutcome): string | null =>
  fakes.vested > 0 ? `credit vested for ${fakes.vested} fakes` : null;
const all = (cheater: CheaterOutcome): string | null =>
  isFound(cheater) ?? isCaughtAtOnce(cheater) ?? hasEarned(cheater);

describe("newcomers that make up all their work", { timeout: PAPER_TIMEOUT_MS }, () => {
  test("are found at their first audit when they are silent", async () => {
    await playSeeds("new fakers", { seeds: 3, peers: PEERS }, all);
  });

  test("are found all the same when they vouch for everybody", async () => {
    await playSeeds("new fakers, lazy auditors", { seeds: 3, peers: PEERS }, all);
  });

  test("are found all the same when they vouch for each other", async () => {
    await playSeeds("new ring", { seeds: 3, peers: PEERS }, all);
    await playSeeds("new pair", { seeds: 3, peers: PEERS }, all);
  });
});

test(
  "a proven pair that fakes and vouches for each other is found, and gains little",
  { timeout: PAPER_TIMEOUT_MS },
  async () => {
    const pairs = cheatersOf(
      await playSeeds(
        "proven pair",
        { seeds: 4, peers: PEERS },
        (cheater) => isFound(cheater) ?? isCaughtAtOnce(cheater),
      ),
    );
    const gained = sumOf(pairs, ({ fakes }) => fakes.vested);
    expect(gained).toBeLessThan(sumOf(pairs, ({ work }) => work.void) / 4);
  },
);
