import { createRandom } from "../core/random.ts";
import type { ParameterLayout } from "../tensor/layout.ts";

/** θ before the first step: the same bytes for the same layout and seed on every platform. */
export function initialParameters(layout: ParameterLayout, seed: string): Float32Array {
  const random = createRandom(seed);
  const parameters = new Float32Array(layout.parameterCount);
  for (const { name, offset, size, initial } of layout.parameters) {
    const values = parameters.subarray(offset, offset + size);
    if ("constant" in initial) values.fill(initial.constant);
    else random.fork(name).fillNormal(values, initial.deviation);
  }
  return parameters;
}
