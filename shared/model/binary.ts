import { ShapeError } from "../core/errors.ts";
import { broadcastShapes, type TensorType } from "../tensor/tensor-type.ts";
import { combineBroadcast, sumToShape } from "./broadcast.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Operator, Value } from "./operator.ts";

interface BinaryDefinition {
  readonly name: string;
  readonly onnxType: string;
  forward(a: number, b: number): number;
  /** d loss / d a before summing over broadcast axes. */
  gradientA(graph: GraphBuilder, a: Value, b: Value, outputGradient: Value): Value;
  gradientB(graph: GraphBuilder, a: Value, b: Value, outputGradient: Value): Value;
}

/** An operator that combines two float32 tensors element by element under NumPy's broadcasting rule. */
export function binaryOperator(definition: BinaryDefinition): Operator<object> {
  return {
    name: definition.name,
    infer: ([a, b]): TensorType[] => {
      if (a!.elementType !== "float32" || b!.elementType !== "float32") {
        throw new ShapeError(
          `${definition.name} needs float32 on both sides, got ${a!.elementType} and ${b!.elementType}`,
        );
      }
      return [{ elementType: "float32", shape: broadcastShapes(a!.shape, b!.shape) }];
    },
    forward: ([aData, bData], { inputs: [a, b], outputs }) => [
      combineBroadcast(
        { data: aData!, shape: a!.shape },
        { data: bData!, shape: b!.shape },
        outputs[0]!.shape,
        (x, y) => definition.forward(x, y),
      ),
    ],
    gradient: ({ graph, node: { inputs }, outputGradients: [dy], needs }) => {
      const [a, b] = inputs as [Value, Value];
      return [
        needs(0) ? sumToShape(graph, definition.gradientA(graph, a, b, dy!), a.shape) : null,
        needs(1) ? sumToShape(graph, definition.gradientB(graph, a, b, dy!), b.shape) : null,
      ];
    },
    toOnnx: (inputs, _node, onnx) => [onnx.node(definition.onnxType, inputs)],
  };
}
