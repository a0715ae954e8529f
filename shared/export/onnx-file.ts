/**
 * An ONNX file for other people's runtimes: weights inside, axes that may have any size, facts about the model, and only
 * operators of the standard. Field numbers are those of onnx.proto3 (ONNX 1.16).
 */
import { bytesOf } from "../core/bytes.ts";
import type { OnnxAttribute, OnnxEmitter } from "../model/operator.ts";
import { ProtobufWriter } from "../model/protobuf-writer.ts";
import { type ElementType, float32, type Shape, type Tensor } from "../tensor/tensor-type.ts";

/** Indices of tokens are int64 everywhere outside of Tabloom. */
export type OnnxElement = ElementType | "int64";

/** Sizes of the axes; a name stands for any size, the same wherever the name is. */
export type OnnxShape = readonly (number | string)[];

const PRODUCER = "tabloom";
const OPSET_VERSION = 20;
/** The file format that goes with opset 20. */
const IR_VERSION = 9;

/** TensorProto.DataType. */
const DATA_TYPE: Record<OnnxElement, number> = { float32: 1, int32: 6, int64: 7 };
/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 };

type Attributes = Readonly<Record<string, OnnxAttribute>>;

export class OnnxFile implements OnnxEmitter {
  /** The forms for WASM use operators that only ONNX Runtime has. */
  readonly target = "webgpu";
  readonly #nodes: ProtobufWriter[] = [];
  readonly #initializers: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];
  #nameCount = 0;

  /** Declares an input and returns its name. */
  input(name: string, element: OnnxElement, shape: OnnxShape): string {
    this.#inputs.push(encodeValueInfo(name, element, shape));
    return name;
  }

  /** Gives a value its public name. */
  output(name: string, value: string, element: OnnxElement, shape: OnnxShape): void {
    this.#nodes.push(encodeNode("Identity", [value], [name], {}, ""));
    this.#outputs.push(encodeValueInfo(name, element, shape));
  }

  /** A weight, under its own name. */
  parameter(name: string, shape: Shape, values: Float32Array): string {
    return this.#initializer(name, "float32", shape, bytesOf(values));
  }

  node(type: string, inputs: readonly string[], attributes: Attributes = {}, domain = ""): string {
    const name = this.#name();
    this.#nodes.push(encodeNode(type, inputs, [name], attributes, domain));
    return name;
  }

  nodes(type: string, inputs: readonly string[], outputCount: number, attributes: Attributes = {}): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#name());
    this.#nodes.push(encodeNode(type, inputs, outputs, attributes, ""));
    return outputs;
  }

  constant({ elementType, shape, data }: Tensor): string {
    return this.#initializer(this.#name(), elementType, shape, bytesOf(data));
  }

  scalar(value: number): string {
    return this.constant({ ...float32([]), data: new Float32Array([value]) });
  }

  int64(values: readonly number[]): string {
    const data = bytesOf(BigInt64Array.from(values, BigInt));
    return this.#initializer(this.#name(), "int64", [values.length], data);
  }

  /** The file. @param facts free text by name, shown by the usual viewers */
  finish(facts: Readonly<Record<string, string>>): Uint8Array {
    const body = new ProtobufWriter();
    for (const node of this.#nodes) body.message(1, node);
    body.text(2, PRODUCER);
    for (const initializer of this.#initializers) body.message(5, initializer);
    for (const input of this.#inputs) body.message(11, input);
    for (const output of this.#outputs) body.message(12, output);
    const model = new ProtobufWriter()
      .integer(1, IR_VERSION)
      .text(2, PRODUCER)
      .message(7, body)
      .message(8, new ProtobufWriter().text(1, "").integer(2, OPSET_VERSION));
    for (const [name, text] of Object.entries(facts))
      model.message(14, new ProtobufWriter().text(1, name).text(2, text));
    return model.finish();
  }

  #initializer(name: string, element: OnnxElement, shape: Shape, data: Uint8Array): string {
    const tensor = new ProtobufWriter();
    for (const size of shape) tensor.integer(1, size);
    this.#initializers.push(tensor.integer(2, DATA_TYPE[element]).text(8, name).bytes(9, data));
    return name;
  }

  #name(): string {
    return `t${this.#nameCount++}`;
  }
}

function encodeNode(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes,
  domain: string,
): ProtobufWriter {
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

function encodeValueInfo(name: string, element: OnnxElement, sizes: OnnxShape): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of sizes) {
    const dimension = new ProtobufWriter();
    shape.message(1, typeof size === "number" ? dimension.integer(1, size) : dimension.text(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, DATA_TYPE[element]).message(2, shape);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
