/** What Node and the page tell each other: plain data, vectors as hexadecimal text of their bytes. */
import type { LocalRound } from "../../../shared/training/local-round.ts";
import type { CaseName } from "./cases.ts";

export interface GpuJob extends Omit<LocalRound, "parameters"> {
  readonly name: CaseName;
  /** θ of the head. */
  readonly parameters: string;
  /** Ascending. */
  readonly steps: readonly number[];
}

export interface GpuTrainer {
  /** What WebGPU calls the device. */
  describeDevice(): Promise<string>;
  /** @returns the pseudo-gradient after each number of steps */
  train(job: GpuJob): Promise<readonly string[]>;
}
