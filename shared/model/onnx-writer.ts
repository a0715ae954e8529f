/**
 * Graph → ONNX bytes. The bytes are deterministic and part of the exact profile: the same graph gives the same file
 * everywhere. Field numbers are those of onnx.proto3 (ONNX 1.16).
 */
import { must } from "../core/assert.ts";
import { bytesOf } from "../core/bytes.ts";
import {
  type ElementType,
  float32,
  type Shape,
  type Tensor,
  type TensorType,
} from "../tensor/tensor-type.ts";
import type { Graph, OnnxAttribute, OnnxEmitter, OnnxTarget, Value } from "./operator.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/** LayerNormalization, Gelu and the reductions with axes as input are all in it. */
const OPSET_VERSION = 20;
/** The file format that goes with opset 20. */
const IR_VERSION = 9;
/** Version of ORT's own operators (FusedMatMul). */
const CONTRIB_VERSION = 1;
const CONTRIB_DOMAIN = "com.microsoft";

/** TensorProto.DataType. */
const DATA_TYPE: Record<ElementType | "int64", number> = { float32: 1, int32: 6, int64: 7 };
/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 };

/** Serialises `graph` for one of ORT Web's execution providers. */
export function writeOnnx(graph: Graph, target: OnnxTarget): Uint8Array {
  const emitter = new GraphEmitter(target);
  const names = new Map<Value, string>([...graph.inputs].map(([name, value]) => [value, name]));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) =>
      must(names.get(input), `${node.operator.name} reads a value that no node computes`),
    );
    const outputs = node.operator.toOnnx(inputs, node, emitter);
    node.outputs.forEach((output, index) =>
      names.set(output, must(outputs[index], `${node.operator.name} did not emit output ${index}`)),
    );
  }
  for (const [name, value] of graph.outputs)
    emitter.output(name, must(names.get(value), `output "${name}" is not computed`));
  return emitter.finish(graph);
}

interface EmittedNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly domain: string;
}

class GraphEmitter implements OnnxEmitter {
  readonly target: OnnxTarget;
  readonly #nodes: EmittedNode[] = [];
  /** Initializer name by content, so that equal small constants are stored once. */
  readonly #constants = new Map<string, string>();
  readonly #initializers: ProtobufWriter[] = [];
  #nameCount = 0;

  constructor(target: OnnxTarget) {
    this.target = target;
  }

  node(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain = "",
  ): string {
    const name = this.#name();
    this.#nodes.push({ type, inputs, outputs: [name], attributes, domain });
    return name;
  }

  nodes(
    type: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#name());
    this.#nodes.push({ type, inputs, outputs, attributes, domain: "" });
    return outputs;
  }

  constant(tensor: Tensor): string {
    return this.#initializer(tensor.elementType, tensor.shape, bytesOf(tensor.data));
  }

  scalar(value: number): string {
    return this.constant({ ...float32([]), data: new Float32Array([value]) });
  }

  int64(values: readonly number[]): string {
    return this.#initializer("int64", [values.length], bytesOf(BigInt64Array.from(values, BigInt)));
  }

  /** Gives the value `name` its public name. ORT removes the copy where it can. */
  output(publicName: string, name: string): void {
    this.#nodes.push({ type: "Identity", inputs: [name], outputs: [publicName], attributes: {}, domain: "" });
  }

  finish(graph: Graph): Uint8Array {
    const body = new ProtobufWriter();
    for (const node of this.#nodes) body.message(1, encodeNode(node));
    body.text(2, "tabloom");
    for (const initializer of this.#initializers) body.message(5, initializer);
    for (const [name, value] of graph.inputs) body.message(11, encodeValueInfo(name, value));
    for (const [name, value] of graph.outputs) body.message(12, encodeValueInfo(name, value));
    return new ProtobufWriter()
      .integer(1, IR_VERSION)
      .text(2, "tabloom")
      .message(7, body)
      .message(8, new ProtobufWriter().text(1, "").integer(2, OPSET_VERSION))
      .message(8, new ProtobufWriter().text(1, CONTRIB_DOMAIN).integer(2, CONTRIB_VERSION))
      .finish();
  }

  #initializer(type: ElementType | "int64", shape: Shape, data: Uint8Array): string {
    const key = data.length <= 64 ? `${type}[${shape.join()}]${data.join()}` : "";
    const known = key && this.#constants.get(key);
    if (known) return known;
    const name = this.#name();
    const tensor = new ProtobufWriter();
    for (const size of shape) tensor.integer(1, size);
    this.#initializers.push(tensor.integer(2, DATA_TYPE[type]).text(8, name).bytes(9, data));
    if (key) this.#constants.set(key, name);
    return name;
  }

  #name(): string {
    return `t${this.#nameCount++}`;
  }
}

function encodeNode({ type, inputs, outputs, attributes, domain }: EmittedNode): ProtobufWriter {
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

function encodeValueInfo(name: string, type: TensorType): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of type.shape) shape.message(1, new ProtobufWriter().integer(1, size));
  const tensor = new ProtobufWriter().integer(1, DATA_TYPE[type.elementType]).message(2, shape);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
