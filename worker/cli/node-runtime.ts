/**
 * ONNX Runtime Web's build for Node: the same WASM file as in browsers, and the only build that can start threads in Node. In a browser this import
 * would be the default bundle with its faulty GPU backend, so the linter allows it here alone.
 */
import * as runtime from "onnxruntime-web";
import type { WasmRuntime } from "../engine/ort-wasm.ts";

export const nodeRuntime: WasmRuntime = runtime;
