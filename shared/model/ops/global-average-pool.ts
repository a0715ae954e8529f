import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape } from "../../tensor/tensor-type.ts";
import { floats, type Operator } from "../operator.ts";

/** Mean over height and width: [batch, channels, height, width] → [batch, channels]. */
export const globalAveragePool: Operator<object> = {
  name: "globalAveragePool",
  infer: ([x]) => {
    if (x!.shape.length !== 4)
      throw new ShapeError(
        `globalAveragePool needs [batch, channels, height, width], got ${formatShape(x!.shape)}`,
      );
    return [float32(x!.shape.slice(0, 2))];
  },
  forward: ([x], { inputs: [type] }) => {
    const area = type!.shape[2]! * type!.shape[3]!;
    const means = new Float64Array(x!.length / area);
    floats(x).forEach((value, index) => (means[Math.floor(index / area)]! += value / area));
    return [means];
  },
  gradient: ({ graph, node, outputGradients: [dy] }) => {
    const { shape } = node.inputs[0]!;
    const [batch, channels, height, width] = shape as [number, number, number, number];
    return [
      graph.broadcastTo(
        graph.reshape(graph.scale(dy!, 1 / (height * width)), [batch, channels, 1, 1]),
        shape,
      ),
    ];
  },
  toOnnx: ([x], _node, onnx) => [onnx.node("ReduceMean", [x!, onnx.int64([2, 3])], { keepdims: 0 })],
};
