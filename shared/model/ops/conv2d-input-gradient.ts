import { float32, type Shape, sizeOf, type TensorType } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";
import {
  checkOutputGradient,
  type Conv2dAttributes,
  conv2dFlops,
  conv2dGeometry,
  visitConv2d,
} from "./conv2d.ts";

interface InputGradientAttributes extends Conv2dAttributes {
  readonly inputShape: Shape;
}

/** The gradient of conv2d with respect to its image: a transposed convolution of d output with the same kernel. */
export const conv2dInputGradient: Operator<InputGradientAttributes> = {
  name: "conv2dInputGradient",
  infer: ([dy, weight], attributes) => {
    checkOutputGradient(dy!, geometryOf(attributes, weight!));
    return [float32(attributes.inputShape)];
  },
  forward: ([dy, weight], { inputs: [, weightType], attributes }) => {
    const result = new Float64Array(sizeOf(attributes.inputShape));
    visitConv2d(geometryOf(attributes, weightType!), attributes, (xIndex, weightIndex, outputIndex) => {
      result[xIndex]! += dy![outputIndex]! * weight![weightIndex]!;
    });
    return [result];
  },
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [ddx], needs }) => {
    const [dy, weight] = inputs;
    return [
      needs(0) ? graph.conv2d(ddx!, weight!, attributes) : null,
      needs(1) ? graph.conv2dWeightGradient(ddx!, dy!, weight!.shape, attributes) : null,
    ];
  },
  toOnnx: ([dy, weight], { inputs: [, weightType], attributes }, onnx) => {
    const { stride, padding } = attributes;
    const { height, width, kernel, rows, columns } = geometryOf(attributes, weightType!);
    // What the forward convolution did not reach at the lower right edge when the stride does not divide the image.
    const rest = [
      height + 2 * padding - kernel - (rows - 1) * stride,
      width + 2 * padding - kernel - (columns - 1) * stride,
    ];
    return [
      onnx.node("ConvTranspose", [dy!, weight!], {
        strides: [stride, stride],
        pads: [padding, padding, padding, padding],
        output_padding: rest,
      }),
    ];
  },
  flops: ({ inputs: [, weight], attributes }) => conv2dFlops(geometryOf(attributes, weight!)),
};

function geometryOf(attributes: InputGradientAttributes, weight: TensorType) {
  return conv2dGeometry(float32(attributes.inputShape), weight, attributes);
}
