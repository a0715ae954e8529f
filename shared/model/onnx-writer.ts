/**
 * Graph → ONNX bytes. The bytes are deterministic and part of the exact profile: the same graph gives the same file
 * everywhere.
 */
import { must } from "../core/assert.ts";
import { bytesOf } from "../core/bytes.ts";
import { float32, type Shape, type Tensor } from "../tensor/tensor-type.ts";
import {
  encodeInitializer,
  encodeNode,
  encodeValueInfo,
  IR_VERSION,
  type OnnxAttributes,
  type OnnxElement,
  type OnnxNode,
  OPSET_VERSION,
  PRODUCER,
} from "./onnx-encoding.ts";
import type { Graph, OnnxEmitter, OnnxTarget, Value } from "./operator.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/** Version of ORT's own operators (FusedMatMul). */
const CONTRIB_VERSION = 1;
const CONTRIB_DOMAIN = "com.microsoft";

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

class GraphEmitter implements OnnxEmitter {
  readonly target: OnnxTarget;
  readonly #nodes: OnnxNode[] = [];
  /** Initializer name by content, so that equal small constants are stored once. */
  readonly #constants = new Map<string, string>();
  readonly #initializers: ProtobufWriter[] = [];
  #nameCount = 0;

  constructor(target: OnnxTarget) {
    this.target = target;
  }

  node(type: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ""): string {
    const name = this.#name();
    this.#nodes.push({ type, inputs, outputs: [name], attributes, domain });
    return name;
  }

  nodes(
    type: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: OnnxAttributes = {},
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
    body.text(2, PRODUCER);
    for (const initializer of this.#initializers) body.message(5, initializer);
    for (const [name, value] of graph.inputs)
      body.message(11, encodeValueInfo(name, value.elementType, value.shape));
    for (const [name, value] of graph.outputs)
      body.message(12, encodeValueInfo(name, value.elementType, value.shape));
    return new ProtobufWriter()
      .integer(1, IR_VERSION)
      .text(2, PRODUCER)
      .message(7, body)
      .message(8, new ProtobufWriter().text(1, "").integer(2, OPSET_VERSION))
      .message(8, new ProtobufWriter().text(1, CONTRIB_DOMAIN).integer(2, CONTRIB_VERSION))
      .finish();
  }

  #initializer(type: OnnxElement, shape: Shape, data: Uint8Array): string {
    const key = data.length <= 64 ? `${type}[${shape.join()}]${data.join()}` : "";
    const known = key && this.#constants.get(key);
    if (known) return known;
    const name = this.#name();
    this.#initializers.push(encodeInitializer(name, type, shape, data));
    if (key) this.#constants.set(key, name);
    return name;
  }

  #name(): string {
    return `t${this.#nameCount++}`;
  }
}
