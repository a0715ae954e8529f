/** What training leaves on the graphics device. In this thread, because a worker's device is out of a test's reach. */
import { expect, test, vi } from "vitest";
import { initialParameters } from "../../shared/model/init.ts";
import { createModel } from "../../shared/model/spec.ts";
import { muonSpec } from "../../shared/optimizer/optimizer-spec.ts";
import type { Batch } from "../../shared/ports/engine.ts";
import { float32 } from "../../shared/tensor/tensor-type.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { createWebgpuEngine } from "../../worker/engine/ort-webgpu.ts";

const PLAN: EnginePlan = {
  model: {
    kind: "mlp",
    numericCount: 2,
    categoricalCount: 0,
    categoryCount: 0,
    hiddenWidths: [4, 4],
    output: { kind: "numbers", count: 1 },
  },
  optimizer: muonSpec({ newtonSchulz: [[1.5, -0.5, 0]] }), // one iteration: SwiftShader is slow
  batchSize: 2,
};
const BATCH: Batch = {
  features: { ...float32([2, 2]), data: Float32Array.of(0.5, -1, 2, 0.25) },
  targets: { ...float32([2, 1]), data: Float32Array.of(1, -1) },
};

/** Counts the buffers that were created on any device of this thread and not destroyed. */
function watchBuffers(): () => number {
  const created = vi.spyOn(GPUDevice.prototype, "createBuffer");
  const destroyed = vi.spyOn(GPUBuffer.prototype, "destroy");
  return () => {
    const live = new Set(created.mock.results.map(({ value }) => value as unknown));
    for (const buffer of destroyed.mock.contexts) live.delete(buffer);
    return live.size;
  };
}

test("500 WebGPU steps leave as many buffers as 100, with a checkpoint and an evaluation now and then", async () => {
  const countBuffers = watchBuffers();
  const engine = await createWebgpuEngine(PLAN);
  const { layout } = createModel(PLAN.model);
  await engine.write({
    parameters: initialParameters(layout, "memory"),
    optimizerState: new Float32Array(0),
    step: 0,
  });
  const counts: number[] = [];
  for (let step = 1; step <= 500; step++) {
    await engine.step(BATCH, 0.01);
    if (step % 50 === 0) {
      await engine.read();
      await engine.evaluate(BATCH);
      counts.push(countBuffers());
    }
  }
  await engine.dispose();
  expect(counts[1]).toBeGreaterThan(10);
  expect(counts.slice(1)).toEqual(counts.slice(1).fill(counts[1]!));
});
