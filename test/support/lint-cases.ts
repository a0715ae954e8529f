/** Code that breaks a rule once, or keeps it. */
export interface Case {
  readonly file: string;
  readonly code: string;
  /** The rule that must complain, or null where nothing may. */
  readonly rule: string | null;
}

/** One statement each, in a file of its own. */
export const statement = (file: string, code: string, rule: string | null): Case => ({
  file,
  code: `${code}\n`,
  rule,
});

const loads = (name: string, code: string, rule: string | null) =>
  statement(`worker/ort-${name}.ts`, code, rule);

/** Which builds of the runtime may be loaded, and where. */
export const RUNTIME_CASES: readonly Case[] = [
  loads("default", 'export const x = import("onnxruntime-web");', "tabloom(onnxruntime)"),
  loads("all", 'export const x = import("onnxruntime-web/all");', "tabloom(onnxruntime)"),
  loads("jspi", 'export const x = import("onnxruntime-web/jspi");', "tabloom(onnxruntime)"),
  loads(
    "types",
    'import type { Tensor } from "onnxruntime-common";\nexport type X = Tensor;',
    "tabloom(onnxruntime)",
  ),
  loads("static", 'import { env } from "onnxruntime-web/wasm";\nexport const x = env;', null),
  loads("wasm", 'export const x = import("onnxruntime-web/wasm");', null),
  loads("webgpu", 'export const x = import("onnxruntime-web/webgpu");', null),
  loads("native", 'export const x = import("onnxruntime-node");', "tabloom(onnxruntime)"),
  statement("test/unit/export/onnx-runtimes.ts", 'export const x = import("onnxruntime-node");', null),
  statement(
    "test/unit/export/other.ts",
    'export const x = import("onnxruntime-node");',
    "tabloom(onnxruntime)",
  ),
  loads("types-wasm", 'import type { Tensor } from "onnxruntime-web/wasm";\nexport type X = Tensor;', null),
];
