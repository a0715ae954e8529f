import { expect, test } from "vitest";
import type { PeerId } from "../../../../shared/core/ids.ts";
import { exampleHash } from "../../../support/example-messages.ts";
import { cellOf, commitBy, commitOn, TestRound, workOf } from "./round-fixture.ts";

const PLACES = 64;
/** Different every time, and about work that nobody has. */
const noise = (device: PeerId, index: number) =>
  commitOn([workOf(device, 100 + index)], { state: exampleHash(`noise ${index}`) });

/** As many commits of devices that nobody knows as there are places. */
function crowd(round: TestRound, first = 0): void {
  for (let index = first; index < first + PLACES; index++) {
    const device = exampleHash(`made up ${index}`);
    round.certify(noise(device, index), device);
  }
}

function agreeing(count = 4): TestRound {
  const round = new TestRound(cellOf(count));
  round.gather();
  return round;
}

test("where there is no place left, the oldest commit of strangers goes, and its signatures with it", () => {
  const round = agreeing();
  crowd(round); // the first of them has gone already: one place is taken by what was computed here
  const second = noise(exampleHash("made up 1"), 1).record.hash;
  expect([round.state.candidates.has(second), round.state.votes.has(second)]).toEqual([true, true]);
  const [leader, ...others] = round.others as [PeerId, ...PeerId[]];
  const proposed = commitBy(leader, round.self, others[0]!);
  round.propose(0, leader, proposed);
  expect(round.state.candidates.has(proposed.record.hash)).toBe(true);
  expect([round.state.candidates.has(second), round.state.votes.has(second)]).toEqual([false, false]);
});

test("what somebody signed whose work is known stays, though it is not reproduced", () => {
  const round = agreeing();
  const [leader, liar] = round.others as [PeerId, PeerId];
  const signed = [noise(leader, 1_000), noise(liar, 1_001)];
  round.propose(0, leader, signed[0]!);
  round.propose(0, liar, signed[1]!);
  crowd(round);
  crowd(round, PLACES);
  for (const { record } of signed) expect(round.state.candidates.has(record.hash)).toBe(true);
});

test("what the cell has decided stays, even with a peer that knows nobody's work yet", () => {
  const round = new TestRound(cellOf(4));
  const decided = commitBy(...round.others);
  round.certify(decided, ...round.others);
  expect(round.state.certified).toBe(decided.record.hash);
  crowd(round);
  crowd(round, PLACES);
  expect(round.state.candidates.has(decided.record.hash)).toBe(true);
  round.hear(...round.others);
  round.receive(...round.others);
  expect(round.state.isOver).toBe(true);
});

test("many contributors that lie take all places but those of what is computed here", () => {
  const round = agreeing(12);
  const commit = commitBy(...round.cell);
  for (const [index, liar] of round.others.entries())
    for (let view = 0; view < 6; view++) round.propose(view, liar, noise(liar, 6 * index + view));
  expect(round.state.candidates.size).toBe(PLACES);
  expect(round.state.candidates.has(commit.record.hash)).toBe(true);
  const last = round.others.at(-1)!;
  expect(round.state.candidates.has(noise(last, 65).record.hash)).toBe(false);
  expect(round.state.proposals.get(5)?.has(last)).toBe(false);
});
