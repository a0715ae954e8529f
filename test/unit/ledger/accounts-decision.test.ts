import { describe, expect, test } from "vitest";
import { type Decision, decide, juryQuorum } from "../../../shared/ledger/accounts/decision.ts";
import { refutedVerdicts } from "../../../shared/ledger/accounts/refuted.ts";
import type { Vote } from "../../../shared/ledger/accounts/votes.ts";
import { accountsOf, auditorsIn, History, keyOf, workOf } from "../../support/ledger-fixtures.ts";

/** Votes as "match" or the wrong window; by persons a, b, c … in the order of their ranks. */
function votesOf(...answers: readonly ("match" | number)[]): Vote[] {
  return answers.map((answer, rank) => {
    const isMatch = answer === "match";
    const name = "abcdefgh".charAt(rank);
    return {
      verdict: `verdict ${name}`,
      device: name,
      root: name,
      seq: rank,
      isMatch,
      window: isMatch ? 0 : answer,
      isDrawn: rank < 3,
      refutes: [],
    };
  });
}

const shortly = ({ outcome, window, falseVerdicts, upheld }: Decision) => ({
  outcome,
  window,
  false: [...falseVerdicts].map((name) => name.at(-1)).join(""),
  upheld: upheld.map(({ device }) => device).join(""),
});
/** Of five who may judge, two are enough. */
const JURORS = 5;
const QUORUM = 2;
const decided = (...answers: readonly ("match" | number)[]) =>
  shortly(decide(votesOf(...answers), JURORS, null));

describe("a contribution", () => {
  test("that nobody has judged is unaudited", () => {
    expect(decided()).toEqual({ outcome: "unaudited", window: null, false: "", upheld: "" });
  });

  test("has passed when a drawn auditor vouches for it", () => {
    expect(decided("match")).toEqual({ outcome: "passed", window: null, false: "", upheld: "a" });
    const [, , , late] = votesOf("match", "match", "match", "match");
    expect(decide([late!], JURORS, null).outcome).toBe("unaudited");
  });

  test("is false when two persons, and more than say otherwise, name the same window", () => {
    expect(decided(2, 2)).toEqual({ outcome: "false", window: 2, false: "", upheld: "ab" });
    expect(decided(2, 2, "match", 2)).toEqual({ outcome: "false", window: 2, false: "c", upheld: "ab" });
    expect(decided(2, 2, 5)).toEqual({ outcome: "false", window: 2, false: "c", upheld: "ab" });
  });

  test("is disputed while an accuser is neither joined nor outvoted", () => {
    for (const answers of [[3], ["match", 3], [2, 5], [2, 2, "match"], [2, 2, 5, 5]] as const)
      expect(decided(...answers)).toEqual({ outcome: "disputed", window: null, false: "", upheld: "" });
  });

  test("is cleared when two say that the accuser is wrong, who pays", () => {
    expect(decided("match", 3, "match")).toEqual({
      outcome: "passed",
      window: null,
      false: "b",
      upheld: "ac",
    });
    const voices = votesOf(3, "match", "match", "match", "match");
    const late = voices.map((vote) => ({ ...vote, isDrawn: vote.device === "a" }));
    expect(shortly(decide(late, JURORS, null))).toEqual({
      outcome: "unaudited",
      window: null,
      false: "a",
      upheld: "",
    });
  });

  test("is called false, and cleared, by more than a third of those who may judge, and never by one", () => {
    expect([1, 2, 3, 5, 6, 9, 15].map(juryQuorum)).toEqual([2, 2, 2, 2, 3, 4, 6]);
    const of15 = (...answers: readonly ("match" | number)[]) =>
      shortly(decide(votesOf(...answers), 15, null)).outcome;
    expect(of15(2, 2, 2, 2, 2)).toBe("disputed");
    expect(of15(2, 2, 2, 2, 2, 2)).toBe("false");
    expect(of15(2, "match", "match", "match", "match")).toBe("disputed");
    expect(of15(2, "match", "match", "match", "match", "match", "match")).toBe("passed");
  });

  test("is judged by persons, not by their devices", () => {
    const sameRoot = (votes: readonly Vote[]) => votes.map((vote) => ({ ...vote, root: "x" }));
    expect(shortly(decide(sameRoot(votesOf(2, 2, 2)), JURORS, null)).outcome).toBe("disputed");
    const vouched = decide(sameRoot(votesOf("match", "match")), JURORS, null);
    expect(shortly(vouched).upheld).toBe("a");
    const [accuser, ...others] = votesOf(3, "match", "match");
    expect(decide([accuser!, ...sameRoot(others)], JURORS, null).outcome).toBe("disputed");
  });

  test("is what an own replay has shown, whatever the others say", () => {
    const votes = votesOf("match", "match", 2, 3);
    const wrong = { isTrue: false, window: 3, falseVerdicts: new Set<string>() };
    expect(shortly(decide(votes, JURORS, wrong))).toEqual({
      outcome: "false",
      window: 3,
      false: "abc",
      upheld: "",
    });
    const right = { isTrue: true, window: 0, falseVerdicts: new Set(["verdict a", "of another"]) };
    expect(shortly(decide(votes, JURORS, right))).toEqual({
      outcome: "passed",
      window: null,
      false: "acd",
      upheld: "b",
    });
    expect(decide([], JURORS, right).outcome).toBe("unaudited");
    expect(shortly(decide([], JURORS, wrong))).toEqual({
      outcome: "false",
      window: 3,
      false: "",
      upheld: "",
    });
  });
});

describe("a verdict that was made up", () => {
  const refuting = (votes: Vote[], by: string) =>
    votes.map((vote) => (by.includes(vote.device) ? { ...vote, refutes: ["verdict a"] } : vote));

  test("is found by the second who has replayed the same, though its answer is right", () => {
    const votes = votesOf("match", "match", "match");
    expect([...refutedVerdicts(refuting(votes, "b"), QUORUM)]).toEqual([]);
    expect(shortly(decide(refuting(votes, "b"), JURORS, null))).toMatchObject({ false: "", upheld: "abc" });
    expect([...refutedVerdicts(refuting(votes, "bc"), QUORUM)]).toEqual(["verdict a"]);
    expect(shortly(decide(refuting(votes, "bc"), JURORS, null))).toMatchObject({ false: "a", upheld: "bc" });
  });

  test("stands while as many say the same and do not refute it", () => {
    const votes = votesOf("match", "match", "match", "match", "match");
    expect([...refutedVerdicts(refuting(votes, "bc"), QUORUM)]).toEqual([]);
    expect([...refutedVerdicts(refuting(votes, "bcd"), QUORUM)]).toEqual(["verdict a"]);
  });

  test("cannot be refuted by its own person, nor twice by one", () => {
    const votes = refuting(votesOf("match", 1, 1), "bc");
    const one = votes.map((vote) => ({ ...vote, root: vote.device === "a" ? "a" : "x" }));
    const own = votes.map((vote) => ({ ...vote, root: vote.device === "b" ? "a" : vote.root }));
    expect([[...refutedVerdicts(one, QUORUM)], [...refutedVerdicts(own, QUORUM)]]).toEqual([[], []]);
  });

  test("does not count where the contribution is judged", () => {
    const votes = votesOf(4, "match", "match", "match").filter(({ device }) => device !== "c");
    expect(decide(refuting(votes.slice(0, 2), "b"), JURORS, null).outcome).toBe("disputed");
    expect(shortly(decide(refuting(votes, "bd"), JURORS, null))).toMatchObject({
      outcome: "passed",
      false: "a",
    });
  });
});

describe("verdicts in the ledger", () => {
  const [anna, ...others] = ["anna", "ben", "carl", "dora", "emil"].map(keyOf) as [string, ...string[]];

  test("count only from those whom the commit includes, and not from the trainer's own devices", () => {
    const history = new History();
    const round = history.round([anna, ...others]);
    const work = workOf(round, anna);
    const [first, second, third, fourth] = auditorsIn(round, anna) as [string, string, string, string];
    const outsider = keyOf("outsider");
    history.verdict(outsider, work, 0);
    history.verdict(anna, work, "match");
    history.verdict(fourth, work, "match");
    expect(accountsOf(history.records).decisionOf(work.record.hash).outcome).toBe("unaudited");
    history.verdict(third, work, "match");
    expect(accountsOf(history.records).decisionOf(work.record.hash).outcome).toBe("passed");
    // Now the third is the trainer's as well, and the fourth was drawn in its place.
    history.delegate(third, keyOf("one person"));
    history.delegate(anna, keyOf("one person"));
    const decision = accountsOf(history.records).decisionOf(work.record.hash);
    expect(decision.upheld.map(({ device }) => device)).toEqual([fourth]);
    expect([first, second]).not.toContain(fourth);
  });

  test("of another project are none", () => {
    const history = new History();
    const round = history.round([anna, ...others]);
    const work = workOf(round, anna);
    const verdict = history.verdict(auditorsIn(round, anna)[0]!, work, "match");
    const body = { ...verdict.content.body, project: keyOf("another project") };
    const foreign = { ...verdict, content: { ...verdict.content, body } };
    const records = [...history.records.slice(0, -1), foreign];
    expect(accountsOf(records).decisionOf(work.record.hash).outcome).toBe("unaudited");
  });
});
