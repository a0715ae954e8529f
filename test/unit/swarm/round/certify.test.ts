import { describe, expect, test } from "vitest";
import {
  cellOf,
  commitBy,
  commitOn,
  kindsOf,
  firstOf,
  leaderAmong,
  ofKind,
  OTHER_HEAD,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

const adopted = (round: TestRound) => ofKind(round.effects, "adopt").map(({ commit }) => commit.record.hash);

/** All is here, and the leader and this peer have signed: two of the signatures that are needed. */
function signed(count: number): { round: TestRound; commit: ReturnType<typeof commitBy>; others: string[] } {
  const round = new TestRound(cellOf(count));
  round.gather();
  const [leader, ...others] = round.others as [string, ...string[]];
  const commit = commitBy(...round.cell);
  round.propose(0, leader, commit);
  return { round, commit, others };
}

describe("a certificate is made of signatures", () => {
  test("and the record that is adopted holds every one that is known, in the order of devices", () => {
    const { round, commit, others } = signed(4);
    expect(kindsOf(round.vote(commit, others[1]!))).toEqual(["timer", "adopt"]);
    const { commit: head } = firstOf(round.effects, "adopt");
    const signers = head.record.signatures.map(({ device }) => device);
    expect(signers).toEqual([round.others[0]!, round.self, others[1]!].toSorted());
    expect(head.record.hash).toBe(commit.record.hash);
  });

  test("of different devices: one that signs twice counts once", () => {
    const { round, commit } = signed(4);
    round.vote(commit, round.others[0]!, round.others[0]!);
    expect(adopted(round)).toEqual([]);
  });

  test("of included contributors: others count nothing", () => {
    const cell = cellOf(5);
    const round = new TestRound(cell);
    round.gather();
    const [leader, voter, another, leftOut] = round.others as [string, string, string, string];
    const commit = commitBy(leader, round.self, voter, another);
    round.propose(0, leader, commit);
    round.vote(commit, leftOut, STRANGER);
    expect(adopted(round)).toEqual([]);
    round.vote(commit, voter);
    expect(adopted(round)).toEqual([commit.record.hash]);
    const { commit: head } = firstOf(round.effects, "adopt");
    expect(head.record.signatures.map(({ device }) => device)).not.toContain(leftOut);
  });

  test("that may come before the commit does", () => {
    const round = new TestRound(cellOf(4));
    const commit = commitBy(...round.cell);
    round.vote(commit, ...round.others);
    round.gather();
    expect(adopted(round)).toEqual([commit.record.hash]);
  });

  test("which one peer of two cannot make alone, while the other may still sign", () => {
    const round = new TestRound(cellOf(2), cellOf(2)[0]);
    round.gather();
    round.waitForView(3);
    expect(adopted(round)).toEqual([]);
    round.vote(commitBy(...round.cell), round.others[0]!);
    expect(adopted(round)).toEqual([commitBy(...round.cell).record.hash]);
  });
});

describe("what is certified is adopted", () => {
  test("only after it was reproduced here", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    round.gather();
    const commit = commitBy(...round.cell);
    expect(kindsOf(round.certify(commit, ...round.others))).toEqual(["timer"]);
    expect(round.state.certified).toBe(commit.record.hash);
    const { key } = firstOf(round.effects, "compute");
    expect(kindsOf(round.step({ kind: "computed", key, commit }))).toEqual(["adopt"]);
  });

  test("not while one of its updates is missing", () => {
    const round = new TestRound(cellOf(3));
    const [one, two] = round.others as [string, string];
    round.train();
    round.hear(one, two);
    round.receive(one);
    round.certify(commitBy(...round.cell), one, two);
    expect(adopted(round)).toEqual([]);
    round.receive(two);
    expect(adopted(round)).toHaveLength(1);
  });

  test("in every phase, and also by who is not in it", () => {
    for (const prepare of [() => undefined, (round: TestRound) => round.train()]) {
      const round = new TestRound(cellOf(4));
      prepare(round);
      round.hear(...round.others);
      round.receive(...round.others);
      round.certify(commitBy(...round.others), ...round.others);
      expect(adopted(round)).toEqual([commitBy(...round.others).record.hash]);
    }
  });
});

describe("when the updates of a certified commit cannot be had", () => {
  function waiting(): { round: TestRound; lost: ReturnType<typeof commitBy> } {
    const round = new TestRound(cellOf(4));
    round.gather();
    const [leader, other] = round.others as [string, string];
    const lost = commitOn([workOf(leader), workOf(round.self), workOf(other, 1)]);
    expect(round.certify(lost, leader, other)[0]).toEqual({
      kind: "timer",
      name: "certificate",
      delayMs: 5_000,
    });
    return { round, lost };
  }

  test("and while it is being computed, nobody gives up", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    round.gather();
    const commit = commitBy(...round.cell);
    round.propose(0, leaderAmong(round.cell, 0), commit);
    round.certify(commit, ...round.others);
    expect(round.state.computing.size).toBe(1);
    expect(kindsOf(round.fire("certificate"))).toEqual(["timer"]);
    expect(round.state.certified).toBe(commit.record.hash);
  });

  test("this peer gives up after a while, once, and hands the certificate on", () => {
    const { round, lost } = waiting();
    const [gaveUp] = ofKind(round.fire("certificate"), "give-up");
    expect(gaveUp?.commit.record.hash).toBe(lost.record.hash);
    expect(gaveUp?.commit.record.signatures).toHaveLength(2);
    expect(round.state.hopeless).toEqual(new Set([lost.record.hash]));
    expect(round.fire("certificate")).toEqual([]);
    expect(ofKind(round.certify(lost, ...round.others.slice(0, 2)), "timer")).toEqual([]);
  });

  test("another certificate that can be reproduced ends the round meanwhile", () => {
    const { round } = waiting();
    const commit = commitBy(...round.cell);
    round.propose(0, round.others[0]!, commit);
    round.vote(commit, round.others[1]!);
    expect(adopted(round)).toEqual([commit.record.hash]);
  });

  test("another one that cannot be reproduced either does not start the wait anew", () => {
    const { round, lost } = waiting();
    const [leader, , other] = round.others as [string, string, string];
    const alsoLost = commitOn([workOf(leader), workOf(other, 1)]);
    expect(ofKind(round.certify(alsoLost, leader, other), "timer")).toEqual([]);
    expect(round.state.certified).toBe(lost.record.hash);
  });

  test("it is adopted all the same if they come after all", () => {
    const { round, lost } = waiting();
    round.fire("certificate");
    const late = workOf(round.others[1]!, 1);
    round.step({ kind: "contribution", contribution: late }, { kind: "update", hash: late.body.update });
    round.fire("view");
    expect(adopted(round)).toEqual([lost.record.hash]);
  });

  test("a certificate's time means nothing where there is none", () => {
    const { round } = signed(4);
    expect(round.fire("certificate")).toEqual([]);
  });
});

describe("a certificate of few does not end the round of many", () => {
  /** Two of six have signed for themselves; their signatures are a quorum of their two. */
  function narrow(): { round: TestRound; commit: ReturnType<typeof commitBy>; others: string[] } {
    const round = new TestRound(cellOf(6));
    round.gather();
    const [one, two, ...others] = round.others as [string, string, ...string[]];
    const commit = commitBy(one, two);
    round.certify(commit, one, two);
    return { round, commit, others };
  }

  test("while the cell can still get together", () => {
    const { round, commit } = narrow();
    expect(round.state.certified).toBeNull();
    round.fire("view");
    expect(adopted(round)).toEqual([]);
    round.fire("view");
    expect(adopted(round)).toEqual([commit.record.hash]);
  });

  test("until half of those at work have gone along with it", () => {
    const { round, commit, others } = narrow();
    const standing = new Map(round.state.standing);
    round.stand(new Map([...standing, [others[0]!, commit.record.hash]]));
    expect(adopted(round)).toEqual([commit.record.hash]);
  });

  test("until others are not at work any more, or somewhere else", () => {
    const { round, commit, others } = narrow();
    round.leave(others[0]!);
    expect(adopted(round)).toEqual([]);
    const elsewhere = new Map([...round.state.standing, [others[1]!, OTHER_HEAD] as const]);
    round.stand(elsewhere);
    expect(adopted(round)).toEqual([commit.record.hash]);
  });

  test("and exactly half of the cell is enough", () => {
    const round = new TestRound(cellOf(6));
    round.gather();
    const three = round.others.slice(0, 3);
    round.certify(commitBy(...three), ...three.slice(0, 2));
    expect(adopted(round)).toEqual([commitBy(...three).record.hash]);
  });
});
