import { ShapeError } from "../../core/errors.ts";
import { float32, formatShape, sameShape, sizeOf, type TensorType } from "../../tensor/tensor-type.ts";
import type { Operator } from "../operator.ts";

export interface Conv2dAttributes {
  /** Distance of neighbouring windows, in pixels, on both axes. */
  readonly stride: number;
  /** Zeros added on every side. */
  readonly padding: number;
}

/** Sizes of one convolution: x [batch, inputs, height, width] ∗ weight [outputs, inputs, kernel, kernel] → [batch, outputs, rows, columns]. */
export interface Conv2dGeometry {
  readonly batch: number;
  readonly inputs: number;
  readonly height: number;
  readonly width: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly rows: number;
  readonly columns: number;
}

/** Cross-correlation of images with a bank of square kernels. */
export const conv2d: Operator<Conv2dAttributes> = {
  name: "conv2d",
  infer: ([x, weight], attributes) => {
    const { batch, outputs, rows, columns } = conv2dGeometry(x!, weight!, attributes);
    return [float32([batch, outputs, rows, columns])];
  },
  forward: ([x, weight], { inputs: [xType, weightType], outputs: [output], attributes }) => {
    const result = new Float64Array(sizeOf(output!.shape));
    visitConv2d(
      conv2dGeometry(xType!, weightType!, attributes),
      attributes,
      (xIndex, weightIndex, outputIndex) => {
        result[outputIndex]! += x![xIndex]! * weight![weightIndex]!;
      },
    );
    return [result];
  },
  gradient: ({ graph, node: { inputs, attributes }, outputGradients: [dy], needs }) => {
    const [x, weight] = inputs;
    return [
      needs(0) ? graph.conv2dInputGradient(dy!, weight!, x!.shape, attributes) : null,
      needs(1) ? graph.conv2dWeightGradient(x!, dy!, weight!.shape, attributes) : null,
    ];
  },
  toOnnx: ([x, weight], { attributes: { stride, padding } }, onnx) => [
    onnx.node("Conv", [x!, weight!], {
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
    }),
  ],
  flops: ({ inputs: [x, weight], attributes }) => conv2dFlops(conv2dGeometry(x!, weight!, attributes)),
};

/** @throws ShapeError when the kernel is not square, larger than the padded image, or of other channels. */
export function conv2dGeometry(
  x: TensorType,
  weight: TensorType,
  { stride, padding }: Conv2dAttributes,
): Conv2dGeometry {
  const [batch, inputs, height, width] = x.shape as [number, number, number, number];
  const [outputs, weightInputs, kernel, kernelWidth] = weight.shape as [number, number, number, number];
  const rows = Math.floor((height + 2 * padding - kernel) / stride) + 1;
  const columns = Math.floor((width + 2 * padding - kernel) / stride) + 1;
  const fits =
    x.shape.length === 4 &&
    weight.shape.length === 4 &&
    weightInputs === inputs &&
    kernel === kernelWidth &&
    rows > 0 &&
    columns > 0;
  if (!fits)
    throw new ShapeError(
      `conv2d: image ${formatShape(x.shape)} and kernel ${formatShape(weight.shape)} do not fit`,
    );
  return { batch, inputs, height, width, outputs, kernel, rows, columns };
}

/** @throws ShapeError when `dy` is not of the shape that the convolution puts out */
export function checkOutputGradient(dy: TensorType, { batch, outputs, rows, columns }: Conv2dGeometry): void {
  const expected = [batch, outputs, rows, columns];
  if (sameShape(dy.shape, expected)) return;
  throw new ShapeError(
    `conv2d: the gradient of an output ${formatShape(expected)} cannot have shape ${formatShape(dy.shape)}`,
  );
}

export function conv2dFlops({ batch, inputs, outputs, kernel, rows, columns }: Conv2dGeometry): number {
  return 2 * batch * outputs * rows * columns * inputs * kernel * kernel;
}

/** Calls `visit` with the flat indices of every (pixel, kernel entry, output) triple that a convolution multiplies. */
export function visitConv2d(
  geometry: Conv2dGeometry,
  { stride, padding }: Conv2dAttributes,
  visit: (xIndex: number, weightIndex: number, outputIndex: number) => void,
): void {
  const { batch, inputs, height, width, outputs, kernel, rows, columns } = geometry;
  const outputShape = [batch, outputs, rows, columns];
  for (let outputIndex = 0; outputIndex < sizeOf(outputShape); outputIndex++) {
    const column = outputIndex % columns;
    const row = Math.floor(outputIndex / columns) % rows;
    const output = Math.floor(outputIndex / (columns * rows)) % outputs;
    const image = Math.floor(outputIndex / (columns * rows * outputs));
    for (let entry = 0; entry < inputs * kernel * kernel; entry++) {
      const x = column * stride - padding + (entry % kernel);
      const y = row * stride - padding + (Math.floor(entry / kernel) % kernel);
      const input = Math.floor(entry / (kernel * kernel));
      if (x < 0 || x >= width || y < 0 || y >= height) continue;
      visit(
        ((image * inputs + input) * height + y) * width + x,
        output * inputs * kernel * kernel + entry,
        outputIndex,
      );
    }
  }
}
