/**
 * An ONNX file for other people's runtimes: weights inside, axes that may have any size, facts about the model, and only
 * operators of the standard.
 */
import { bytesOf } from "../core/bytes.ts";
import {
  encodeInitializer,
  encodeNode,
  encodeValueInfo,
  IR_VERSION,
  type OnnxAttributes,
  type OnnxElement,
  OPSET_VERSION,
  PRODUCER,
} from "../model/onnx-encoding.ts";
import type { OnnxEmitter } from "../model/operator.ts";
import { ProtobufWriter } from "../model/protobuf-writer.ts";
import { float32, type Shape, type Tensor } from "../tensor/tensor-type.ts";

/** Sizes of the axes; a name stands for any size, the same wherever the name is. */
export type OnnxShape = readonly (number | string)[];

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
    this.#nodes.push(
      encodeNode({ type: "Identity", inputs: [value], outputs: [name], attributes: {}, domain: "" }),
    );
    this.#outputs.push(encodeValueInfo(name, element, shape));
  }

  /** A weight, under its own name. */
  parameter(name: string, shape: Shape, values: Float32Array): string {
    return this.#initializer(name, "float32", shape, bytesOf(values));
  }

  node(type: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ""): string {
    const name = this.#name();
    this.#nodes.push(encodeNode({ type, inputs, outputs: [name], attributes, domain }));
    return name;
  }

  nodes(
    type: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: OnnxAttributes = {},
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#name());
    this.#nodes.push(encodeNode({ type, inputs, outputs, attributes, domain: "" }));
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
    this.#initializers.push(encodeInitializer(name, element, shape, data));
    return name;
  }

  #name(): string {
    return `t${this.#nameCount++}`;
  }
}
