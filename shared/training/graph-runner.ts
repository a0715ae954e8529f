/** Runs graphs on some hardware. The host engine needs nothing else. */
import type { Graph } from "../model/operator.ts";
import type { Tensor } from "../tensor/tensor-type.ts";

export interface GraphRunner {
  compile(graph: Graph): Promise<CompiledGraph>;
}

export interface CompiledGraph {
  /** @returns the values of every output, by name; arrays belong to the caller */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Float32Array>>>;
  dispose(): Promise<void>;
}
