/** The parts of an ONNX file. Field numbers are those of onnx.proto3 (ONNX 1.16). */
import type { ElementType, Shape } from "../tensor/tensor-type.ts";
import type { OnnxAttribute } from "./operator.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/** LayerNormalization, Gelu and the reductions with axes as input are all in it. */
export const OPSET_VERSION = 20;
/** The file format that goes with opset 20. */
export const IR_VERSION = 9;
/** Who wrote the file. */
export const PRODUCER = "tabloom";

/** Indices of tokens are int64 everywhere outside of Tabloom. */
export type OnnxElement = ElementType | "int64";

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
  /** Empty for the standard's own operators. */
  readonly domain: string;
}

/** TensorProto.DataType. */
const DATA_TYPE: Record<OnnxElement, number> = { float32: 1, int32: 6, int64: 7 };
/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 };

/** NodeProto. */
export function encodeNode({ type, inputs, outputs, attributes, domain }: OnnxNode): ProtobufWriter {
  const node = new ProtobufWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(4, type);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  return domain === "" ? node : node.text(7, domain);
}

function encodeAttribute(name: string, value: OnnxAttribute): ProtobufWriter {
  const attribute = new ProtobufWriter().text(1, name);
  if (typeof value === "number") return attribute.integer(3, value).integer(20, ATTRIBUTE_TYPE.int);
  if (typeof value === "string") return attribute.text(4, value).integer(20, ATTRIBUTE_TYPE.string);
  if ("float" in value) return attribute.float(2, value.float).integer(20, ATTRIBUTE_TYPE.float);
  for (const entry of value) attribute.integer(8, entry);
  return attribute.integer(20, ATTRIBUTE_TYPE.ints);
}

/** TensorProto with the values inside. @param data little-endian, as many values as the shape has */
export function encodeInitializer(
  name: string,
  element: OnnxElement,
  shape: Shape,
  data: Uint8Array,
): ProtobufWriter {
  const tensor = new ProtobufWriter();
  for (const size of shape) tensor.integer(1, size);
  return tensor.integer(2, DATA_TYPE[element]).text(8, name).bytes(9, data);
}

/** ValueInfoProto. @param sizes of the axes; a name stands for any size, the same wherever the name is */
export function encodeValueInfo(
  name: string,
  element: OnnxElement,
  sizes: readonly (number | string)[],
): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of sizes) {
    const dimension = new ProtobufWriter();
    shape.message(1, typeof size === "number" ? dimension.integer(1, size) : dimension.text(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, DATA_TYPE[element]).message(2, shape);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
