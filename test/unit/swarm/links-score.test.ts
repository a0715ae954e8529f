import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Offence,
  OFFENCE_POINTS,
  REFUSED_FOR_PROOF_MS,
  REFUSED_MS,
  SCORE_DECAY,
  SCORE_LIMIT,
  SCORED_DEVICES,
  Scores,
} from "../../../shared/swarm/link/score.ts";
import { TokenBucket } from "../../../shared/swarm/link/token-bucket.ts";

const OFFENCES = Object.keys(OFFENCE_POINTS) as Offence[];
const SLIPS = OFFENCES.filter((offence) => OFFENCE_POINTS[offence] < SCORE_LIMIT / 2);
const LEAST_POINTS = Math.min(...Object.values(OFFENCE_POINTS));
/** An offence at least this often is continuous misbehaviour. */
const CONTINUOUS_MS = (LEAST_POINTS / SCORE_DECAY / 2) * 1000;
/** … and is over after this. */
const CUT_OFF_MS = ((2 * SCORE_LIMIT) / LEAST_POINTS) * CONTINUOUS_MS;

describe("the score of a peer", () => {
  it("cuts off whoever misbehaves continuously, whatever it does and whatever came before", () => {
    const step = fc.record({ offence: fc.constantFrom(...OFFENCES), afterMs: fc.nat(CONTINUOUS_MS) });
    const past = fc.array(fc.record({ offence: fc.constantFrom(...SLIPS), afterMs: fc.nat(100_000) }));
    fc.assert(
      fc.property(past, fc.array(step, { minLength: 1, maxLength: 60 }), (past, cycle) => {
        const scores = new Scores();
        let nowMs = 0;
        for (const { offence, afterMs } of past) scores.add("p", offence, (nowMs += afterMs));
        const startMs = nowMs;
        // The same pattern over and over; faster than allowed never helps, so zero pauses are bounded by their number.
        for (let i = 0; i < 2 * SCORE_LIMIT; i++) {
          const { offence, afterMs } = cycle[i % cycle.length]!;
          nowMs += afterMs;
          if (scores.add("p", offence, nowMs)) {
            expect(nowMs - startMs).toBeLessThanOrEqual(CUT_OFF_MS);
            expect(scores.refusal("p", nowMs)).toBe(offence);
            return;
          }
        }
        expect.fail("never cut off");
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it("states what continuous means: every 5 s, over within 200 s", () => {
    expect([CONTINUOUS_MS, CUT_OFF_MS]).toEqual([5000, 200_000]);
  });

  it("never cuts off a peer that slips once a minute", () => {
    const slip = fc.record({
      offence: fc.constantFrom(...SLIPS.filter((offence) => OFFENCE_POINTS[offence] <= 25)),
      afterMs: fc.integer({ min: 60_000, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(slip, { maxLength: 200 }), (slips) => {
        const scores = new Scores();
        let nowMs = 0;
        for (const { offence, afterMs } of slips) {
          expect(scores.add("p", offence, (nowMs += afterMs))).toBe(false);
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  it.each(["equivocation", "bad-blob"] as const)("takes one %s for a proof", (offence) => {
    const scores = new Scores();
    expect(scores.add("p", offence, 0)).toBe(true);
    expect(scores.refusal("p", REFUSED_FOR_PROOF_MS - 1)).toBe(offence);
    expect(scores.refusal("p", REFUSED_FOR_PROOF_MS)).toBeUndefined();
  });

  it("cuts off the third time that a shared blob was bad, and lets in again after the stated time", () => {
    const scores = new Scores();
    expect([0, 1, 2].map((ms) => scores.add("p", "bad-blob-shared", ms))).toEqual([false, false, true]);
    expect(scores.refusal("p", REFUSED_MS)).toBe("bad-blob-shared");
    expect(scores.refusal("p", REFUSED_MS + 2)).toBeUndefined();
  });

  it("does not shorten a long refusal by a later, lesser one", () => {
    const scores = new Scores();
    scores.add("p", "equivocation", 0);
    for (let i = 0; i < 4; i++) scores.add("p", "malformed", 10);
    expect(scores.refusal("p", REFUSED_FOR_PROOF_MS - 1)).toBeDefined();
  });

  it("remembers refusals while strangers fill its memory", () => {
    const scores = new Scores();
    scores.add("bad", "equivocation", 0);
    scores.add("rude", "malformed", 0);
    for (let i = 0; i < 4 * SCORED_DEVICES; i++) scores.add(`stranger ${i}`, "flood", i);
    expect(scores.refusal("bad", 5000)).toBe("equivocation");
    expect(scores.points("rude", 5000)).toBeGreaterThan(0);
  });
});

describe("a token bucket", () => {
  it("never lets through more than its burst and rate", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 300 }), (pauses) => {
        const bucket = new TokenBucket(4, 10);
        let nowMs = 0;
        let taken = 0;
        for (const pause of pauses) taken += Number(bucket.take((nowMs += pause)));
        expect(taken).toBeLessThanOrEqual(10 + (4 * nowMs) / 1000);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it("lets a slow talker through for ever", () => {
    const bucket = new TokenBucket(4, 1);
    for (let i = 0; i < 1000; i++) expect(bucket.take(i * 250)).toBe(true);
  });
});
