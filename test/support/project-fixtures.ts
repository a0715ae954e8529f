/** Small projects for tests: a text, a table, a plan of some thousand parameters. */
import { DEFAULT_CODEC } from "../../shared/compression/codecs.ts";
import { createSigner, ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import type { Manifest } from "../../shared/project/manifest.ts";
import { openEndedSchedule } from "../../shared/project/plan-project.ts";
import { muonSpec } from "../../shared/optimizer/optimizer-spec.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import { generateStories } from "../../shared/data/stories.ts";

export const ownerSigner = createSigner(new Uint8Array(32).fill(7));
export const verifier = ed25519Verifier;

export const storyBytes = (characterCount: number) =>
  new TextEncoder().encode(generateStories({ characterCount }));

/** A GPT of some 3,000 parameters on the built-in stories. */
export function smallPlan(overrides: Partial<ProjectPlan> = {}): ProjectPlan {
  return {
    model: { kind: "gpt", vocabularySize: 53, blockSize: 8, layerCount: 1, headCount: 2, width: 12 },
    optimizer: muonSpec(),
    batchSize: 4,
    schedule: openEndedSchedule(3e-3),
    seed: "small",
    rules: { roundMs: 1_000, maxSteps: 10 },
    codec: DEFAULT_CODEC,
    ...overrides,
  };
}

export function smallManifest(overrides: Partial<Manifest> = {}): Manifest {
  return {
    name: "Small stories",
    plan: smallPlan(),
    data: { source: "stories", characterCount: 100_000, blockSize: 8 },
    licence: "CC0-1.0",
    ...overrides,
  };
}
