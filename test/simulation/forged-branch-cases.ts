/** Tests of a situation's first seeds; in several files, because files run side by side. */
import { expect, it } from "vitest";
import { runSituation, type SituationReport } from "./forged-branch-situations.ts";

/** Many times what they take. */
const TIMEOUT_MS = 240_000;

export function testSituation(claim: string, situation: SituationReport["situation"], seeds: number): void {
  it(claim, { timeout: TIMEOUT_MS }, async () => {
    const failures: string[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const { violations, replay } = await runSituation(situation, seed);
      if (violations.length > 0) failures.push(`${replay}\n  ${violations.join("\n  ")}`);
    }
    expect(failures.join("\n")).toBe("");
  });
}
