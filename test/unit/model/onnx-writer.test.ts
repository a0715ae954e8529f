/** The writer against an independent reader of ONNX files (onnx-proto, generated from the official schema). */
import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../../../shared/model/graph-builder.ts";
import { forwardGraph, gradientGraph } from "../../../shared/model/model.ts";
import { writeOnnx } from "../../../shared/model/onnx-writer.ts";
import type { Graph, OnnxTarget } from "../../../shared/model/operator.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { float32, int32 } from "../../../shared/tensor/tensor-type.ts";
import { MODEL_CASES } from "../../support/model-cases.ts";
import { OPERATOR_CASES } from "../../support/operator-cases.ts";
import { buildCase } from "../../support/operator-graphs.ts";

const TARGETS: readonly OnnxTarget[] = ["wasm", "webgpu"];
const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;

const GRAPHS: readonly { readonly name: string; readonly graph: Graph }[] = [
  ...OPERATOR_CASES.map((operatorCase) => ({
    name: operatorCase.name,
    graph: buildCase(operatorCase).backward,
  })),
  ...MODEL_CASES.flatMap(({ name, spec, batchSize }) => [
    { name: `${name} gradient`, graph: gradientGraph(createModel(spec), batchSize) },
    { name: `${name} forward`, graph: forwardGraph(createModel(spec), batchSize) },
  ]),
];

/** The decoded file, every message instance with its defaults. */
function decode(graph: Graph, target: OnnxTarget) {
  const model = onnx.ModelProto.decode(writeOnnx(graph, target));
  const body = onnx.GraphProto.fromObject(model.graph!);
  return {
    model,
    nodes: body.node.map((node) => onnx.NodeProto.fromObject(node)),
    initializers: body.initializer.map((initializer) => onnx.TensorProto.fromObject(initializer)),
    inputs: body.input.map(readValueInfo),
    outputs: body.output.map(readValueInfo),
  };
}

function readValueInfo(info: onnx.IValueInfoProto) {
  const { elemType, shape } = info.type!.tensorType!;
  return { name: info.name!, elemType, shape: shape!.dim!.map((dimension) => Number(dimension.dimValue)) };
}

/** The one attribute field that holds the value of each attribute type. */
function valueOf(attribute: onnx.IAttributeProto): unknown {
  switch (attribute.type) {
    case AttributeType.INT:
      return Number(attribute.i);
    case AttributeType.FLOAT:
      return attribute.f;
    case AttributeType.INTS:
      return attribute.ints!.map(Number);
    case AttributeType.STRING:
      return new TextDecoder().decode(attribute.s!);
    default:
      throw new Error(`attribute ${attribute.name} has type ${attribute.type}`);
  }
}

/** What each attribute of ONNX's schema must be; attributes of the nodes that we emit and no others. */
const ATTRIBUTE_TYPES: Readonly<Record<string, onnx.AttributeProto.AttributeType>> = {
  alpha: AttributeType.FLOAT,
  epsilon: AttributeType.FLOAT,
  axis: AttributeType.INT,
  keepdims: AttributeType.INT,
  to: AttributeType.INT,
  transA: AttributeType.INT,
  transB: AttributeType.INT,
  perm: AttributeType.INTS,
  strides: AttributeType.INTS,
  pads: AttributeType.INTS,
  dilations: AttributeType.INTS,
  output_padding: AttributeType.INTS,
};

const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  [DataType.FLOAT]: 4,
  [DataType.INT32]: 4,
  [DataType.INT64]: 8,
};

describe.each(TARGETS)("files for %s", (target) => {
  test("say which versions of the format and of the operators they use", () => {
    const { model } = decode(GRAPHS[0]!.graph, target);
    expect(Number(model.irVersion)).toBe(9);
    expect(model.producerName).toBe("tabloom");
    expect(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([
      ["", 20],
      ["com.microsoft", 1],
    ]);
  });

  test("every node reads only what an earlier node, an input or a constant gave, and no name is given twice", () => {
    for (const { name, graph } of GRAPHS) {
      const { nodes, inputs, outputs, initializers } = decode(graph, target);
      const given = [...inputs, ...initializers].map((value) => value.name);
      for (const node of nodes) {
        expect(
          node.input.filter((input) => !given.includes(input)),
          `${name}: ${node.opType}`,
        ).toEqual([]);
        given.push(...node.output);
      }
      expect(new Set(given).size, name).toBe(given.length);
      expect(given).toEqual(expect.arrayContaining(outputs.map((output) => output.name)));
    }
  });

  test("inputs and outputs have the graph's names, types and shapes", () => {
    for (const { graph } of GRAPHS) {
      const { inputs, outputs } = decode(graph, target);
      const described = (values: Graph["inputs"]) =>
        [...values].map(([name, { elementType, shape }]) => ({
          name,
          elemType: elementType === "int32" ? DataType.INT32 : DataType.FLOAT,
          shape,
        }));
      expect(inputs).toEqual(described(graph.inputs));
      expect(outputs).toEqual(described(graph.outputs));
    }
  });

  test("every attribute has the type of its schema", () => {
    for (const { graph } of GRAPHS) {
      for (const node of decode(graph, target).nodes) {
        for (const attribute of node.attribute) {
          expect(attribute.type, `${node.opType}.${attribute.name}`).toBe(ATTRIBUTE_TYPES[attribute.name!]);
        }
      }
    }
  });

  test("every constant has as many bytes as its shape and type say", () => {
    for (const { graph } of GRAPHS) {
      for (const { dims, dataType, rawData } of decode(graph, target).initializers) {
        const count = dims.reduce((product: number, size) => product * Number(size), 1);
        expect(rawData.length).toBe(count * ELEMENT_BYTES[dataType]!);
      }
    }
  });

  test("the same graph gives the same bytes", () => {
    for (const { name, spec, batchSize } of MODEL_CASES) {
      const write = () => writeOnnx(gradientGraph(createModel(spec), batchSize), target);
      expect(write(), name).toEqual(write());
    }
  });
});

test("attribute values survive the way through the file", () => {
  const graph = new GraphBuilder();
  const a = graph.input("a", float32([2, 3]));
  const product = graph.matmul(a, a, { transposeB: true, factor: 0.25 });
  const { nodes } = decode(graph.finish({ y: graph.transpose(product, [1, 0]) }), "wasm");
  const values = nodes.map(({ opType, attribute }) => [
    opType,
    Object.fromEntries(attribute.map((entry) => [entry.name!, valueOf(entry)])),
  ]);
  expect(values).toEqual([
    ["Gemm", { transA: 0, transB: 1, alpha: 0.25 }],
    ["Transpose", { perm: [1, 0] }],
    ["Identity", {}],
  ]);
});

test("negative and 64-bit constants are two's complement", () => {
  const graph = new GraphBuilder();
  const picks = graph.constant({ ...int32([3]), data: Int32Array.of(-1, 7, -2147483648) });
  const { initializers } = decode(graph.finish({ y: graph.reshape(picks, [3, 1]) }), "wasm");
  const [numbers, shape] = initializers.map(({ rawData }) => rawData.slice().buffer);
  expect([...new Int32Array(numbers!)]).toEqual([-1, 7, -2147483648]);
  expect([...new BigInt64Array(shape!)]).toEqual([3n, 1n]);
});

test("equal small constants are stored once", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([2]));
  const { initializers } = decode(graph.finish({ y: graph.scale(graph.scale(x, 3), 3) }), "wasm");
  expect(initializers).toHaveLength(1);
});

test("WASM files use ORT's fused product for batches", () => {
  const gpt = createModel(MODEL_CASES[0]!.spec);
  const types = decode(gradientGraph(gpt, 1), "wasm").nodes.map((node) => `${node.domain}:${node.opType}`);
  expect(types).toContain("com.microsoft:FusedMatMul");
});

describe("WebGPU files avoid what its kernels cannot do", () => {
  /** ORT runs these on the CPU or with atomics whose order changes from run to run. */
  const BANNED = ["FusedMatMul", "LogSoftmax", "OneHot", "ScatterND", "ScatterElements", "RandomUniformLike"];
  const MAX_SPLIT_OUTPUTS = 8;

  test.each(GRAPHS)("$name", ({ graph }) => {
    const { nodes } = decode(graph, "webgpu");
    expect(nodes.filter((node) => BANNED.includes(node.opType) || node.domain !== "")).toEqual([]);
    const splits = nodes.filter((node) => node.opType === "Split").map((node) => node.output.length);
    expect(Math.max(0, ...splits)).toBeLessThanOrEqual(MAX_SPLIT_OUTPUTS);
  });
});
