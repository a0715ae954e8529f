import { createRandom } from "../../shared/core/random.ts";
import type { ParameterLayout } from "../../shared/tensor/layout.ts";
import type { CompiledGraph, GraphRunner } from "../../shared/training/graph-runner.ts";

/**
 * A stand-in for devices that round otherwise. Adds normal noise to gradients and to Muon's directions: `relative` root mean squares of each parameter's own.
 * What is exactly zero stays zero, because there every device computes the same.
 */
export function noisyRunner(runner: GraphRunner, layout: ParameterLayout, relative: number): GraphRunner {
  const random = createRandom("noise");
  let draws = 0;
  const disturb = (values: Float32Array): Float32Array => {
    const noise = new Float32Array(values.length);
    random.fork(String(draws++)).fillNormal(noise, relative);
    for (const { offset, size } of layout.parameters) {
      const own = values.subarray(offset, offset + size);
      const rms = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / size);
      own.forEach((value, index) => (noise[offset + index]! *= value === 0 ? 0 : rms));
    }
    return values.map((value, index) => value + noise[index]!);
  };
  const disturbed = (compiled: CompiledGraph): CompiledGraph => ({
    run: async (inputs) => {
      const outputs = await compiled.run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, values]) => [
          name,
          name === "gradient" || name === "orthogonal" ? disturb(values) : values,
        ]),
      );
    },
    dispose: () => compiled.dispose(),
  });
  return { compile: async (graph) => disturbed(await runner.compile(graph)) };
}
