/**
 * The exact profile in Node, and the one place where its constants are made: exact-profile.ts is a snapshot of what is
 * computed here. A difference means that old contributions can no longer be replayed; when that is meant, run UPDATE.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { hashOf } from "../../shared/core/hash.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { hashProbeGraphs, runConformanceProbe } from "../../shared/training/conformance.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../worker/engine/ort-wasm.ts";
import { EXPECTED, replayContribution, trainContribution } from "../support/exact-contribution.ts";
import { reopening } from "../support/reopening-engine.ts";

const UPDATE = "npx vitest run --project unit test/contracts/conformance.test.ts -u";
const RUNTIME = createRequire(import.meta.url).resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm");

const runner = createWasmRunner({ threadCount: 1 });
const open = (plan: EnginePlan) => createHostEngine(plan, runner);
const parametersHash = await runConformanceProbe(open);

test("runtime, graphs and parameters have the hashes of the exact profile", async () => {
  const runtimeHash = hashOf(await readFile(RUNTIME));
  const source = `/** Written by \`${UPDATE}\`; what the hashes are of is in conformance.ts. */
export const EXACT_PROFILE = {
  /** The runtime: onnxruntime-web's ort-wasm-simd-threaded.wasm. */
  runtimeHash: "${runtimeHash}",
  /** The ONNX files of the probe. */
  graphsHash: "${hashProbeGraphs()}",
  /** θ after the probe. */
  parametersHash: "${parametersHash}",
} as const;
`;
  await expect(source, `If other bits are meant, write the new profile with: ${UPDATE}`).toMatchFileSnapshot(
    "../../shared/training/exact-profile.ts",
  );
});

test("sessions created anew give the same bits", async () => {
  expect(await runConformanceProbe(open)).toBe(parametersHash);
});

test("an engine that is read and opened anew between steps gives the same bits", async () => {
  expect(await runConformanceProbe(reopening(open))).toBe(parametersHash);
});

// With one thread: the runtime of a process keeps what it began with. Two are measured in test/unit/cli/train.test.ts, and both in Chromium.
test("a contribution and its replay have the bits that Chromium's have", async () => {
  expect(await trainContribution(open)).toEqual(EXPECTED);
  expect(await replayContribution(open)).toEqual(EXPECTED);
});
