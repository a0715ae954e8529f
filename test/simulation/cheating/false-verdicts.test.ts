/** Auditors who say what they have not seen: they pay, and nobody whom they speak about does. */
import { describe, expect, test } from "vitest";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import { cheatersOf, PAPER_TIMEOUT_MS, playSeeds } from "./expect-sanctions.ts";
import type { CheaterOutcome } from "./paper-run.ts";

const PEERS = 10;

const pays = ({ foundAfter, work, audits }: CheaterOutcome): string | null => {
  if (foundAfter === Infinity) return "it was never found";
  if (work.void < VEST_CONTRIBUTIONS) return `it lost only ${work.void} contributions`;
  return audits.vested > 0 ? `credit vested for ${audits.vested} verdicts` : null;
};

describe("pays for it, and honest peers do not:", { timeout: PAPER_TIMEOUT_MS }, () => {
  test("a lazy auditor that calls everything true without a replay, before it has signed a hundred verdicts", async () => {
    const lazy = cheatersOf(await playSeeds("lazy auditor", { seeds: 4, peers: PEERS }, pays));
    expect(Math.max(...lazy.map(({ lies }) => lies))).toBeLessThan(100);
  });

  test("an accuser", async () => {
    await playSeeds("false accuser", { seeds: 3, peers: PEERS }, pays);
  });

  test("a pair that accuses everybody", async () => {
    await playSeeds("accusing pair", { seeds: 3, peers: PEERS }, pays);
  });

  test("a pair that accuses one contribution in forty", async () => {
    await playSeeds("careful accusing pair", { seeds: 3, peers: PEERS }, pays);
  });

  test("a pair that says of auditors that they have made up their verdicts", async () => {
    await playSeeds("refuting pair", { seeds: 2, peers: PEERS }, pays);
  });
});
