import { float32, type Shape, sizeOf, type TensorType } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";
import {
  checkOutputGradient,
  type Conv2dAttributes,
  conv2dFlops,
  conv2dGeometry,
  visitConv2d,
} from "./conv2d.ts";

interface WeightGradientAttributes extends Conv2dAttributes {
  readonly weightShape: Shape;
}

/**
 * The gradient of conv2d with respect to its kernels. In ONNX it is a convolution again: images and channels swap places, d output is the
 * kernel, and the stride becomes its dilation; what the forward stride did not reach is cut off at the end.
 */
export const conv2dWeightGradient: Operator<WeightGradientAttributes> = {
  name: "conv2dWeightGradient",
  infer: ([x, dy], attributes) => {
    checkOutputGradient(dy!, geometryOf(attributes, x!));
    return [float32(attributes.weightShape)];
  },
  forward: ([x, dy], { inputs: [xType], attributes }) => {
    const result = new Float64Array(sizeOf(attributes.weightShape));
    visitConv2d(geometryOf(attributes, xType!), attributes, (xIndex, weightIndex, outputIndex) => {
      result[weightIndex]! += x![xIndex]! * dy![outputIndex]!;
    });
    return [result];
  },
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [ddw], needs }) => {
    const [x, dy] = inputs;
    return [
      needs(0) ? graph.conv2dInputGradient(dy!, ddw!, x!.shape, attributes) : null,
      needs(1) ? graph.conv2d(x!, ddw!, attributes) : null,
    ];
  },
  toOnnx: ([x, dy], { attributes }, onnx) => {
    const { stride, padding, weightShape } = attributes;
    const kernel = weightShape[2]!;
    const swapped = { perm: [1, 0, 2, 3] };
    const full = onnx.node(
      "Conv",
      [onnx.node("Transpose", [x!], swapped), onnx.node("Transpose", [dy!], swapped)],
      {
        dilations: [stride, stride],
        pads: [padding, padding, padding, padding],
      },
    ); // [inputs, outputs, ≥ kernel, ≥ kernel]
    const cut = onnx.node("Slice", [
      full,
      onnx.int64([0, 0]),
      onnx.int64([kernel, kernel]),
      onnx.int64([2, 3]),
    ]);
    return [onnx.node("Transpose", [cut], swapped)];
  },
  flops: ({ inputs: [x], attributes }) => conv2dFlops(geometryOf(attributes, x!)),
};

function geometryOf(attributes: WeightGradientAttributes, x: TensorType) {
  return conv2dGeometry(x, float32(attributes.weightShape), attributes);
}
