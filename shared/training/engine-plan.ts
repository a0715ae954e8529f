import type { ModelSpec } from "../model/spec.ts";
import type { OptimizerSpec } from "../optimizer/optimizer-spec.ts";

/** What an engine is built for: plain data, so that it travels between threads. */
export interface EnginePlan {
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  /** Samples in a training batch; graphs have static shapes. */
  readonly batchSize: number;
}
