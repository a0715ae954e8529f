/** Histories whose bytes are all in order and whose signatures are all good, and which are not true. */
import { describe, expect, test } from "vitest";
import { NO_HASH, openRecord } from "../../../shared/ledger/record-content.ts";
import type { CommitBody } from "../../../shared/ledger/records/commit.ts";
import { bundleOf, contributionsOf, replayWith, verify } from "./bundle-fixture.ts";
import {
  accusedHistory,
  exampleEngine,
  forkedHistory,
  type Lie,
  type Lies,
  makeHistory,
  signerOf,
} from "./history-fixture.ts";

const TIMEOUT = { timeout: 60_000 };

/** The second peer, in the second round. */
const isThere = ({ peer, round }: Lie) => peer === 1 && round === 2;

async function failureWith(lies: Lies, replay = 0) {
  const history = await makeHistory({ lies });
  const engine = await exampleEngine(history.project);
  const report = await verify(await bundleOf(history), replay > 0 ? replayWith(engine, replay) : {});
  return { history, report, failure: report.firstFailure };
}

/** A lie in the last commit, which all signed. */
const inLastCommit = (change: (body: CommitBody) => Partial<CommitBody>): Lies => ({
  commit: (body, round) => (round === 3 ? { ...body, ...change(body) } : body),
});

describe("credit cannot be exaggerated", () => {
  test.for<[string, (body: CommitBody) => Partial<CommitBody>, RegExp]>([
    [
      "tokens",
      ({ tokens }) => ({ tokens: tokens + 1 }),
      /^its number of tokens is \d+, and its contributions give \d+$/,
    ],
    [
      "a weight",
      (body) => ({
        contributions: body.contributions.map((part, index) => ({
          ...part,
          weight: part.weight + (index === 1 ? 32 : 0),
        })),
      }),
      /^contribution 1 weighs \d+, and its update gives \d+$/,
    ],
    ["progress", ({ progress }) => ({ progress: progress + 1 }), /^its progress is/],
    ["the state", () => ({ state: "ab".repeat(32) }), /^its state is abab/],
    ["the round", ({ round }) => ({ round: round + 1 }), /another head|^its round is/],
    ["the time", ({ at }) => ({ at: at + 1 }), /^its time is/],
  ])("a commit that all signed and that exaggerates %s fails", TIMEOUT, async ([, change, reason]) => {
    const { history, failure } = await failureWith(inLastCommit(change));
    expect(failure).toMatchObject({ type: "commit", hash: history.head });
    expect(failure!.reason).toMatch(reason);
  });

  test.for<[string, NonNullable<Lies["contribution"]>]>([
    ["more tokens than its steps have", (body) => ({ ...body, tokens: body.tokens + 32 })],
    ["more steps than a round has", (body) => ({ ...body, steps: 1_000, tokens: 1_000 * 32 })],
    ["fewer state hashes than its steps have", (body) => ({ ...body, states: body.states.slice(1) })],
    ["another round", (body) => ({ ...body, round: body.round + 1 })],
    ["another base", (body) => ({ ...body, base: NO_HASH })],
  ])("a contribution that claims %s fails", TIMEOUT, async ([, lie]) => {
    const { failure } = await failureWith({
      contribution: (body, place) => (isThere(place) ? lie(body, place) : body),
    });
    expect(failure).toMatchObject({ type: "contribution" });
    expect(failure!.reason).toContain("do not allow");
  });
});

describe("certificates", () => {
  test("two of three signatures are enough, one is not", TIMEOUT, async () => {
    const enough = await failureWith({ signers: (all) => all.slice(1) });
    expect(enough.failure).toBeNull();
    const { failure } = await failureWith({ signers: (all, round) => (round === 2 ? all.slice(2) : all) });
    expect(failure).toMatchObject({ type: "commit", reason: "signed by fewer than two thirds" });
  });
});

describe("work done again", () => {
  test("is as it was where everybody is honest", TIMEOUT, async () => {
    const { report } = await failureWith({}, 1);
    expect(report).toMatchObject({ valid: true, replayed: 9 });
  });

  test("finds the peer that lied about its result, and nobody else", TIMEOUT, async () => {
    const lies: Lies = {
      result: (result, place) =>
        isThere(place) ? { ...result, delta: result.delta.map((value) => value * 1.5) } : result,
    };
    const { history, failure } = await failureWith(lies, 1);
    expect(failure).toMatchObject({
      type: "contribution",
      reason: "done again, its steps give another update",
    });
    expect(contributionsOf(history).slice(3, 6)).toContain(failure!.hash);
    // Without a replay the history holds together: everybody computed the same from what they were given.
    expect((await verify(await bundleOf(history))).valid).toBe(true);
  });

  test("names the first window of steps that comes out differently", TIMEOUT, async () => {
    const lies: Lies = {
      result: (result, place) =>
        isThere(place)
          ? {
              ...result,
              states: result.states.map((state, window) => (window < 2 ? state : "cd".repeat(32))),
            }
          : result,
    };
    const { failure } = await failureWith(lies, 1);
    expect(failure!.reason).toBe("done again, window 2 comes out differently (steps 3 to 3 of 5)");
  });

  test.for<[string, number, boolean]>([
    ["rounding of another device", 1.01, true],
    ["half of the work", 0.5, false],
  ])("of another profile is compared within a tolerance: %s", TIMEOUT, async ([, factor, isValid]) => {
    const result: Lies["result"] = (result) => ({
      ...result,
      delta: result.delta.map((value, index) => value * (index % 2 === 0 ? factor : 1)),
    });
    const history = await makeHistory({ profile: "gpu-float", lies: { result } });
    const { valid } = await verify(await bundleOf(history), replayWith(await exampleEngine(history.project)));
    expect(valid).toBe(isValid);
  });

  test("is no objection where the ledger has punished the lie already", TIMEOUT, async () => {
    const lies: Lies = {
      result: (result, { peer }) =>
        peer === 0 ? { ...result, delta: result.delta.map((value) => value / 2) } : result,
    };
    const history = await makeHistory({ lies });
    const replay = replayWith(await exampleEngine(history.project));
    expect((await verify(await bundleOf(history), replay)).valid).toBe(false);
    // Its device contradicts itself from its first contribution on, so all of its work is void.
    expect(await verify(await bundleOf(await forkedHistory(history)), replay)).toMatchObject({
      valid: true,
      replayed: 9,
    });
  });

  test("clears who was found false without being it", TIMEOUT, async () => {
    const history = await makeHistory();
    const { device } = signerOf("device 0");
    const { hash } = history.records.find(({ bytes }) => {
      const opened = openRecord(bytes);
      return opened.ok && opened.content.type === "contribution" && opened.content.device === device;
    })!;
    const bundle = await bundleOf(await accusedHistory(history, hash));
    expect((await verify(bundle)).credit).toBeLessThan((await verify(await bundleOf(history))).credit);
    const { firstFailure } = await verify(bundle, replayWith(await exampleEngine(history.project)));
    expect(firstFailure).toMatchObject({ type: "contribution", hash });
    expect(firstFailure!.reason).toContain("its audits call it false");
  });
});
