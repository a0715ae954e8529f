/** The options of `tabloom simulate`, parsed and checked. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { CODECS, DEFAULT_CODEC } from "../../../shared/compression/codecs.ts";
import { CELL_PEERS } from "../../../shared/protocol/limits.ts";
import { MODEL_NAMES, type ModelName } from "../../../shared/training/defaults.ts";
import { positiveNumber, share, wholeNumber } from "../option-values.ts";
import { type AttackName, ATTACKS } from "./attacks.ts";

export interface SimulateOptions {
  readonly data: readonly string[];
  readonly tokenizer?: string;
  readonly model?: ModelName;
  readonly peers: number;
  readonly rounds: number;
  readonly localSteps: number;
  readonly churn: number;
  readonly cut: number;
  readonly byzantine?: Liars;
  /** Milliseconds, one way. */
  readonly latency: number;
  /** Mbit/s of each peer; unlimited when absent. */
  readonly uplink?: number;
  readonly lr?: number;
  readonly codec: string;
  readonly seed: string;
  readonly evalEvery: number;
  readonly bundle?: string;
  readonly json: boolean;
}

export interface Liars {
  readonly count: number;
  readonly attack: AttackName;
}

/** The study's round. */
const DEFAULT_LOCAL_STEPS = 30;
const MAX_ROUNDS = 100_000;
const MAX_LOCAL_STEPS = 10_000;

export function simulateOptions(command: Command): Command {
  return command
    .requiredOption("--data <files...>", "what to learn, as in `tabloom train`")
    .option("--tokenizer <file>", "text: a tokenizer.json, as in `tabloom train`")
    .addOption(
      new Option("--model <name>", "model (default: by data: gpt:micro, mlp or cnn)").choices(MODEL_NAMES),
    )
    .requiredOption("--peers <count>", "peers of the cell", wholeNumber(1, CELL_PEERS))
    .requiredOption("--rounds <count>", "rounds to train", wholeNumber(1, MAX_ROUNDS))
    .option(
      "--local-steps <count>",
      "inner steps of each peer in a round",
      wholeNumber(1, MAX_LOCAL_STEPS),
      DEFAULT_LOCAL_STEPS,
    )
    .option(
      "--churn <share>",
      "share of the peers that crash in every round; newcomers replace them",
      share,
      0,
    )
    .option("--cut <share>", "share of the updates whose link breaks under way", share, 0)
    .option("--byzantine <n:attack>", `so many of the peers lie: ${Object.keys(ATTACKS).join(", ")}`, liars)
    .option("--latency <ms>", "from peer to peer, one way", wholeNumber(0, 10_000), 30)
    .option("--uplink <mbit>", "Mbit/s that each peer can send (default: unlimited)", positiveNumber)
    .option("--lr <rate>", "peak learning rate (default: by model)", positiveNumber)
    .addOption(
      new Option("--codec <name>", "codec of the updates")
        .choices(CODECS.map(({ name }) => name))
        .default(DEFAULT_CODEC),
    )
    .option("--seed <text>", "names all randomness: same seed, same output", "tabloom")
    .option(
      "--eval-every <rounds>",
      "measure the held-out loss every so many rounds, on a sample",
      wholeNumber(1, MAX_ROUNDS),
      1,
    )
    .option(
      "--bundle <file>",
      "write the history for `tabloom verify`: real signatures, a signed manifest, its data and all updates",
    )
    .option("--json", "one JSON object per line instead of text", false);
}

function liars(text: string): Liars {
  const [count = "", attack = ""] = text.split(":");
  if (!Object.hasOwn(ATTACKS, attack))
    throw new InvalidArgumentError(`Expected n:attack with one of ${Object.keys(ATTACKS).join(", ")}.`);
  return { count: wholeNumber(1, CELL_PEERS)(count), attack: attack as AttackName };
}
