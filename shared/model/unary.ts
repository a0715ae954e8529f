import type { TensorType } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Operator, Value } from "./operator.ts";

interface UnaryDefinition {
  readonly name: string;
  /** The ONNX operator of the same meaning. */
  readonly onnxType: string;
  forward(x: number): number;
  /** d loss / d x from x, y = f(x) and d loss / d y. */
  gradient(graph: GraphBuilder, x: Value, y: Value, outputGradient: Value): Value;
}

/** An operator that maps every element by itself. */
export function unaryOperator(definition: UnaryDefinition): Operator<object> {
  return {
    name: definition.name,
    infer: ([x]) => [x as TensorType],
    forward: ([x]) => [Float64Array.from(x!, (value) => definition.forward(value))],
    gradient: ({ graph, node, outputGradients }) => [
      definition.gradient(graph, node.inputs[0]!, node.outputs[0]!, outputGradients[0]!),
    ],
    toOnnx: (inputs, _node, onnx) => [onnx.node(definition.onnxType, inputs)],
  };
}
