/** The learning checks: real data, the command line's defaults, and what must come out. */

export const CHECK_NAMES = ["text", "images", "table", "series"] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** The last line of `tabloom train --json`. */
export interface Outcome {
  /** Nats per token, on all held-out blocks. */
  readonly valLoss: number;
  /** Share of held-out rows or images that are answered right. */
  readonly accuracy?: number;
  /** In the data's units. */
  readonly meanAbsoluteError?: number;
  readonly parametersHash: string;
}

export interface Check {
  readonly name: CheckName;
  readonly title: string;
  /** Files in the data folder. */
  readonly files: readonly string[];
  /** Options of `tabloom train` besides --data. */
  readonly options: readonly string[];
  readonly unit: string;
  figureOf(outcome: Outcome): number | undefined;
  readonly bar: { readonly side: "at most" | "at least" | "below"; readonly value: number | "naive" };
}

const TEXT = {
  name: "text",
  files: ["tinyshakespeare.txt"],
  unit: "nats per character",
  figureOf: ({ valLoss }: Outcome) => valLoss,
} as const;
const TEXT_OPTIONS = ["--model", "gpt:micro", "--steps", "2000"];

export const CHECKS: readonly Check[] = [
  {
    ...TEXT,
    title: "tinyshakespeare, gpt:micro, AdamW, 2000 steps (nanoGPT says 1.88)",
    options: [...TEXT_OPTIONS, "--optimizer", "adamw"],
    bar: { side: "at most", value: 1.9 },
  },
  {
    ...TEXT,
    title: "tinyshakespeare, gpt:micro, Muon + AdamW, 2000 steps",
    options: TEXT_OPTIONS,
    bar: { side: "at most", value: 1.65 },
  },
  {
    name: "images",
    title: "mnist-t10k, first 9,000 images against the last 1,000, cnn, 10 epochs",
    files: ["mnist-t10k-images-idx3-ubyte.gz", "mnist-t10k-labels-idx1-ubyte.gz"],
    options: ["--model", "cnn", "--epochs", "10"],
    unit: "accuracy",
    figureOf: ({ accuracy }) => accuracy,
    bar: { side: "at least", value: 0.975 },
  },
  {
    name: "table",
    title: "adult, train file against test file, mlp, 10 epochs",
    files: ["adult-train.csv", "adult-test.csv"],
    options: ["--model", "mlp", "--epochs", "10"],
    unit: "accuracy",
    figureOf: ({ accuracy }) => accuracy,
    bar: { side: "at least", value: 0.85 },
  },
  {
    name: "series",
    title: "daily minimum temperatures, the next day on the last fifth, mlp, 10 epochs",
    files: ["daily-min-temperatures.csv"],
    options: ["--model", "mlp", "--epochs", "10"],
    unit: "°C mean absolute error",
    figureOf: ({ meanAbsoluteError }) => meanAbsoluteError,
    bar: { side: "below", value: "naive" },
  },
];
