import { describe, expect, test } from "vitest";
import { AssertionError } from "../../../shared/core/assert.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import { parseContribution } from "../../../shared/ledger/record.ts";
import type { RoundResult } from "../../../shared/ports/round-trainer.ts";
import { genesisHead } from "../../../shared/swarm/known-head.ts";
import { type DoneWork, signWork } from "../../../shared/swarm/own-contribution.ts";
import { TOY_RULES } from "../../simulation/toy-swarm.ts";
import { exampleHash, exampleSigner } from "../../support/example-messages.ts";

const COUNT = TOY_RULES.layout.parameterCount;
const BASE = genesisHead(TOY_RULES, new Float32Array(COUNT));
const STATES = [exampleHash("θ 1"), exampleHash("θ 2")];
const RESULT: RoundResult = {
  steps: 12,
  tokens: 120,
  loss: 1.25,
  delta: Float32Array.from({ length: COUNT }, (_, index) => (index - 50) / 100),
  states: STATES,
};

const newFeed = () => Feed.begin(exampleSigner(0), new MemoryFeedStore());
const sign = (work: Partial<DoneWork> = {}, feed = newFeed()) =>
  signWork(TOY_RULES, BASE, feed, { result: RESULT, profile: "wasm-exact", at: 1_795_000_000, ...work });

describe("own work", () => {
  test("is the next record of the feed, and says what was done", async () => {
    const feed = newFeed();
    const { contribution, update } = await sign({}, feed);
    const parsed = parseContribution(contribution.record, ed25519Verifier);
    expect(parsed).toMatchObject({ ok: true, device: feed.device, seq: 0, body: contribution.body });
    expect(contribution.body).toEqual({
      project: TOY_RULES.project,
      round: 1,
      base: BASE.head.hash,
      steps: 12,
      tokens: 120,
      update: hashOf(update),
      updateBytes: update.length,
      profile: "wasm-exact",
      lossMicros: 1_250_000,
      states: STATES,
      at: 1_795_000_000,
    });
    expect(feed.end).toEqual({ seq: 0, hash: contribution.record.hash, workedOn: BASE.head.hash });
    expect(parseContribution((await sign({}, feed)).contribution.record, ed25519Verifier)).toMatchObject({
      seq: 1,
      prev: contribution.record.hash,
    });
  });

  test("names the site that it was given on, and none on a page of its own", async () => {
    const given = await sign({ site: "https://herons.example" });
    expect(given.contribution.body.site).toBe("https://herons.example");
    const parsed = parseContribution(given.contribution.record, ed25519Verifier);
    expect(parsed).toMatchObject({ ok: true, body: given.contribution.body });
    const own = await sign({ site: undefined });
    expect(own.contribution.body).not.toHaveProperty("site");
    expect(own.contribution.record).toEqual((await sign()).contribution.record);
  });

  test("without states does not claim the exact profile: nobody could say where it is wrong", async () => {
    const { contribution } = await sign({ result: { ...RESULT, states: [] } });
    expect(contribution.body).toMatchObject({ profile: "wasm-unverified", states: [] });
  });

  test.each(["gpu-float", "wasm-unverified"] as const)("in the profile %s has no states", async (profile) => {
    const { contribution } = await sign({ profile });
    expect(contribution.body).toMatchObject({ profile, states: [] });
    expect(parseContribution(contribution.record, ed25519Verifier).ok).toBe(true);
  });

  test("that is not finite is not signed, and its place stays free", async () => {
    const feed = newFeed();
    const delta = RESULT.delta.slice();
    delta[3] = Number.NaN;
    await expect(sign({ result: { ...RESULT, delta } }, feed)).rejects.toMatchObject({
      name: "NonFiniteError",
    });
    const short = RESULT.delta.slice(1);
    await expect(sign({ result: { ...RESULT, delta: short } }, feed)).rejects.toBeInstanceOf(AssertionError);
    expect(feed.end.seq).toBe(-1);
  });
});
