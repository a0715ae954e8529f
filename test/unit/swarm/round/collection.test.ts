import { describe, expect, test } from "vitest";
import {
  cellOf,
  HEAD,
  heard,
  kindsOf,
  ofKind,
  OTHER_HEAD,
  STRANGER,
  TestRound,
  workOf,
  viewMsOf,
} from "./round-fixture.ts";

function committing(count: number): TestRound {
  const round = new TestRound(cellOf(count));
  round.train();
  return round;
}

function revealing(count: number): TestRound {
  const round = committing(count);
  round.hear(...round.others);
  return round;
}

describe("an update is revealed", () => {
  test("when everybody alive has committed, and not one before", () => {
    const round = committing(4);
    const [last, ...others] = round.others as [string, string, string];
    expect(round.hear(...others)).toEqual([]);
    const [reveal, timer] = round.hear(last);
    expect(reveal).toEqual({ kind: "reveal" });
    expect(timer).toMatchObject({ kind: "timer", name: "reveal" });
    expect(round.state.phase).toBe("revealing");
  });

  test("whatever came before the own work was done", () => {
    const round = new TestRound(cellOf(3));
    round.hear(...round.others);
    expect(kindsOf(round.train())).toEqual(["publish-contribution", "timer", "reveal", "timer"]);
  });

  test("without waiting for the dead", () => {
    const round = committing(4);
    const [dead, ...others] = round.others as [string, string, string];
    round.hear(...others);
    expect(kindsOf(round.leave(dead))).toEqual(["reveal", "timer"]);
  });

  test("without waiting for who stands on another head", () => {
    const round = committing(2);
    const [other] = round.others as [string];
    expect(kindsOf(round.stand(new Map([[other, OTHER_HEAD]])))).toContain("reveal");
  });

  test("at the learned deadline, whoever is missing", () => {
    const round = committing(4);
    round.hear(round.others[0]!);
    expect(kindsOf(round.fire("commit"))).toEqual(["reveal", "timer"]);
    expect(round.fire("commit")).toEqual([]);
  });

  test("by no other timer, nor by updates of others", () => {
    const round = committing(3);
    round.receive(...round.others);
    for (const name of ["training", "reveal", "view", "certificate"] as const)
      expect(round.fire(name)).toEqual([]);
    expect(round.state.phase).toBe("committing");
  });

  test("not because a deadline passed before there was anything to wait for", () => {
    const round = new TestRound(cellOf(2));
    round.fire("commit");
    expect(kindsOf(round.train())).toEqual(["publish-contribution", "timer"]);
  });
});

describe("agreeing begins", () => {
  test("when every awaited update is here, and not one before", () => {
    const round = revealing(4);
    const [last, ...others] = round.others as [string, string, string];
    expect(round.receive(...others)).toEqual([]);
    expect(round.receive(last)[0]).toEqual({ kind: "timer", name: "view", delayMs: viewMsOf(round, 0) });
    expect(round.state.phase).toBe("agreeing");
  });

  test("at once when all updates were here before", () => {
    const round = committing(3);
    round.receive(...round.others);
    const names = ofKind(round.hear(...round.others), "timer").map(({ name }) => name);
    expect(names).toEqual(["reveal", "view"]);
  });

  test("without waiting for the updates of the dead", () => {
    const round = revealing(3);
    const [dead, other] = round.others as [string, string];
    round.receive(other);
    round.leave(dead);
    expect(round.state.phase).toBe("agreeing");
  });

  test("without waiting for who never committed, nor for who comes only now", () => {
    const round = committing(3);
    const [silent, other] = round.others as [string, string];
    round.hear(other);
    round.fire("commit");
    round.stand(new Map([silent, other, STRANGER].map((peer) => [peer, HEAD.hash])));
    round.hear(STRANGER);
    expect(round.state.phase).toBe("revealing");
    round.receive(other);
    expect(round.state.phase).toBe("agreeing");
  });

  test("without waiting for the update of an equivocator", () => {
    const round = revealing(3);
    const [liar, other] = round.others as [string, string];
    round.receive(other);
    expect(round.state.phase).toBe("revealing");
    round.step(heard(workOf(liar, 1)));
    expect(round.state.phase).toBe("agreeing");
  });

  test("at the deadline, whatever is missing", () => {
    const round = revealing(4);
    round.fire("reveal");
    expect(round.state.phase).toBe("agreeing");
  });

  test("by no other timer", () => {
    const round = revealing(3);
    for (const name of ["training", "commit", "view", "certificate"] as const)
      expect(round.fire(name)).toEqual([]);
    expect(round.state.phase).toBe("revealing");
  });

  test("not because the first deadline passed: each waits for itself", () => {
    const round = committing(3);
    round.hear(round.others[0]!);
    round.fire("commit");
    expect(round.state.phase).toBe("revealing");
  });
});

test("one peer alone is a cell of one and does the same", () => {
  const round = new TestRound(cellOf(1));
  expect(kindsOf(round.train())).toEqual([
    "publish-contribution",
    "timer",
    "reveal",
    "timer",
    "timer",
    "compute",
    "vote",
    "anticipate",
    "timer",
    "adopt",
  ]);
});
