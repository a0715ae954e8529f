/** Training for which nobody has to work: θ after every window is a hash, so that real auditors can replay it, find it true or false, and nobody waits. */
import { bytesOf } from "../../../shared/core/bytes.ts";
import { hashOf, sha256 } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Codec } from "../../../shared/compression/codec.ts";
import type { ContributionBody } from "../../../shared/ledger/records/contribution.ts";
import type { ReplayRules } from "../../../shared/swarm/audit/replay-contribution.ts";
import { createLayout } from "../../../shared/tensor/layout.ts";
import { pseudoGradient, thetaHash } from "../../../shared/training/local-round.ts";
import { windowCount } from "../../../shared/training/windows.ts";

const MAX_STEPS = 8;
const TOKENS_PER_STEP = 10;
/** Windows of a contribution: everybody takes as many steps as there may be. */
export const PAPER_WINDOWS = windowCount(MAX_STEPS, MAX_STEPS);
/** What a contribution counts. */
export const PAPER_TOKENS = MAX_STEPS * TOKENS_PER_STEP;

export const paperHash = (text: string): Hash => hashOf(new TextEncoder().encode(text));

/** Only hashes of updates are looked at. */
const CODEC: Codec = {
  name: "paper",
  encode: (delta) => bytesOf(delta),
  decode: () => ({ ok: false, reason: "nobody reads it" }),
  maxBytes: () => 8,
};

export const PAPER_RULES: ReplayRules & { readonly project: Hash } = {
  project: paperHash("project"),
  layout: createLayout([{ name: "bias", shape: [2], role: "vector", initial: { constant: 0 } }]),
  codec: CODEC,
  maxSteps: MAX_STEPS,
};

export const PAPER_FACTS = {
  project: PAPER_RULES.project,
  flopsPerStep: 1_000,
  tokensPerStep: TOKENS_PER_STEP,
  maxSteps: MAX_STEPS,
  genesis: paperHash("genesis"),
};

/** Of every head. */
export const PAPER_PARAMETERS: Float32Array = new Float32Array(2);

/** θ after so many windows. */
export function paperState(device: PeerId, round: number, windows: number): Float32Array {
  const words = new Int32Array(
    sha256(new TextEncoder().encode(`${device} ${round} ${windows}`)).slice(0, 8).buffer,
  );
  return Float32Array.from(words, (word) => word / 0x8000_0000);
}

export interface PaperPlace {
  readonly device: PeerId;
  readonly round: number;
  readonly base: Hash;
  readonly at: number;
}

/** @param fakeFrom first window that was not computed; null: all were */
export function paperContribution(
  { device, round, base, at }: PaperPlace,
  fakeFrom: number | null,
): ContributionBody {
  const states = Array.from({ length: PAPER_WINDOWS }, (_, window) =>
    fakeFrom !== null && window >= fakeFrom
      ? paperHash(`made up ${device} ${round} ${window}`)
      : thetaHash(paperState(device, round, window + 1)),
  );
  const delta = pseudoGradient(PAPER_PARAMETERS, paperState(device, round, PAPER_WINDOWS));
  const update =
    fakeFrom === null
      ? hashOf(CODEC.encode(delta, PAPER_RULES.layout))
      : paperHash(`made up ${device} ${round}`);
  const work = { project: PAPER_RULES.project, round, base, steps: MAX_STEPS, tokens: PAPER_TOKENS, update };
  return { ...work, updateBytes: 8, profile: "wasm-exact", lossMicros: 1, states, at };
}
