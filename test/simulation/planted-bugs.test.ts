/** Tests the tester: bugs that such programs have had, planted one at a time into small modules of the swarm, must each be found within a few seeds. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Head } from "../../shared/ledger/records/commit.ts";
import type * as OuterStepModule from "../../shared/aggregation/outer-step.ts";
import type * as ReassemblyModule from "../../shared/swarm/blob/reassembly.ts";
import type * as ForkChoiceModule from "../../shared/swarm/fork-choice.ts";
import type * as HeadFollowerModule from "../../shared/swarm/head-follower.ts";
import type * as HeadHistoryModule from "../../shared/swarm/head-history.ts";
import type * as NextHeadModule from "../../shared/swarm/next-head.ts";
import type * as AgreementModule from "../../shared/swarm/round/agreement.ts";
import type * as DeadlineModule from "../../shared/swarm/round/deadline.ts";
import type * as LeaderModule from "../../shared/swarm/round/leader.ts";
import type * as QuorumModule from "../../shared/swarm/round/quorum.ts";
import type * as RoundRunnerModule from "../../shared/swarm/round/round-runner.ts";
import { runSchedule } from "./fault-run.ts";
import type { Lie } from "./lies.ts";
import { createSchedule, withLiar } from "./schedule.ts";

const planted = vi.hoisted(() => ({ bug: "" }));

vi.mock("../../shared/swarm/round/quorum.ts", async (original) => {
  const real = await original<typeof QuorumModule>();
  return {
    quorumOf: (count: number) =>
      planted.bug === "half is a quorum" ? Math.ceil(count / 2) : real.quorumOf(count),
  };
});

vi.mock("../../shared/swarm/fork-choice.ts", async (original) => {
  const real = await original<typeof ForkChoiceModule>();
  const isHeavier = (a: Head, b: Head): boolean => {
    if (planted.bug === "the longer branch wins") return a.round > b.round;
    if (planted.bug === "any other branch wins") return a.hash !== b.hash;
    return real.isHeavier(a, b);
  };
  return { isHeavier };
});

vi.mock("../../shared/swarm/round/leader.ts", async (original) => {
  const real = await original<typeof LeaderModule>();
  const leaderOrder: typeof real.leaderOrder = (base, view, peers) =>
    real.leaderOrder(base, planted.bug === "one leader for all views" ? 0 : view, peers);
  return { ...real, leaderOrder };
});

vi.mock("../../shared/swarm/round/deadline.ts", async (original) => {
  const real = await original<typeof DeadlineModule>();
  const waitMs: typeof real.waitMs = (arrivals) =>
    planted.bug === "nobody waits" ? 0 : real.waitMs(arrivals);
  const viewMs: typeof real.viewMs = (view, revealMs) =>
    planted.bug === "no change of view" ? 1e9 : real.viewMs(view, revealMs);
  return { ...real, waitMs, viewMs };
});

vi.mock("../../shared/swarm/round/agreement.ts", async (original) => {
  const real = await original<typeof AgreementModule>();
  const isPlanted = (): boolean => planted.bug === "adopts what it did not reproduce";
  const adopt: typeof real.adopt = (state) =>
    real.adopt(isPlanted() ? { ...state, reproduced: new Set(state.candidates.keys()) } : state);
  return { ...real, adopt };
});

vi.mock("../../shared/swarm/blob/reassembly.ts", async (original) => {
  const real = await original<typeof ReassemblyModule>();
  class Reassembly extends real.Reassembly {
    override take(...[peer, part]: Parameters<InstanceType<typeof real.Reassembly>["take"]>) {
      const taken = super.take(peer, part);
      const isBad = taken.kind === "refused" && taken.offence === "bad-blob";
      const isTaken = isBad && planted.bug === "updates are not verified against their hash";
      return isTaken ? { kind: "whole" as const, hash: part.hash, bytes: part.data.slice() } : taken;
    }
  }
  return { ...real, Reassembly };
});

vi.mock("../../shared/swarm/round/round-runner.ts", async (original) => {
  const real = await original<typeof RoundRunnerModule>();
  class RoundRunner extends real.RoundRunner {
    override end(): void {
      if (planted.bug !== "an ended round goes on") super.end();
    }
  }
  return { ...real, RoundRunner };
});

vi.mock("../../shared/swarm/next-head.ts", async (original) => {
  const real = await original<typeof NextHeadModule>();
  const nextHeadSlices: typeof real.nextHeadSlices = (rules, base, contributions, updateOf) => {
    const counted =
      planted.bug === "heads count tokens twice"
        ? { ...base, head: { ...base.head, tokens: 2 * base.head.tokens } }
        : base;
    return real.nextHeadSlices(rules, counted, contributions, updateOf);
  };
  return { ...real, nextHeadSlices };
});

vi.mock("../../shared/swarm/head-follower.ts", async (original) => {
  const real = await original<typeof HeadFollowerModule>();
  class HeadFollower extends real.HeadFollower {
    override follow(...args: Parameters<InstanceType<typeof real.HeadFollower>["follow"]>): boolean {
      return planted.bug !== "forks never heal" && super.follow(...args);
    }
  }
  return { HeadFollower };
});

vi.mock("../../shared/swarm/head-history.ts", async (original) => {
  const real = await original<typeof HeadHistoryModule>();
  class HeadHistory extends real.HeadHistory {
    constructor(
      shelf: ConstructorParameters<typeof real.HeadHistory>[0],
      first: ConstructorParameters<typeof real.HeadHistory>[1],
    ) {
      const nowhere = { provide: () => undefined, withdraw: () => undefined };
      super(planted.bug === "heads are not served" ? nowhere : shelf, first);
    }
  }
  return { ...real, HeadHistory };
});

vi.mock("../../shared/aggregation/outer-step.ts", async (original) => {
  const real = await original<typeof OuterStepModule>();
  let calls = 0;
  const outerStep: typeof real.outerStep = (state, mean) =>
    real.outerStep(
      state,
      planted.bug === "not the same bits everywhere" && calls++ % 2 === 1
        ? mean.map((value) => value * 1.000001)
        : mean,
    );
  return { outerStep };
});

/** How many seeds may pass before a bug is found: some show only where a branch is left, and forks are rare. */
const MOST_SEEDS = 200;
const TIMEOUT_MS = 120_000;

async function seedsUntilFound(lie: Lie | null, first: number): Promise<number> {
  for (let count = 0; count < MOST_SEEDS; count++) {
    const seed = first + count;
    const schedule = createSchedule(seed);
    const { violations } = await runSchedule(seed, lie === null ? schedule : withLiar(schedule, lie));
    if (violations.length > 0) return count;
  }
  return MOST_SEEDS;
}

/** Some can only be seen when somebody takes advantage of them. With the seed from which on is looked. */
const BUGS: readonly (readonly [bug: string, lie: Lie | null, first: number])[] = [
  ["half is a quorum", null, 0],
  ["adopts what it did not reproduce", null, 0],
  ["updates are not verified against their hash", "corrupt blobs", 0],
  ["the longer branch wins", null, 0],
  ["any other branch wins", null, 0],
  ["one leader for all views", "no votes", 200], // those before do not show it, and take a minute
  ["no change of view", "no votes", 0],
  ["nobody waits", null, 0],
  ["an ended round goes on", null, 0],
  ["heads count tokens twice", null, 0],
  ["forks never heal", null, 0],
  ["heads are not served", null, 0],
  ["not the same bits everywhere", null, 0],
];

describe("the simulator finds", () => {
  beforeEach(() => {
    planted.bug = "";
  });

  it.each(BUGS)("%s", { timeout: TIMEOUT_MS }, async (bug, lie, first) => {
    planted.bug = bug;
    expect(await seedsUntilFound(lie, first)).toBeLessThan(MOST_SEEDS);
  });
});
