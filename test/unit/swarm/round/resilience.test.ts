/** Ways in which few liars, or peers that fell silent, could once hold up a round. */
import { describe, expect, test, vi } from "vitest";
import type { PeerId } from "../../../../shared/core/ids.ts";
import type * as LeaderModule from "../../../../shared/swarm/round/leader.ts";
import { delivered, outcomeOf } from "../../../../shared/swarm/round-outcome.ts";
import { exampleHash } from "../../../support/example-messages.ts";
import { TestCell } from "./cell-fixture.ts";
import {
  cellOf,
  commitBy,
  commitOn,
  heard,
  leaderAmong,
  ofKind,
  TestRound,
  workOf,
} from "./round-fixture.ts";

const ranked = vi.hoisted(() => ({ count: 0 }));

/** Counts the hashes that finding leaders takes: one for each peer that is ranked. */
vi.mock("../../../../shared/swarm/round/leader.ts", async (original) => {
  const real = await original<typeof LeaderModule>();
  const leaderOrder: typeof real.leaderOrder = (base, view, peers) => {
    const order = real.leaderOrder(base, view, peers);
    ranked.count += order.length;
    return order;
  };
  return { ...real, leaderOrder };
});

const votesOf = (round: TestRound) => ofKind(round.effects, "vote").map(({ commit }) => commit.record.hash);
const adopted = (round: TestRound) => ofKind(round.effects, "adopt").map(({ commit }) => commit.record.hash);
const noise = (device: PeerId, index: number) =>
  commitOn([workOf(device, 100 + index)], { state: exampleHash(`noise ${index}`) });

describe("a commit that is one signature short, and whose missing signers never sign", () => {
  /** Of five, three sign what all contributed to; four are needed. One has left then, one is linked and silent. */
  function stuck(): { cell: TestCell; working: PeerId[] } {
    const peers = cellOf(5);
    const [leader, gone, silent, ...others] = peers as [PeerId, PeerId, PeerId, ...PeerId[]];
    const cell = new TestCell(5, ({ from, event }) => {
      const isSignature = event.kind === "vote" || event.kind === "proposal" || event.kind === "certificate";
      return isSignature && (from === gone || from === silent);
    });
    for (const peer of peers) cell.tell(peer, { kind: "trained", contribution: workOf(peer) });
    cell.deliverAll();
    const working = [leader, ...others];
    for (const peer of working) {
      const standing = new Map(cell.roundOf(peer).state.standing);
      standing.delete(gone);
      cell.tell(peer, { kind: "standing", standing });
    }
    return { cell, working };
  }

  test("does not hold up the others for ever: in an even view they follow the leader", () => {
    const { cell, working } = stuck();
    for (const peer of working)
      expect(votesOf(cell.roundOf(peer))).toEqual([commitBy(...cellOf(5)).record.hash]);
    for (let view = 1; view <= 20; view++) {
      for (const peer of working) cell.tell(peer, { kind: "timer", name: "view" });
      cell.deliverAll();
    }
    for (const peer of working) expect(adopted(cell.roundOf(peer))).toHaveLength(1);
  });
});

describe("a contributor that is linked and signs nothing", () => {
  const MANY_VIEWS = 6;

  test("does not hold up a cell of two: in the end the other goes on without it", () => {
    const round = new TestRound(cellOf(2), cellOf(2)[0]);
    round.gather();
    for (let view = 0; view < MANY_VIEWS && !round.state.isOver; view++) round.fire("view");
    expect(adopted(round)).toEqual([commitBy(round.self).record.hash]);
  });

  test("nor when it signs what follows from no work at all", () => {
    const round = new TestRound(cellOf(2), cellOf(2)[0]);
    round.gather();
    const [partner] = round.others as [PeerId];
    round.propose(0, partner, noise(partner, 1));
    for (let view = 0; view < MANY_VIEWS && !round.state.isOver; view++) round.fire("view");
    expect(adopted(round)).toEqual([commitBy(round.self).record.hash]);
  });

  test("is given as many views as everybody, from when this peer has signed itself", () => {
    const cell = cellOf(4);
    const isFirst = (peer: PeerId, view: number) => leaderAmong(cell, view) === peer;
    // Somebody who leads neither of the first two views, and one of the next.
    const self = cell.find(
      (peer) => !isFirst(peer, 0) && !isFirst(peer, 1) && (isFirst(peer, 2) || isFirst(peer, 3)),
    )!;
    const round = new TestRound(cell, self);
    round.gather();
    for (let view = 0; view < 4; view++) round.fire("view");
    expect(adopted(round)).toEqual([]);
    const sets = ofKind(round.effects, "vote").map(({ commit }) => commit.body.contributions.length);
    expect(new Set(sets)).toEqual(new Set([4]));
  });

  test("is not taken for one by who has signed nothing itself: then nobody had anything to sign", () => {
    const cell = cellOf(4);
    const late = cell.find((peer) => [0, 1, 2].every((view) => leaderAmong(cell, view) !== peer))!;
    const round = new TestRound(cell, late);
    round.gather();
    round.waitForView(3);
    expect(ofKind(round.effects, "vote").map(({ commit }) => commit.body.contributions.length)).toEqual(
      leaderAmong(cell, 3) === late ? [4] : [],
    );
  });

  test("counts as late, and who signed does not", () => {
    const cell = cellOf(4);
    const leader = leaderAmong(cell, 0);
    const [self, silent, signer] = cell.filter((peer) => peer !== leader) as [PeerId, PeerId, PeerId];
    const round = new TestRound(cell, self);
    round.gather();
    const commit = commitBy(...cell);
    round.propose(0, leader, commit);
    round.waitForView(4);
    round.vote(commit, signer);
    expect(adopted(round)).toEqual([commit.record.hash]);
    expect(delivered(round.state, commit.body)).toEqual(new Set(cell.filter((peer) => peer !== silent)));
    expect(outcomeOf(round.state, commit.body).late).toEqual([]); // its work is in the round
  });
});

test("a commit that gives the work of one device to another is dropped, and its signer named", () => {
  const round = new TestRound(cellOf(4));
  round.gather();
  const [liar] = round.others as [PeerId];
  const { body } = commitBy(...round.cell);
  const [one, two, ...rest] = body.contributions;
  const swapped = [{ ...one!, record: two!.record }, { ...two!, record: one!.record }, ...rest];
  const commit = commitOn([], { contributions: swapped });
  round.propose(0, liar, commit);
  expect(ofKind(round.effects, "wrong-commit")).toEqual([{ kind: "wrong-commit", signers: [liar] }]);
  expect(round.state.candidates.has(commit.record.hash)).toBe(false);
});

test("a peer whose work the most signed commit leaves out signs what the leader proposes instead", () => {
  const cell = cellOf(5);
  const leader = leaderAmong(cell, 1);
  const [self, voter] = cell.filter((peer) => peer !== leader && peer !== cell[0]) as [PeerId, PeerId];
  const round = new TestRound(cell, self);
  round.gather();
  const without = commitBy(...cell.filter((peer) => peer !== self));
  round.propose(0, cell[0]!, without);
  round.vote(without, voter);
  round.fire("view");
  round.propose(1, leader, commitBy(...cell));
  expect(votesOf(round)).toEqual([commitBy(...cell).record.hash]);
});

describe("a liar does not keep a certificate out", () => {
  /** A peer that has not heard of the commit yet, because one of its updates is still on its way. */
  function behind(): { round: TestRound; liar: PeerId } {
    const round = new TestRound(cellOf(4));
    round.train();
    round.hear(...round.others);
    return { round, liar: round.others[0]! };
  }

  test("with six commits of its own and then a good signature", () => {
    const { round, liar } = behind();
    for (let view = 0; view < 6; view++) round.propose(view, liar, noise(liar, view));
    round.certify(commitBy(...round.cell), liar, ...round.others.slice(1));
    expect(round.state.certified).toBe(commitBy(...round.cell).record.hash);
  });

  test("with 64 commits of devices that it made up", () => {
    const { round } = behind();
    for (let index = 0; index < 64; index++) {
      const device = exampleHash(`made up ${index}`);
      round.propose(0, device, noise(device, index));
    }
    round.certify(commitBy(...round.cell), ...round.others);
    expect(round.state.certified).toBe(commitBy(...round.cell).record.hash);
  });
});

test("a made-up device that would lead does not hide what the real leader proposes", () => {
  const round = new TestRound(cellOf(4));
  round.gather();
  const [leader] = round.others as [PeerId];
  const names = Array.from({ length: 100 }, (_, index) => exampleHash(`made up ${index}`));
  const first = names.find((name) => leaderAmong([...round.cell, name], 0) === name)!;
  round.propose(0, first, noise(first, 0));
  round.propose(0, leader, commitBy(...round.cell));
  expect(votesOf(round)).toEqual([commitBy(...round.cell).record.hash]);
});

test("two different contributions of one device are equivocation even when both come late", () => {
  const round = new TestRound(cellOf(4));
  const [liar] = round.others as [PeerId];
  round.train();
  round.fire("commit");
  round.step(heard(workOf(liar)), heard(workOf(liar, 1)));
  expect(ofKind(round.effects, "equivocation")).toEqual([{ kind: "equivocation", device: liar }]);
});

test("who leads is not worked out anew for every proposal of a made-up device at every event", () => {
  const round = new TestRound(cellOf(4));
  round.gather();
  const views = [0, 1, 2, 3, 4, 5, 6];
  const madeUp = Array.from({ length: 200 }, (_, index) => exampleHash(`made up ${index}`))
    .filter((name) => views.every((view) => leaderAmong([...round.cell, name], view) !== name))
    .slice(0, 8);
  for (const view of views) for (const device of madeUp) round.propose(view, device, commitBy(...madeUp));
  ranked.count = 0;
  round.step({ kind: "straggler", lateMs: 0 });
  // A new hash for each peer of the cell and each of seven views would be 28, and ten rules may ask.
  expect(ranked.count).toBeLessThan(300);
});
