import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { toHex } from "../../shared/core/bytes.ts";
import { writeOnnx } from "../../shared/model/onnx-writer.ts";
import type { Graph } from "../../shared/model/operator.ts";
import { interpret } from "../../shared/model/reference.ts";
import { finiteDifferences } from "../support/finite-differences.ts";
import { OPERATOR_CASES } from "../support/operator-cases.ts";
import { buildCase, drawInputs, toDouble } from "../support/operator-graphs.ts";
import { relativeDistance } from "../support/relative-distance.ts";
import { runOnnx } from "../support/run-onnx.ts";

/** Central differences in double precision are good to about 1e-9; the product's bar is 1e-6. */
const DIFFERENCE_TOLERANCE = 1e-7;
/** Between float32 on ONNX Runtime and double precision in the reference. */
const ONNX_TOLERANCE = 1e-5;

describe.each(OPERATOR_CASES)("$name", (operatorCase) => {
  const inputs = drawInputs(operatorCase);
  const doubles = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, toDouble(tensor)]),
  );

  test("gradients agree with finite differences", () => {
    const { backward, loss, targets } = buildCase(operatorCase);
    const gradients = interpret(backward, doubles);
    for (const target of targets) {
      const error = relativeDistance(gradients[`d ${target}`]!, finiteDifferences(loss, doubles, target));
      expect(error, `gradient of ${target}`).toBeLessThan(DIFFERENCE_TOLERANCE);
    }
  });

  test("ONNX Runtime computes what the reference computes", async () => {
    const { backward } = buildCase(operatorCase);
    const expected = Object.entries(interpret(backward, doubles));
    for (const file of writtenForms(backward)) {
      const actual = await runOnnx(file, inputs);
      for (const [name, values] of expected) {
        expect(relativeDistance(actual[name]!, values), name).toBeLessThan(ONNX_TOLERANCE);
      }
    }
  });
});

/** The file for WASM, and the one for WebGPU where it differs: any backend can run it, so its meaning is checked here. */
function writtenForms(graph: Graph): Uint8Array[] {
  const [wasm, webgpu] = [writeOnnx(graph, "wasm"), writeOnnx(graph, "webgpu")];
  return toHex(wasm) === toHex(webgpu) ? [wasm] : [wasm, webgpu];
}

test("every operator has a case", () => {
  const nodes = OPERATOR_CASES.flatMap((operatorCase) => buildCase(operatorCase).forward.nodes);
  const used = new Set(nodes.map((node) => node.operator.name));
  const files = readdirSync(new URL("../../shared/model/ops/", import.meta.url));
  const names = files.map((file) =>
    file.replace(".ts", "").replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  expect(names.filter((name) => !used.has(name))).toEqual([]);
});
