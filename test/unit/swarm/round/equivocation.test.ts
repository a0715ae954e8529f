import { describe, expect, test } from "vitest";
import {
  cellOf,
  commitBy,
  commitOn,
  heard,
  kindsOf,
  firstOf,
  ofKind,
  received,
  TestRound,
  workOf,
} from "./round-fixture.ts";

/** The leader of three others, of whom one sends a second contribution. */
function deceived(attempts = 2): { round: TestRound; liar: string; others: string[] } {
  const cell = cellOf(4);
  const round = new TestRound(cell, cell[0]);
  const [liar, ...others] = round.others as [string, string, string];
  round.train();
  round.hear(liar);
  for (let attempt = 1; attempt < attempts; attempt++) round.step(heard(workOf(liar, attempt)));
  return { round, liar, others };
}

describe("a device with two different contributions in one round", () => {
  test("is reported once, however many it sends", () => {
    const { round, liar } = deceived(4);
    expect(ofKind(round.effects, "equivocation")).toEqual([{ kind: "equivocation", device: liar }]);
    expect(round.state.equivocators).toEqual(new Set([liar]));
  });

  test("is in no proposal of this peer, whichever of its updates come", () => {
    const { round, liar, others } = deceived();
    round.hear(...others);
    round.step(received(workOf(liar)), received(workOf(liar, 1)));
    round.receive(...others);
    const [proposal] = ofKind(round.effects, "vote");
    expect(proposal?.commit.record.hash).toBe(commitBy(round.self, ...others).record.hash);
  });

  test("counts as committed, so that nobody waits for it", () => {
    const { round, others } = deceived();
    expect(kindsOf(round.hear(...others))).toContain("reveal");
  });

  test("may be in what another leader proposes: that one may have heard the first only", () => {
    const round = new TestRound(cellOf(4));
    const [leader, liar, other] = round.others as [string, string, string];
    round.gather();
    round.step(heard(workOf(liar, 1)));
    const commit = commitBy(leader, liar, other, round.self);
    expect(kindsOf(round.propose(0, leader, commit))).toEqual(["vote"]);
  });

  test("is kept with all it sent, because a commit may name either", () => {
    const { round, liar, others } = deceived();
    round.hear(...others);
    round.receive(...others);
    round.step(received(workOf(liar, 1)));
    const commit = commitOn([workOf(liar, 1), ...others.map((peer) => workOf(peer))]);
    round.certify(commit, liar, ...others);
    expect(firstOf(round.effects, "adopt").commit.record.hash).toBe(commit.record.hash);
  });
});

describe("no equivocation is", () => {
  test("the same record again", () => {
    const { round, liar } = deceived(1);
    expect(round.hear(liar, liar)).toEqual([]);
    expect(round.state.equivocators.size).toBe(0);
  });

  test("one contribution of each of two devices with the same update: that is for aggregation to refuse", () => {
    const { round, liar, others } = deceived(1);
    const copied = workOf(others[0]!);
    const copy = { ...copied, body: { ...copied.body, update: workOf(liar).body.update } };
    expect(kindsOf(round.step(heard(copy)))).toEqual([]);
    expect(round.state.equivocators.size).toBe(0);
  });
});
