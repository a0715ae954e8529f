import { NonFiniteError } from "../core/errors.ts";
import type { Codec } from "./codec.ts";
import { maxPackedBytes, packTensors, unpackTensors } from "./entropy-packing.ts";
import { quantizeUniform, type UniformSteps } from "./uniform-quantizer.ts";

/** Uniform steps, entropy-coded. */
export function uniformCodec(name: string, steps: UniformSteps): Codec {
  return {
    name,
    encode: (delta, layout) => {
      const tensors = layout.parameters.map(({ offset, size }) =>
        quantizeUniform(delta.subarray(offset, offset + size), steps),
      );
      if (tensors.every(({ codebook }) => codebook.every((value) => value === 0)))
        throw new NonFiniteError("the round changed nothing; there is no update to show");
      return packTensors(tensors, layout);
    },
    decode: unpackTensors,
    maxBytes: maxPackedBytes,
  };
}
