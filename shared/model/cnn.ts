/**
 * Convolutional network for small images: 3 × 3 convolutions that halve the image each time, one linear output layer.
 * Strides instead of pooling: a pooling layer would be one more pass over memory in both directions.
 * Sources: Springenberg et al. 2014, "Striving for Simplicity"; He et al. 2015 (initial deviations).
 */
import { ModelSpecError } from "../core/errors.ts";
import { createLayout, type ParameterDeclaration } from "../tensor/layout.ts";
import { float32, int32 } from "../tensor/tensor-type.ts";
import type { Model } from "./model.ts";

export interface CnnSpec {
  readonly kind: "cnn";
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classCount: number;
  /** Channels after each convolution, at least one. */
  readonly widths: readonly number[];
}

const KERNEL = 3;
const STRIDE = 2;
/** Keeps the image's border: a side of n pixels becomes ⌈n / STRIDE⌉. */
const PADDING = 1;

/** @throws ModelSpecError when there is no convolution */
export function createCnn(spec: CnnSpec): Model {
  const { height, width, channels, widths } = spec;
  if (widths.length === 0) throw new ModelSpecError("cnn: widths needs at least one entry");
  return {
    layout: createLayout(declareParameters(spec)),
    inputs: (batchSize) => ({
      images: float32([batchSize, channels, height, width]),
      targets: int32([batchSize]),
    }),
    forward: (graph, parameter, { images, targets }) => {
      let x = images!;
      widths.forEach((_, index) => {
        const map = graph.conv2d(x, parameter(`layer.${index}.weight`), { stride: STRIDE, padding: PADDING });
        x = graph.relu(graph.add(map, parameter(`layer.${index}.bias`))); // [images, widths[index], rows, columns]
      });
      const flat = graph.reshape(x, [images!.shape[0]!, featureCount(spec)]);
      const product = graph.matmul(flat, parameter("output.weight"), { transposeB: true });
      const prediction = graph.add(product, parameter("output.bias")); // [images, classes]
      return { losses: graph.crossEntropy(prediction, targets!), prediction };
    },
  };
}

/** Values of one image after the last convolution. */
function featureCount({ height, width, widths }: CnnSpec): number {
  const shrink = (size: number) => widths.reduce((side) => Math.ceil(side / STRIDE), size);
  return widths.at(-1)! * shrink(height) * shrink(width);
}

function declareParameters(spec: CnnSpec): ParameterDeclaration[] {
  const zero = { constant: 0 };
  const layers = spec.widths.map((width, index): ParameterDeclaration[] => {
    const inputs = index === 0 ? spec.channels : spec.widths[index - 1]!;
    const initial = { deviation: Math.sqrt(2 / (inputs * KERNEL * KERNEL)) };
    const role = index === 0 ? "table" : "hidden";
    return [
      { name: `layer.${index}.weight`, shape: [width, inputs, KERNEL, KERNEL], role, initial },
      { name: `layer.${index}.bias`, shape: [1, width, 1, 1], role: "vector", initial: zero },
    ];
  });
  const features = featureCount(spec);
  const initial = { deviation: Math.sqrt(1 / features) };
  return [
    ...layers.flat(),
    { name: "output.weight", shape: [spec.classCount, features], role: "table", initial },
    { name: "output.bias", shape: [spec.classCount], role: "vector", initial: zero },
  ];
}
