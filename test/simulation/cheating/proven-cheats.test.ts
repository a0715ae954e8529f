/** People who have passed so many audits that only a twentieth of their work is still audited, and who then begin to cheat. */
import { describe, expect, test } from "vitest";
import { auditRate, isDrawn } from "../../../shared/ledger/accounts/audit-draw.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import { AUDIT_SHARE } from "../../../shared/swarm/audit/audit-share.ts";
import { cheatersOf, PAPER_TIMEOUT_MS, playSeeds, sumOf } from "./expect-sanctions.ts";
import { PROVEN_PASSES } from "./paper-ledger.ts";
import type { CheaterOutcome } from "./paper-run.ts";
import { paperHash } from "./paper-work.ts";
import type { WayToCheat } from "./ways-to-cheat.ts";

const PEERS = 8;
const DRAWS = 20_000;
/** From the draw of a fake: its auditor may be busy, and so may jurors. */
const MOST_ROUNDS_TO_FIND = 25;

/** Whoever is drawn is found: then the draw alone decides how long a cheat lasts. */
const escapes = ({ foundAfter, drawnAfter, firstAudit }: CheaterOutcome): string | null => {
  if (firstAudit?.outcome !== "false") return "its first audited fake was not found";
  return foundAfter > drawnAfter + MOST_ROUNDS_TO_FIND
    ? `found after ${foundAfter} rounds, though drawn after ${drawnAfter}`
    : null;
};

describe("a proven peer that starts to cheat", { timeout: PAPER_TIMEOUT_MS }, () => {
  test("is drawn so often that of a hundred 95 are within 60 fakes, and within 600 contributions of which one in ten is fake", () => {
    const rate = auditRate(PROVEN_PASSES);
    expect((1 - rate) ** 60).toBeLessThan(0.05);
    expect((1 - rate / 10) ** 600).toBeLessThan(0.05);
    let drawn = 0;
    for (let index = 0; index < DRAWS; index++)
      if (isDrawn(paperHash(`commit ${index}`), paperHash(`work ${index}`), PROVEN_PASSES)) drawn++;
    const deviation = Math.sqrt(rate * (1 - rate) * DRAWS);
    expect(Math.abs(drawn - rate * DRAWS)).toBeLessThan(4 * deviation);
  });

  test("is found when it is drawn, whether it cheats always or in one of ten", async () => {
    await playSeeds("always fakes", { seeds: 10, peers: PEERS }, escapes);
    await playSeeds("fakes one in 10", { seeds: 4, peers: PEERS }, escapes);
  });

  test("never gets more than it loses", async () => {
    const ways: readonly (readonly [WayToCheat, number])[] = [
      ["always fakes", 4],
      ["fakes one in 2", 4],
      ["fakes one in 10", 4],
    ];
    for (const [way, seeds] of ways) {
      const cheaters = cheatersOf(await playSeeds(way, { seeds, peers: PEERS }));
      const gained = sumOf(cheaters, ({ fakes }) => fakes.vested);
      const lost = sumOf(cheaters, ({ work }) => work.void);
      expect(lost, way).toBeGreaterThanOrEqual(seeds * VEST_CONTRIBUTIONS);
      expect(gained, way).toBeLessThan(lost);
      if (way === "always fakes") expect(gained).toBe(0);
    }
  });
});

test("where everybody is proven and honest, audits take less than a tenth of the training", async () => {
  const [outcome] = await playSeeds("nobody", { seeds: 1, peers: PEERS });
  expect(outcome!.cost).toBeGreaterThan(0);
  expect(outcome!.cost).toBeLessThan(AUDIT_SHARE);
});
