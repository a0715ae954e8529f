/** What the benchmark's Node side and its page tell each other: plain data. */
import type { GptSpec } from "../../../shared/model/gpt.ts";

/** One model at one batch size; every contestant gets the same θ and the same batch. */
export interface RaceSetup {
  readonly model: GptSpec;
  readonly batchSize: number;
  readonly contestants: readonly ContestantName[];
}

/** `tfjs-webgl` takes part only where the browser has a real graphics device. */
export type ContestantName = "tabloom" | "jax-js" | "tfjs-wasm" | "tfjs-webgl";

export interface Graphics {
  /** What WebGL calls the device, or why there is none. */
  readonly device: string;
  readonly isHardware: boolean;
}

/** How far a contestant's loss and gradient at the first θ are from the product's. */
export interface Agreement {
  readonly loss: number;
  /** ‖g − ours‖ / ‖ours‖ over all parameters. */
  readonly relativeL2: number;
}

/** Steps that were taken one after the other. */
export interface Turn {
  readonly stepMs: readonly number[];
  /** Training loss of the last step; equal losses after equally many steps show equal work. */
  readonly lastLoss: number;
}

/** Milliseconds of every product of two 512 × 512 matrices on the product's runtime, by ONNX operator. */
export interface MatmulTurn {
  readonly gemmMs: readonly number[];
  readonly matmulMs: readonly number[];
}

/** The page's worker, called from Node through the page. */
export interface RaceTrack {
  graphics(): Promise<Graphics>;
  /** Builds the contestants, and compares loss and gradient. Ends the race before. */
  open(setup: RaceSetup): Promise<Partial<Record<ContestantName, Agreement>>>;
  turn(contestant: ContestantName, stepCount: number): Promise<Turn>;
  matmul(runCount: number): Promise<MatmulTurn>;
}

/** Rows and columns of the matrices whose product sets the pace. */
export const MATMUL_SIZE = 512;
