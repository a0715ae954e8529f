/** What a tab remembers of rounds, for its page. */
import { expect, test } from "vitest";
import type { RoundOutcome } from "../../../shared/swarm/round-outcome.ts";
import { roundsAfter } from "../../../worker/swarm/swarm-view.ts";
import { commitBy } from "../swarm/round/round-fixture.ts";
import { hashFrom, OTHERS, OWN } from "../../support/swarm-views.ts";

const outcome = (late: readonly string[]): RoundOutcome => ({
  body: commitBy(OWN).body,
  contributions: [{ device: OWN, weight: 1, steps: 1 }],
  late,
});

test("the last rounds for which somebody was too late are remembered by their commits, and no others", () => {
  let lateIn: ReturnType<typeof roundsAfter>["lateIn"] = [];
  for (let round = 0; round < 50; round += 1) {
    const after = roundsAfter({ lateIn }, outcome(round % 2 === 0 ? OTHERS : []), hashFrom(`${round + 10}`));
    expect(after.lastRound?.hash).toBe(hashFrom(`${round + 10}`));
    ({ lateIn } = after);
  }
  expect(lateIn).toHaveLength(20);
  expect(lateIn[0]).toEqual({ commit: hashFrom("20"), devices: OTHERS });
  expect(lateIn.at(-1)?.commit).toBe(hashFrom("58"));
});
