/** An audit of work on a graphics device, which is SwiftShader's here: the same round on WebGPU and on WASM is the same work, another device's is not. */
import { expect, test } from "vitest";
import { codecNamed } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import { openDataset } from "../../shared/data/detect.ts";
import { createModel } from "../../shared/model/spec.ts";
import { muonSpec } from "../../shared/optimizer/optimizer-spec.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import { type LocalRound, trainRound } from "../../shared/training/local-round.ts";
import { planProject } from "../../shared/project/plan-project.ts";
import { genesisParameters, type ProjectPlan } from "../../shared/training/project-plan.ts";
import { DISTANCE_TOLERANCE_MICROS, updateDistanceMicros } from "../../shared/training/update-distance.ts";
import { createWebgpuEngine } from "../../worker/engine/ort-webgpu.ts";
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";

const STEPS = 5;

/** A small table and few operators, because SwiftShader compiles shaders slowly. */
const dataset = openDataset([{ name: "table.csv", bytes: new TextEncoder().encode(table()) }]);
const plan = {
  ...planProject(dataset, "mlp", "tolerance"),
  model: {
    kind: "mlp",
    numericCount: 2,
    categoricalCount: 0,
    categoryCount: 0,
    hiddenWidths: [16, 16],
    output: { kind: "classes", count: 2 },
  },
  optimizer: muonSpec({ newtonSchulz: [[1.5, -0.5, 0]] }),
  batchSize: 16,
} as const satisfies ProjectPlan;

test("a round on WebGPU passes its replay on WASM, and fails the replay of another device's round", async () => {
  const { layout } = createModel(plan.model);
  const codec = must(codecNamed(plan.codec), "the plan's codec exists");
  const job = {
    project: "a".repeat(64),
    round: 3,
    device: "b".repeat(64),
    parameters: genesisParameters(plan),
    progress: 12,
  };
  const train = (engine: Engine, changes: Partial<LocalRound> = {}) =>
    trainRound(engine, plan, dataset, { ...job, ...changes }, { shouldStop: (steps) => steps >= STEPS });

  const gpu = await createWebgpuEngine(plan);
  const { delta } = await train(gpu);
  await gpu.dispose();
  const decoded = codec.decode(codec.encode(delta, layout), layout);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { update } = decoded;

  const wasm = await openRemoteEngine(plan, { kind: "wasm", threadCount: 1 });
  const replay = await train(wasm);
  const another = await train(wasm, { device: "c".repeat(64) });
  await wasm.dispose();
  const tolerance = DISTANCE_TOLERANCE_MICROS.swiftshader;
  expect(updateDistanceMicros(codec, layout, replay.delta, update)).toBeLessThan(tolerance);
  expect(updateDistanceMicros(codec, layout, another.delta, update)).toBeGreaterThan(3 * tolerance);
});

/** Which of two numbers is larger. */
function table(): string {
  const rows = Array.from({ length: 400 }, (_, row) => [(row * 37) % 101, (row * 53) % 97] as const);
  return `x,y,larger\n${rows.map(([x, y]) => `${x},${y},${x > y ? "x" : "y"}`).join("\n")}\n`;
}
