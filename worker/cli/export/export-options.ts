/** The options of `tabloom export`. */
import type { Command } from "commander";

export interface ExportOptions {
  readonly out: string;
  readonly data?: readonly string[];
  readonly tokenizer?: string;
  readonly target?: string;
  readonly name?: string;
  readonly licence: string;
  readonly json: boolean;
}

export function exportOptions(command: Command): Command {
  return command
    .argument("<file>", "what `tabloom train --out` wrote, or a bundle")
    .requiredOption("--out <folder>", "where the files go: a new folder, or an empty one")
    .option("--data <files...>", "what the model was trained on; a bundle has it inside")
    .option("--tokenizer <file>", "text: the tokenizer.json that it was cut with, as for train")
    .option("--target <column>", "CSV: the column that was predicted, as for train")
    .option(
      "--name <text>",
      "what to call the model (default: the project's name, or that of the first data file)",
    )
    .option("--licence <text>", "what may be done with it; a bundle says it itself", "")
    .option("--json", "one JSON object instead of lines", false);
}
