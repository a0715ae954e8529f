/** The exact profile in Chromium: the same bits as in Node (test/contracts/conformance.test.ts), however they are computed. */
import runtimeUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { describe, expect, test } from "vitest";
import { hashOf } from "../../shared/core/hash.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { hashProbeGraphs, runConformanceProbe } from "../../shared/training/conformance.ts";
import { EXACT_PROFILE } from "../../shared/training/exact-profile.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";
import { createWasmRunner } from "../../worker/engine/ort-wasm.ts";
import { EXPECTED, replayContribution, trainContribution } from "../support/exact-contribution.ts";
import { reopening } from "../support/reopening-engine.ts";

const withThreads = (threadCount: number) => (plan: EnginePlan) =>
  openRemoteEngine(plan, { kind: "wasm", threadCount });

describe("the exact profile in Chromium", () => {
  test("has the runtime and the graphs of Node", async () => {
    const runtime = await (await fetch(runtimeUrl)).arrayBuffer();
    expect(hashOf(new Uint8Array(runtime))).toBe(EXACT_PROFILE.runtimeHash);
    expect(hashProbeGraphs()).toBe(EXACT_PROFILE.graphsHash);
  });

  test.for([1, 2])(
    "gives the same bits with %i threads, each model in a worker of its own",
    async (count) => {
      expect(await runConformanceProbe(withThreads(count))).toBe(EXACT_PROFILE.parametersHash);
    },
  );

  test.for([1, 2])("trains and replays Node's contribution with %i threads", async (count) => {
    expect(await trainContribution(withThreads(count))).toEqual(EXPECTED);
    expect(await replayContribution(withThreads(count))).toEqual(EXPECTED);
  });

  test("gives the same bits in sessions that are created anew in the same thread", async () => {
    const runner = createWasmRunner({ threadCount: 1 });
    const open = (plan: EnginePlan) => createHostEngine(plan, runner);
    expect(await runConformanceProbe(open)).toBe(EXACT_PROFILE.parametersHash);
    expect(await runConformanceProbe(reopening(open))).toBe(EXACT_PROFILE.parametersHash);
  });
});
