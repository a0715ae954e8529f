import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";

/** Added to the variance; nanoGPT's and PyTorch's default. */
const EPSILON = 1e-5;

/**
 * (x − mean) / √(variance + ε) · weight over the last axis, without bias. Outputs y and, for the backward pass, mean and 1/deviation.
 * Source: Ba, Kiros & Hinton 2016, "Layer Normalization".
 */
export const layerNorm: Operator<object> = {
  name: "layerNorm",
  hasAuxiliaryOutputs: true,
  infer: ([x, weight]) => {
    if (weight!.shape.length !== 1 || weight!.shape[0] !== x!.shape.at(-1)) {
      throw new ShapeError(
        `layerNorm: weight ${formatShape(weight!.shape)} does not fit ${formatShape(x!.shape)}`,
      );
    }
    const statistics = float32(x!.shape.with(-1, 1));
    return [float32(x!.shape), statistics, statistics];
  },
  forward: ([x, weight], { inputs: [type] }) => {
    const width = type!.shape.at(-1)!;
    const rowCount = x!.length / width;
    const y = new Float64Array(x!.length);
    const means = new Float64Array(rowCount);
    const inverses = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const values = floats(x).subarray(row * width, (row + 1) * width);
      const mean = values.reduce((a, b) => a + b, 0) / width;
      const variance = values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / width;
      const inverse = 1 / Math.sqrt(variance + EPSILON);
      means[row] = mean;
      inverses[row] = inverse;
      for (let column = 0; column < width; column++)
        y[row * width + column] = (values[column]! - mean) * inverse * weight![column]!;
    }
    return [y, means, inverses];
  },
  gradient: ({ graph, node: { inputs, outputs }, outputGradients: [dy], needs }) => {
    const [x, weight] = inputs;
    const [, mean, inverse] = outputs;
    const lastAxis = x!.shape.length - 1;
    const leadingAxes = [...Array(lastAxis).keys()];
    const normalised = graph.multiply(graph.subtract(x!, mean!), inverse!);
    const dWeight = needs(1) ? graph.reduceSum(graph.multiply(dy!, normalised), leadingAxes) : null;
    if (!needs(0)) return [null, dWeight];
    const dNormalised = graph.multiply(dy!, weight!);
    const offset = graph.reduceMean(dNormalised, [lastAxis], true);
    const slope = graph.reduceMean(graph.multiply(dNormalised, normalised), [lastAxis], true);
    const centred = graph.subtract(graph.subtract(dNormalised, offset), graph.multiply(normalised, slope));
    return [graph.multiply(centred, inverse!), dWeight];
  },
  toOnnx: ([x, weight], _node, onnx) =>
    onnx.nodes("LayerNormalization", [x!, weight!], 3, { axis: -1, epsilon: { float: EPSILON } }),
};
