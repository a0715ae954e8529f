import { describe, expect, test } from "vitest";
import type { RoundEvent, TimerName } from "../../../../shared/swarm/round/round-state.ts";
import {
  cellOf,
  commitBy,
  HEAD,
  heard,
  kindsOf,
  lieBy,
  received,
  signatureOf,
  signedBy,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

function ended(): TestRound {
  const round = new TestRound(cellOf(4));
  round.gather();
  round.certify(commitBy(...round.cell), ...round.others);
  return round;
}

const TIMERS: readonly TimerName[] = ["training", "commit", "reveal", "view", "certificate"];

/** One of each kind; all of them would mean something in a round that goes on. */
const EVENTS: readonly RoundEvent[] = [
  ...TIMERS.map((name): RoundEvent => ({ kind: "timer", name })),
  { kind: "straggler", lateMs: 500 },
  { kind: "trained", contribution: workOf(STRANGER) },
  { kind: "trained", contribution: null },
  heard(workOf(STRANGER)),
  heard(workOf(cellOf(4)[0]!, 1)),
  received(workOf(STRANGER)),
  { kind: "unavailable", hash: workOf(STRANGER).record.hash },
  {
    kind: "proposal",
    view: 0,
    proposer: cellOf(4)[0]!,
    commit: signedBy(lieBy(...cellOf(4)), cellOf(4)[0]!),
  },
  { kind: "vote", commit: commitBy(...cellOf(4)).record.hash, vote: signatureOf(STRANGER) },
  { kind: "certificate", commit: signedBy(commitBy(...cellOf(3)), ...cellOf(3)), isAdmitted: true },
  { kind: "computed", key: "another set", commit: commitBy(STRANGER) },
  { kind: "standing", standing: new Map([[STRANGER, HEAD.hash]]) },
];

describe("when the next head is adopted the round is over", () => {
  test("and adopting is the last thing that it does", () => {
    const round = ended();
    expect(kindsOf(round.effects).at(-1)).toBe("adopt");
    expect(round.state.isOver).toBe(true);
  });

  test.each(EVENTS.map((event) => [JSON.stringify(event).slice(0, 60), event] as const))(
    "nothing follows from %s",
    (_, event) => {
      const round = ended();
      const { state } = round;
      expect(round.step(event)).toEqual([]);
      expect(round.state).toBe(state);
    },
  );
});

test("what would end a round twice ends it once: its own vote completes two certificates", () => {
  const round = new TestRound(cellOf(6));
  round.gather();
  const [leader, ...others] = round.others as [string, ...string[]];
  const commit = commitBy(...round.cell);
  round.vote(commit, ...others.slice(0, 3));
  round.vote(commitBy(leader, ...others), ...others);
  round.propose(0, leader, commit);
  expect(kindsOf(round.effects).filter((kind) => kind === "adopt")).toHaveLength(1);
});
