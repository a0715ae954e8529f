import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PeerId } from "../../../../shared/core/ids.ts";
import { quorumOf } from "../../../../shared/swarm/round/quorum.ts";
import type { RoundEvent, TimerName } from "../../../../shared/swarm/round/round-state.ts";
import { TestCell } from "./cell-fixture.ts";
import {
  cellOf,
  commitBy,
  heard,
  ofKind,
  received,
  signatureOf,
  signedBy,
  TestRound,
  workOf,
} from "./round-fixture.ts";

const SEED = { seed: 7 };
const adopted = (round: TestRound) => ofKind(round.effects, "adopt").map(({ commit }) => commit.record.hash);

/** All that an honest cell tells one of its peers in a round in which everybody is in time. */
function factsFor(self: PeerId, cell: readonly PeerId[]): RoundEvent[] {
  const [leader] = cell as [PeerId];
  const others = cell.filter((peer) => peer !== self);
  const commit = commitBy(...cell);
  const votes = others.map((peer): RoundEvent => ({
    kind: "vote",
    commit: commit.record.hash,
    vote: signatureOf(peer),
  }));
  const proposal: RoundEvent[] =
    self === leader
      ? []
      : [{ kind: "proposal", view: 0, proposer: leader, commit: signedBy(commit, leader) }];
  return [
    { kind: "trained", contribution: workOf(self) },
    ...others.flatMap((peer) => [heard(workOf(peer)), received(workOf(peer))]),
    ...proposal,
    ...votes,
  ];
}

describe("the facts of an honest cell lead to the same next head in any order of arrival", () => {
  test.each([1, 2, 3, 4, 7])("for the leader of %i and for the others", (count) => {
    const cell = cellOf(count);
    const roles = fc.constantFrom(...cell.slice(0, 2));
    const order = roles.chain((self) => {
      const facts = factsFor(self, cell);
      return fc.tuple(fc.constant(self), fc.shuffledSubarray(facts, { minLength: facts.length }));
    });
    fc.assert(
      fc.property(order, ([self, facts]) => {
        const round = new TestRound(cell, self);
        round.step(...facts);
        expect(adopted(round)).toEqual([commitBy(...cell).record.hash]);
      }),
      { ...SEED, numRuns: 40 },
    );
  });

  test("and each of them twice: what is known already changes nothing", () => {
    const cell = cellOf(4);
    const facts = factsFor(cell[1]!, cell).filter(({ kind }) => kind !== "trained");
    const twice = [...facts, ...facts];
    fc.assert(
      fc.property(fc.shuffledSubarray(twice, { minLength: twice.length }), (order) => {
        const round = new TestRound(cell);
        round.train();
        round.step(...order);
        expect(adopted(round)).toEqual([commitBy(...cell).record.hash]);
        expect(ofKind(round.effects, "equivocation")).toEqual([]);
      }),
      { ...SEED, numRuns: 40 },
    );
  });

  test("even when deadlines pass before the facts are here: the others decide then", () => {
    const cell = cellOf(4);
    const timers = (["training", "commit", "reveal", "view", "view"] satisfies TimerName[]).map(
      (name): RoundEvent => ({ kind: "timer", name }),
    );
    const facts = [...factsFor(cell[1]!, cell), ...timers];
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
        const round = new TestRound(cell);
        round.step(...order, { kind: "timer", name: "view" });
        expect(adopted(round)).toEqual([commitBy(...cell).record.hash]);
      }),
      { ...SEED, numRuns: 120 },
    );
  });
});

const places = fc.array(fc.nat(1_000), { minLength: 40, maxLength: 120 });

test.each([2, 3, 4, 6])(
  "all of a cell of %i adopt the same head, in whatever order their messages travel",
  (count) => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...cellOf(count)], { minLength: count }),
        places,
        (finishing, order) => {
          const cell = new TestCell(count);
          for (const peer of finishing) cell.tell(peer, { kind: "trained", contribution: workOf(peer) });
          cell.deliverAll(order);
          for (const round of cell.rounds.values())
            expect(adopted(round)).toEqual([commitBy(...cellOf(count)).record.hash]);
        },
      ),
      { ...SEED, numRuns: 20 },
    );
  },
);

const TIMERS: readonly TimerName[] = ["training", "commit", "reveal", "view", "certificate"];
/** A timer of some peer goes off, or else a letter arrives. */
const happening = fc.record({
  place: fc.nat(1_000),
  timer: fc.option(fc.constantFrom(...TIMERS), { freq: 3 }),
  peer: fc.nat(3),
});

test("whenever deadlines pass: signed once in a view, adopted only with a quorum and when reproduced", () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 150 }), (happenings) => {
      const cell = new TestCell(4);
      const peers = [...cell.rounds.keys()];
      for (const peer of peers) cell.tell(peer, { kind: "trained", contribution: workOf(peer) });
      for (const { place, timer, peer } of happenings) {
        if (timer !== null) cell.tell(peers[peer]!, { kind: "timer", name: timer });
        else if (cell.letters.length > 0) cell.deliver(place);
      }
      for (const round of cell.rounds.values()) check(round);
    }),
    { ...SEED, numRuns: 40 },
  );
});

function check(round: TestRound): void {
  expect(ofKind(round.effects, "vote").length).toBeLessThanOrEqual(round.state.votedView + 1);
  for (const { commit } of ofKind(round.effects, "vote"))
    expect(round.state.reproduced.has(commit.record.hash)).toBe(true);
  for (const { commit } of ofKind(round.effects, "adopt")) {
    const included = new Set(commit.body.contributions.map(({ device }) => device));
    const signers = new Set(commit.record.signatures.map(({ device }) => device));
    expect([...signers].filter((signer) => !included.has(signer))).toEqual([]);
    expect(signers.size).toBeGreaterThanOrEqual(quorumOf(included.size));
    expect(round.state.reproduced.has(commit.record.hash)).toBe(true);
  }
  expect(ofKind(round.effects, "wrong-commit")).toEqual([]);
  expect(ofKind(round.effects, "equivocation")).toEqual([]);
}
