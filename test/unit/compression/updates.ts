/** Layouts and pseudo-gradients for the tests of codecs. */
import { createRandom } from "../../../shared/core/random.ts";
import { createLayout, type ParameterLayout } from "../../../shared/tensor/layout.ts";

/** Three parameters whose sizes fill no byte, one of them tiny. */
export const SMALL: ParameterLayout = layoutOf([37, 50, 2]);
/** Large enough that headers do not count. */
export const LARGE: ParameterLayout = layoutOf([40_000, 20_000]);

export function layoutOf(sizes: readonly number[]): ParameterLayout {
  return createLayout(
    sizes.map((size, index) => ({
      name: `p${index}`,
      shape: [size],
      role: "table",
      initial: { constant: 0 },
    })),
  );
}

/** Close to normal values of deviation 0.01, like a pseudo-gradient's. */
export function normalDelta({ parameterCount }: ParameterLayout, seed: string): Float32Array {
  const delta = new Float32Array(parameterCount);
  createRandom(seed).fillNormal(delta, 0.01);
  return delta;
}
