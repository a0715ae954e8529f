import { checkTensor, type Tensor } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface ConstantAttributes {
  readonly tensor: Tensor;
}

/** A tensor that is part of the graph. */
export const constant: Operator<ConstantAttributes> = {
  name: "constant",
  infer: (_inputs, { tensor }) => {
    checkTensor("constant", tensor, tensor);
    return [{ elementType: tensor.elementType, shape: tensor.shape }];
  },
  forward: (_inputs, { attributes: { tensor } }) => [
    tensor.data instanceof Int32Array ? tensor.data : Float64Array.from(tensor.data),
  ],
  gradient: () => [],
  toOnnx: (_inputs, { attributes: { tensor } }, onnx) => [onnx.constant(tensor)],
};
