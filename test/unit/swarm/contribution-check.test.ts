import { describe, expect, test } from "vitest";
import type { Head } from "../../../shared/ledger/records/commit.ts";
import type { ContributionBody } from "../../../shared/ledger/records/contribution.ts";
import { isPossible } from "../../../shared/swarm/contribution-check.ts";
import { windowCount, windowSteps } from "../../../shared/training/windows.ts";
import { TOY_RULES } from "../../simulation/toy-swarm.ts";
import { EXAMPLE_CONTRIBUTION, exampleHash } from "../../support/example-messages.ts";

const HEAD: Head = {
  round: 4,
  hash: exampleHash("head"),
  state: exampleHash("state"),
  tokens: 9_000,
  progress: 200,
};
const STEPS = 31;
const statesOf = (count: number) => Array.from({ length: count }, (_, index) => exampleHash(`θ ${index}`));

const work = (change: Partial<ContributionBody> = {}): ContributionBody => {
  const { steps = STEPS } = change;
  return {
    ...EXAMPLE_CONTRIBUTION,
    project: TOY_RULES.project,
    base: HEAD.hash,
    round: HEAD.round + 1,
    steps,
    tokens: steps * TOY_RULES.tokensPerStep,
    updateBytes: 10,
    states: statesOf(windowCount(steps, TOY_RULES.maxSteps)),
    ...change,
  };
};
const judge = (change: Partial<ContributionBody>) => isPossible(TOY_RULES, HEAD, work(change));

describe("a contribution is possible", () => {
  test.each([1, windowSteps(TOY_RULES.maxSteps), STEPS, TOY_RULES.maxSteps])(
    "with %i steps and a state for every window of them",
    (steps) => {
      expect(judge({ steps })).toBe(true);
      const count = windowCount(steps, TOY_RULES.maxSteps);
      for (const states of [statesOf(count - 1), statesOf(count + 1)])
        expect(judge({ steps, states })).toBe(false);
    },
  );

  test.each(["gpu-float", "wasm-unverified"] as const)("without states in the profile %s", (profile) => {
    expect(judge({ profile, states: [] })).toBe(true);
  });

  const impossible: readonly (readonly [string, Partial<ContributionBody>])[] = [
    ["of another project", { project: exampleHash("other") }],
    ["on another head", { base: exampleHash("other") }],
    ["of another round", { round: HEAD.round }],
    ["of more steps than a round has", { steps: TOY_RULES.maxSteps + 1 }],
    ["of more units than its steps have", { tokens: STEPS * TOY_RULES.tokensPerStep + 1 }],
    ["of an update longer than there is", { updateBytes: TOY_RULES.codec.maxBytes(TOY_RULES.layout) + 1 }],
  ];
  test.each(impossible)("but not %s", (_, change) => {
    expect(judge({})).toBe(true);
    expect(judge(change)).toBe(false);
  });
});
