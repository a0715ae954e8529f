import { expect, test } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { runAtOnce } from "../../../shared/core/slices.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import { genesisHead, type KnownHead } from "../../../shared/swarm/known-head.ts";
import { type NextHead, nextHeadSlices } from "../../../shared/swarm/next-head.ts";
import { signWork } from "../../../shared/swarm/own-contribution.ts";
import { TOY_RULES } from "../../simulation/toy-swarm.ts";
import { exampleSigner } from "../../support/example-messages.ts";

const COUNT = TOY_RULES.layout.parameterCount;
const GENESIS = genesisHead(TOY_RULES, new Float32Array(COUNT));

/** The head after work that was signed at these times, each by another device. */
async function headAfter(base: KnownHead, times: readonly number[]): Promise<NextHead> {
  const works = await Promise.all(
    times.map((at, index) => {
      const delta = Float32Array.from({ length: COUNT }, (_, place) => ((place * 7 + index) % 11) - 5);
      const result = { steps: 10, tokens: 100, loss: 1, delta, states: [] };
      const feed = Feed.begin(exampleSigner(index), new MemoryFeedStore());
      return signWork(TOY_RULES, base, feed, { result, profile: "gpu-float", at });
    }),
  );
  const updates = new Map(works.map(({ contribution, update }) => [contribution.body.update, update]));
  const contributions = works
    .map(({ contribution }) => contribution)
    .toSorted((a, b) => (a.device < b.device ? -1 : 1));
  return runAtOnce(
    nextHeadSlices(TOY_RULES, base, contributions, (hash) => must(updates.get(hash), "an update")),
  );
}

test.each([
  [[5], 5],
  [[9, 5], 5],
  [[5, 9, 7], 7],
  [[9, 5, 8, 6], 6],
  [[5, 32_503_680_000, 0], 5], // two wrong clocks do not move it
] as const)("a commit of contributions from %j is of %i", async (times, at) => {
  const next = await headAfter(GENESIS, times);
  expect(next.body.at).toBe(at);
  expect((await headAfter(GENESIS, times)).head.hash).toBe(next.head.hash);
});

test("a commit is never from before the one that it builds on", async () => {
  const first = await headAfter(GENESIS, [100]);
  expect((await headAfter(first, [40, 50, 60])).body.at).toBe(100);
  expect((await headAfter(first, [40, 150, 160])).body.at).toBe(150);
});

test("the time is part of a head's name", async () => {
  const [one, other] = [await headAfter(GENESIS, [100]), await headAfter(GENESIS, [101])];
  expect(one.head.state).toBe(other.head.state);
  expect(one.head.hash).not.toBe(other.head.hash);
});
