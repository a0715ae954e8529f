/** What a new project and the directory ask of the world, as a test or the harness wants it. */
import type { TrialLink } from "../../web/projects/create-trial-link.ts";
import type { ProjectPorts } from "../../web/projects/project-ports.ts";
import type { FeaturedProject } from "../../shared/protocol/featured.ts";
import type { KnownProject } from "../../worker/ledger-api.ts";
import type { DataLook, TrialResult, TrialStep } from "../../worker/trial-api.ts";

export const TEXT_LOOK: DataLook = {
  kind: "text",
  trainCount: 1_003_790,
  testCount: 1_742,
  tokenizer: null,
  models: [
    {
      name: "gpt:nano",
      isRecommended: false,
      parameterCount: 106_880,
      updateBytes: 40_700,
      memoryBytes: 14_300_000,
      stepFlops: 0.55e9,
    },
    {
      name: "gpt:micro",
      isRecommended: true,
      parameterCount: 801_024,
      updateBytes: 305_000,
      memoryBytes: 52_000_000,
      stepFlops: 3.9e9,
    },
    {
      name: "gpt:mini",
      isRecommended: false,
      parameterCount: 10_745_088,
      updateBytes: 4_080_000,
      memoryBytes: 412_000_000,
      stepFlops: 69e9,
    },
  ],
};

export const TOKENIZER_LOOK: DataLook = { ...TEXT_LOOK, tokenizer: { algorithm: "BPE", size: 4_096 } };

export const TABLE_LOOK: DataLook = {
  kind: "table",
  trainCount: 32_561,
  testCount: 8_140,
  tokenizer: null,
  models: [
    {
      name: "mlp",
      isRecommended: true,
      parameterCount: 12_418,
      updateBytes: 4_800,
      memoryBytes: 3_100_000,
      stepFlops: 4.7e6,
    },
  ],
};

export const LEARNS: TrialResult = {
  verdict: "learns",
  training: { before: 3.904, after: 2.712 },
  heldOut: { before: 4.174, after: 2.692 },
  lossUnit: "nats per token",
  stepMs: 204,
  roundSteps: 49,
  roundMs: 10_000,
  updateBytes: 171_400,
  memoryBytes: 52_000_000,
};

export const step = (count: number): TrialStep => ({
  step: count,
  loss: 4.2 - count * 0.07,
  elapsedMs: 204 * count,
});

/** @param part instead of a trial that goes well */
export const scriptTrial = (part: Partial<TrialLink> = {}): TrialLink => ({
  look: async () => ({ ok: true, value: TEXT_LOOK }),
  run: async () => ({ ok: true, value: LEARNS }),
  onCrash: () => undefined,
  close: () => undefined,
  ...part,
});

/** @param part instead of a server that features nothing */
export const scriptProjects = (part: Partial<ProjectPorts> = {}): ProjectPorts => ({
  openTrial: async () => scriptTrial(),
  countTabs: async () => 3,
  readFeatured: async () => [],
  ...part,
});

const ID = "3b".repeat(32);

export const FEATURED: readonly FeaturedProject[] = [
  { link: ID, title: "Birds by their songs", question: "Which bird sings on this spectrogram?" },
  { link: "5c".repeat(32), title: "Wetter in Köln" },
  {
    link: "7d".repeat(32),
    title: "شعر عربي قديم",
    question: "كيف يكتمل البيت؟",
    origin: "https://poems.example.org",
  },
];

export function knownProjects(nowSeconds: number): readonly KnownProject[] {
  const known = (index: number, part: Partial<KnownProject>): KnownProject => ({
    id: `${index}`.repeat(64),
    name: "Stories from the weaving village",
    modelName: "gpt nano",
    unit: "tokens",
    lastRound: { round: 1204, at: nowSeconds - 740 },
    ownShare: 0.124,
    isKept: true,
    ...part,
  });
  return [
    known(1, {}),
    known(2, {
      name: "adult-train.csv",
      modelName: "mlp",
      unit: "rows",
      lastRound: { round: 88, at: nowSeconds - 93_000 },
      ownShare: 1,
    }),
    known(3, {
      name: "A project whose owner has given it the longest title there can be, eighty letters",
      modelName: "cnn",
      unit: "images",
      lastRound: null,
      ownShare: 0,
      isKept: false,
    }),
  ];
}
