/** What `tabloom train` prints: lines for people, or one JSON object per line. */
import type { OpenedDataset } from "../../shared/data/detect.ts";

export interface StepReport {
  readonly step: number;
  readonly trainLoss: number;
  readonly valLoss?: number;
  /** Tokens, rows or images. */
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
}

export interface DoneReport {
  readonly valLoss: number;
  readonly accuracy?: number;
  /** In the units of the data. */
  readonly meanAbsoluteError?: number;
  readonly parametersHash: string;
  readonly parameterCount: number;
}

export interface Reporter {
  begin(modelName: string, parameterCount: number): void;
  step(report: StepReport): void;
  done(report: DoneReport): void;
}

export function createReporter(isJson: boolean, dataset: OpenedDataset): Reporter {
  return isJson ? jsonReporter : textReporter(dataset);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const jsonReporter: Reporter = {
  begin: () => undefined,
  step: (report) => print(JSON.stringify(report)),
  done: (report) => print(JSON.stringify({ done: true, ...report })),
};

function textReporter({ description, notes, unit }: OpenedDataset): Reporter {
  return {
    begin: (modelName, parameterCount) => {
      print(`${description}. ${notes.join(" ")}`.trim());
      print(`${modelName}, ${parameterCount.toLocaleString("en")} parameters`);
    },
    step: ({ step, trainLoss, valLoss, tokensPerSecond, msPerStep }) => {
      const held = valLoss === undefined ? "" : `, held-out ${valLoss.toFixed(4)}`;
      print(
        `step ${step}: loss ${trainLoss.toFixed(4)}${held} · ${msPerStep.toFixed(1)} ms/step · ${Math.round(tokensPerSecond).toLocaleString("en")} ${unit}/s`,
      );
    },
    done: ({ valLoss, accuracy, meanAbsoluteError, parametersHash }) => {
      const extra =
        accuracy !== undefined
          ? `, accuracy ${(100 * accuracy).toFixed(2)} %`
          : meanAbsoluteError !== undefined
            ? `, mean absolute error ${meanAbsoluteError.toFixed(4)}`
            : "";
      print(`done: held-out loss ${valLoss.toFixed(4)}${extra}`);
      print(`parameters ${parametersHash}`);
    },
  };
}
