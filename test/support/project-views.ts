/** Projects and models as a worker would describe them. */
import type { ModelAnswer, ModelApi, ProjectCard, TrialForm } from "../../worker/model-api.ts";
import type { ProjectWork } from "../../worker/ledger-api.ts";
import { PROJECT } from "./swarm-views.ts";

const given = <T>(value: T): Promise<ModelAnswer<T>> => Promise.resolve({ ok: true, value });
export const OWNER = "c0ffee11".repeat(8);

export const WORK: ProjectWork = {
  contributions: 812,
  devices: 14,
  from: 1_795_000_000,
  to: 1_795_600_000,
  ownShare: 0.0213,
};

export const STORIES_CARD: ProjectCard = {
  id: PROJECT.id,
  name: "Stories from the weaving village",
  owner: null,
  question: "",
  licence: "Apache-2.0",
  modelName: "gpt nano",
  parameterCount: 106_880,
  unit: "tokens",
  lossUnit: "nats per token",
  data: { kind: "stories", characterCount: 1_000_000 },
  rules: { roundMs: 10_000, maxSteps: 240, samplesPerStep: 12, unitsPerStep: 768, optimizer: "muon" },
  head: {
    round: 118,
    step: 14_160,
    hash: "5a11ad00".repeat(8),
    savedAtMs: Date.now() - 90_000,
    heldOut: { first: 3.41, last: 1.302 },
    training: { first: 3.97, last: 1.281 },
  },
};

export const TABLE_CARD: ProjectCard = {
  ...STORIES_CARD,
  name: "adult-train.csv",
  owner: OWNER,
  question: "Does somebody have an income of more than 50,000 dollars?",
  licence: "",
  modelName: "mlp",
  parameterCount: 12_418,
  unit: "rows",
  lossUnit: "nats per row",
  data: { kind: "table", files: [{ name: "adult-train.csv", sizeBytes: 3_974_305 }] },
};

const IMAGES_CARD: ProjectCard = {
  ...TABLE_CARD,
  name: "train-images-idx3-ubyte and train-labels-idx1-ubyte",
  question: "",
  modelName: "cnn",
  parameterCount: 28_938,
  unit: "images",
  lossUnit: "nats per image",
  data: {
    kind: "images",
    files: [
      { name: "train-images-idx3-ubyte", sizeBytes: 47_040_016 },
      { name: "train-labels-idx1-ubyte", sizeBytes: 60_008 },
    ],
  },
};

const SERIES_CARD: ProjectCard = {
  ...TABLE_CARD,
  name: "daily-minimum-temperatures.csv",
  question: "",
  lossUnit: "squared deviations",
  data: { kind: "series", files: [{ name: "daily-minimum-temperatures.csv", sizeBytes: 67_921 }] },
};

const PROMPTS = ["Once the old weaver", "The cat said nothing to", "In the morning the thread"];
const WRITTEN =
  " found a red thread under the loom. She asked the cat about it, and the cat said nothing, because cats keep their counsel.\n\nIn the morning the thread was gone, and the cloth had grown by one row. “Who wove this?” said the weaver.";

const COLUMNS: Extract<TrialForm, { readonly kind: "table" }>["columns"] = [
  { kind: "numeric", name: "age" },
  { kind: "categorical", name: "workclass", labels: ["Private", "Self-emp", "Local-gov"] },
  { kind: "categorical", name: "education", labels: ["HS-grad", "Bachelors", "Masters"] },
  { kind: "categorical", name: "marital-status", labels: ["Married", "Never-married"] },
  { kind: "numeric", name: "hours-per-week" },
];

/** A seven, as somebody would draw it. */
const SEVEN = Uint8Array.from({ length: 784 }, (_, place) => {
  const [row, column] = [Math.floor(place / 28), place % 28];
  const isBar = row >= 6 && row <= 8 && column >= 7 && column <= 20;
  const isStem = row > 8 && row < 23 && Math.abs(column - (24 - row * 0.6)) < 1.5;
  return isBar || isStem ? 250 : 0;
});

const DIGITS = [0.953, 0.021, 0.011, 0.006, 0.004, 0.002, 0.001, 0.001, 0.0007, 0.0003];

/** @param card null: not known here */
export const describing = (card: ProjectCard): Partial<ModelApi> => ({ describe: () => given(card) });

export const TEXT_MODEL: Partial<ModelApi> = {
  ...describing(STORIES_CARD),
  form: () => given({ kind: "text", prompts: PROMPTS }),
  generate: (_link, prompt) => given({ prompt, text: WRITTEN }),
};

export const TABLE_MODEL: Partial<ModelApi> = {
  ...describing(TABLE_CARD),
  form: () => given({ kind: "table", target: "income", columns: COLUMNS }),
  example: () =>
    given({ kind: "row", cells: ["39", "Private", "Bachelors", "Never-married", "40"], truth: "<=50K" }),
  predict: () =>
    given({
      kind: "classes",
      classes: [
        { label: "<=50K", share: 0.874 },
        { label: ">50K", share: 0.126 },
      ],
    }),
};

export const SERIES_MODEL: Partial<ModelApi> = {
  ...describing(SERIES_CARD),
  form: () => given({ kind: "series", target: "Temp", window: 30 }),
  example: () =>
    given({
      kind: "row",
      cells: Array.from({ length: 30 }, (_, day) => (11 + ((day * 7) % 9) / 2).toFixed(1)),
      truth: "13.4",
    }),
  predict: () => given({ kind: "number", value: 12.87 }),
};

export const IMAGE_MODEL: Partial<ModelApi> = {
  ...describing(IMAGES_CARD),
  form: () => given({ kind: "images", width: 28, height: 28 }),
  example: () => given({ kind: "pixels", pixels: SEVEN, truth: "7" }),
  classify: () =>
    given({
      kind: "classes",
      classes: [7, 9, 2, 3, 1, 4, 8, 5, 0, 6].map((digit, place) => ({
        label: String(digit),
        share: DIGITS[place] ?? 0,
      })),
    }),
};
