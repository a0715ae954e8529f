import { expect, test } from "vitest";
import { fuzzWire } from "../../support/wire-fuzz.ts";

/** `npm run bench -- fuzz` does a million. */
const INPUTS = 20_000;
const SLOWEST_MS = 50;
const HEAP_GROWTH_MIB = 16;
/** Far more than is needed: other work on the same computer must not fail it. */
const TIMEOUT_MS = 60_000;

test(
  "20,000 mutated frames and records: no error escapes, every refusal has a reason, none takes long or leaks",
  { timeout: TIMEOUT_MS },
  async () => {
    const report = await fuzzWire(INPUTS, "unit");
    expect(report).toMatchObject({ inputs: INPUTS, uncaught: 0, unexplained: 0, firstFailure: null });
    expect(report.slowestMs).toBeLessThan(SLOWEST_MS);
    expect(report.heapGrowthMiB).toBeLessThan(HEAP_GROWTH_MIB);
    // The mutations reach all of it: some inputs are understood, and refusals are of many kinds.
    expect(report.accepted).toBeGreaterThan(INPUTS / 100);
    expect(report.reasons).toBeGreaterThan(50);
  },
);
