import { describe, expect, test } from "vitest";
import type { Commit } from "../../../../shared/swarm/round/round-state.ts";
import {
  cellOf,
  commitBy,
  commitOn,
  heard,
  kindsOf,
  leaderAmong,
  ofKind,
  received,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

const recordOf = (peer: string) => workOf(peer).record.hash;

describe("what a leader's proposal names and is not here", () => {
  test("is asked for, first the record, then its update, then it is computed", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader);
    round.receive(leader);
    const commit = commitBy(...round.cell);
    expect(round.propose(0, leader, commit)).toEqual([{ kind: "want-contribution", hash: recordOf(other) }]);
    expect(ofKind(round.hear(other), "want-update")).toEqual([
      { kind: "want-update", contribution: workOf(other) },
    ]);
    const [computed] = ofKind(round.receive(other), "compute");
    const ascending = round.cell.toSorted();
    expect(computed?.contributions.map(({ device }) => device)).toEqual(ascending);
  });

  test("is asked for once", () => {
    const round = new TestRound(cellOf(4));
    const [leader] = round.others as [string];
    round.propose(0, leader, commitBy(...round.cell));
    round.hear(...round.cell);
    round.propose(1, leaderAmong(round.cell, 1), commitBy(...round.cell));
    expect(
      ofKind(round.effects, "want-contribution")
        .map(({ hash }) => hash)
        .toSorted(),
    ).toEqual(round.cell.map(recordOf).toSorted());
    expect(ofKind(round.effects, "want-update")).toHaveLength(4);
  });

  test("is asked for again when nobody had it, and in the next view", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    const [leader, other] = round.others as [string, string];
    round.gather();
    round.propose(
      0,
      leader,
      commitOn([leader, round.self].map((peer) => workOf(peer)).concat(workOf(other, 1))),
    );
    const wanted = { kind: "want-contribution", hash: workOf(other, 1).record.hash } as const;
    expect(round.step({ kind: "unavailable", hash: wanted.hash })).toEqual([wanted]);
    expect(round.step({ kind: "unavailable", hash: recordOf(leader) })).toEqual([]);
    round.propose(1, leaderAmong(round.cell, 1), commitOn([workOf(round.self), workOf(other, 1)]));
    expect(ofKind(round.fire("view"), "want-contribution")).toEqual([wanted]);
  });

  test("is asked for by a watcher as well", () => {
    const cell = cellOf(2);
    const round = new TestRound(cell, STRANGER, { isContributing: false });
    expect(kindsOf(round.propose(0, cell[0]!, commitBy(...cell)))).toEqual([
      "want-contribution",
      "want-contribution",
    ]);
  });
});

describe("nothing is asked for because of a commit", () => {
  test("that was proposed by a peer that does not lead", () => {
    const round = new TestRound(cellOf(4));
    const [leader, , other] = round.others as [string, string, string];
    round.gather();
    const commit = commitOn([workOf(leader), workOf(round.self), workOf(other, 1)]);
    expect(round.propose(0, other, commit)).toEqual([]);
  });

  function voted(): { round: TestRound; commit: Commit; unknown: string } {
    const round = new TestRound(cellOf(4), undefined, { isAnswering: false });
    const [leader, other, another] = round.others as [string, string, string];
    round.gather();
    const commit = commitOn([workOf(leader), workOf(another), workOf(other, 1)]);
    round.propose(0, other, commit);
    return { round, commit, unknown: workOf(other, 1).record.hash };
  }

  test("that others only voted for, while the first leader has its turn; then it is", () => {
    const { round, unknown } = voted();
    expect(ofKind(round.effects, "want-contribution")).toEqual([]);
    expect(ofKind(round.fire("view"), "want-contribution").map(({ hash }) => hash)).toEqual([unknown]);
  });

  test("that no longer can get its votes, because too many have left", () => {
    const { round, commit } = voted();
    const [gone, alsoGone] = commit.body.contributions
      .map(({ device }) => device)
      .filter((device) => !round.state.votes.get(commit.record.hash)?.has(device));
    round.leave(gone!, alsoGone!);
    expect(ofKind(round.fire("view"), "want-contribution")).toEqual([]);
  });
});

test("a decided commit is fetched and computed whoever proposed it, in training already", () => {
  const round = new TestRound(cellOf(3));
  const commit = commitBy(...round.others);
  round.certify(commit, ...round.others);
  expect(ofKind(round.effects, "want-contribution")).toHaveLength(2);
  round.hear(...round.others);
  round.receive(...round.others);
  expect(kindsOf(round.effects).slice(-2)).toEqual(["compute", "adopt"]);
});

describe("a set of contributions is computed", () => {
  test("only when all of its updates are here", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader, other);
    round.receive(leader);
    round.propose(0, leader, commitBy(...round.cell));
    expect(kindsOf(round.effects)).not.toContain("compute");
    expect(kindsOf(round.receive(other))).toContain("compute");
  });

  test("once, for the leader's proposal, the own one, and what is expected", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    round.gather();
    round.propose(0, round.others[0]!, commitBy(...round.cell));
    round.waitForView(3);
    const keys = ofKind(round.effects, "compute").map(({ key }) => key);
    expect(keys).toHaveLength(1);
  });

  test("never when a commit gives a record to a device that did not sign it", () => {
    const round = new TestRound(cellOf(3), undefined, { isAnswering: false });
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader, other);
    round.step(received(workOf(leader)));
    const { body } = commitBy(leader, round.self);
    const [one, two] = body.contributions as [(typeof body.contributions)[0], (typeof body.contributions)[0]];
    const swapped = [
      { ...one, record: two.record },
      { ...two, record: one.record },
    ];
    round.propose(0, leader, commitOn([], { contributions: swapped }));
    expect(round.state.phase).toBe("revealing");
    expect(kindsOf(round.effects)).not.toContain("compute");
  });

  test("with a record that came only because it was asked for", () => {
    const round = new TestRound(cellOf(3));
    const [leader, other] = round.others as [string, string];
    round.train();
    round.hear(leader);
    round.receive(leader);
    round.fire("commit");
    round.propose(0, leader, commitBy(...round.cell));
    round.step(heard(workOf(other)), received(workOf(other)));
    const { contributions } = ofKind(round.effects, "compute").at(-1)!;
    expect(contributions).toHaveLength(3);
  });
});
