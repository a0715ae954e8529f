/** The options of `tabloom train`, parsed and checked. */
import { type Command, Option } from "commander";
import { MODEL_NAMES, type ModelName } from "../../shared/training/defaults.ts";
import { positiveNumber, wholeNumber } from "./option-values.ts";

export interface TrainOptions {
  readonly data: readonly string[];
  readonly tokenizer?: string;
  readonly target?: string;
  readonly model?: ModelName;
  readonly optimizer?: "muon" | "adamw";
  readonly lr?: number;
  readonly batch?: number;
  readonly steps?: number;
  readonly epochs?: number;
  readonly seed: string;
  readonly threads: number;
  readonly evalEvery?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly json: boolean;
}

/** More threads than this would only wait for each other on the models that exist. */
const MAX_THREADS = 16;
const MAX_STEPS = 10_000_000;

export function trainOptions(command: Command): Command {
  return command
    .requiredOption(
      "--data <files...>",
      "what to learn: a text, a CSV file (a second one is the test set), or IDX images and labels; .gz is unpacked",
    )
    .option(
      "--tokenizer <file>",
      "text: a tokenizer.json of Hugging Face; without it every character is a token",
    )
    .option(
      "--target <column>",
      "CSV: name of the column to predict (default: one called class, label or target, else the last)",
    )
    .addOption(
      new Option("--model <name>", "model (default: by data: gpt:micro, mlp or cnn)").choices(MODEL_NAMES),
    )
    .addOption(
      new Option(
        "--optimizer <name>",
        "inner optimiser (default: muon, with AdamW for what is not a hidden matrix)",
      ).choices(["muon", "adamw"]),
    )
    .option("--lr <rate>", "peak learning rate (default: by model and optimiser)", positiveNumber)
    .option("--batch <samples>", "samples per step (default: by model)", wholeNumber(1, 65_536))
    .option(
      "--steps <count>",
      "training steps (default: 2000, or what --epochs asks)",
      wholeNumber(1, MAX_STEPS),
    )
    .addOption(
      new Option("--epochs <count>", "passes over the training data, instead of --steps")
        .argParser(wholeNumber(1, 100_000))
        .conflicts("steps"),
    )
    .option("--seed <text>", "names the run's randomness: same seed, same bits", "tabloom")
    .option(
      "--threads <count>",
      "threads of the WASM runtime; the result does not depend on it",
      wholeNumber(1, MAX_THREADS),
      1,
    )
    .option(
      "--eval-every <steps>",
      "measure the held-out loss every so many steps (default: only at the end)",
      wholeNumber(1, MAX_STEPS),
    )
    .option("--out <file>", "write the trained model and optimiser state (safetensors)")
    .option("--resume <file>", "go on from such a file; it decides model, optimiser, schedule and seed")
    .option("--json", "one JSON object per line instead of text", false);
}
