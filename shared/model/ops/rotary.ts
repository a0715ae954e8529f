import { ShapeError } from "../../core/errors.ts";
import { exactCos, exactPower, exactSin } from "../../core/exact-math.ts";
import { float32, formatShape, type Shape } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

interface RotaryAttributes {
  /** Rotates by the negative angle: the gradient of the rotation. */
  readonly inverse: boolean;
}

/** Wavelengths run from 2π to 2π · BASE tokens. */
const BASE = 10000;

/**
 * Rotary position embedding: in x [..., tokens, width], the pair (i, i + width/2) of token t is rotated by t · BASE^(−2i/width).
 * The table is computed with exact-math.ts, because it is part of the hashed graph.
 * Source: Su et al. 2021, "RoFormer"; the half-split layout of GPT-NeoX.
 */
export const rotary: Operator<RotaryAttributes> = {
  name: "rotary",
  infer: ([x]) => {
    if (x!.shape.length < 2 || x!.shape.at(-1)! % 2 !== 0)
      throw new ShapeError(`rotary needs [..., tokens, even width], got ${formatShape(x!.shape)}`);
    return [float32(x!.shape)];
  },
  forward: ([x], { inputs: [type], attributes }) => {
    const { cos, sin, half } = tables(type!.shape, attributes);
    const width = 2 * half;
    const result = new Float64Array(x!.length);
    for (let index = 0; index < x!.length; index++) {
      const column = index % width;
      const angle = Math.floor((index / width) % type!.shape.at(-2)!) * half + (column % half);
      const partner = column < half ? -x![index + half]! : x![index - half]!;
      result[index] = x![index]! * cos[angle]! + partner * sin[angle]!;
    }
    return [result];
  },
  gradient: ({ graph, node, outputGradients: [dy] }) => [graph.rotary(dy!, !node.attributes.inverse)],
  toOnnx: ([x], { inputs: [type], attributes }, onnx) => {
    const { cos, sin, half } = tables(type!.shape, attributes);
    const table = (data: Float32Array) => onnx.constant({ ...float32([type!.shape.at(-2)!, half]), data });
    const [cosTable, sinTable] = [table(cos), table(sin)];
    const [first, second] = onnx.nodes("Split", [x!, onnx.int64([half, half])], 2, { axis: -1 }) as [
      string,
      string,
    ];
    const rotatedFirst = onnx.node("Sub", [
      onnx.node("Mul", [first, cosTable]),
      onnx.node("Mul", [second, sinTable]),
    ]);
    const rotatedSecond = onnx.node("Add", [
      onnx.node("Mul", [second, cosTable]),
      onnx.node("Mul", [first, sinTable]),
    ]);
    return [onnx.node("Concat", [rotatedFirst, rotatedSecond], { axis: -1 })];
  },
};

/** Cosines and sines [tokens, half]. */
function tables(
  shape: Shape,
  { inverse }: RotaryAttributes,
): { cos: Float32Array; sin: Float32Array; half: number } {
  const half = shape.at(-1)! / 2;
  const tokens = shape.at(-2)!;
  const angleAt = (index: number) => Math.floor(index / half) * exactPower(BASE, -(index % half) / half);
  const build = (of: (angle: number) => number) =>
    Float32Array.from({ length: tokens * half }, (_, index) => of(angleAt(index)));
  return {
    cos: build(exactCos),
    sin: build((angle) => (inverse ? -exactSin(angle) : exactSin(angle))),
    half,
  };
}
