/** Everything that an export says about a model. The same source gives the same bytes, so whoever has the history can make the same files and compare. */
import type { Hash } from "../core/ids.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Evaluated } from "../training/evaluate.ts";
import type { Preparation } from "./preparation.ts";

export interface ExportSource {
  /** What people call it, and what may be done with it; texts of a stranger. */
  readonly name: string;
  readonly licence: string;
  readonly model: ModelSpec;
  /** θ, [parameterCount]. */
  readonly parameters: Float32Array;
  /** Null for a model that was trained alone. */
  readonly origin: { readonly project: Hash; readonly head: Head } | null;
  readonly preparation: Preparation;
  /** The tokenizer.json that its text was opened with; null without one. */
  readonly tokenizer: Uint8Array | null;
  readonly training: TrainingFacts;
  /** On the held-out part; null when nobody measured. */
  readonly evaluation: Evaluated | null;
}

export interface TrainingFacts {
  /** What the dataset says about itself; a stranger's texts can be in it. */
  readonly data: string;
  readonly unit: Dataset["unit"];
  /** Tokens, rows or images learned from, repeated ones included. */
  readonly unitCount: number;
  /** Floating-point operations, by the model and the units alone. */
  readonly flops: bigint;
  /** Of a swarm: contributions that count, the devices that made them, and the days as people write them. */
  readonly swarm: {
    readonly contributions: number;
    readonly peers: number;
    readonly period: string | null;
  } | null;
}
