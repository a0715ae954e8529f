/** Real participants on a virtual network: three of ten make up their work. Slower than on paper (ways-to-cheat.ts), and with everything between the records. */
import { describe, expect, test } from "vitest";
import { loyal } from "./lies-of-auditors.ts";
import { type Lies } from "./lying-auditor.ts";
import { runWithFakers } from "./swarm-run.ts";
import { PAPER_TIMEOUT_MS } from "./expect-sanctions.ts";

type LiesOf = ((isFaker: (device: string) => boolean) => Lies) | null;

async function expectFound(seed: string, lies: LiesOf): Promise<void> {
  const { fakers, violations } = await runWithFakers({ seed, honestCount: 7, fakerCount: 3, lies }, 0);
  expect([...new Set(violations)], seed).toEqual([]);
  for (const { counted, firstAudit, refusal } of fakers) {
    expect(counted, seed).toBeGreaterThan(0);
    expect(firstAudit?.outcome, seed).toBe("false");
    expect(refusal.allRound, seed).toBeLessThan(Infinity);
  }
}

describe(
  "three fakers among ten newcomers are all found at their first audit, and nobody else",
  { timeout: PAPER_TIMEOUT_MS },
  () => {
    test("when they audit nobody", async () => {
      await expectFound("silent fakers", null);
    });

    test("when they vouch for each other", async () => {
      await expectFound("loyal fakers", (isFaker) => loyal(0, isFaker));
    });
  },
);
