/** What the product needs from a browser, and the test browser must therefore give. */
import { expect, test } from "vitest";

test("the page is cross-origin isolated, so that WASM may use threads", () => {
  expect(crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});

test("WebGPU gives an adapter without a GPU (SwiftShader)", async () => {
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});
