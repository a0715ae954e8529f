/**
 * Whether models still learn, in seconds: the learning checks of `bench learn` on small data made here. Each bar lies between what was
 * measured and what a model that does not learn can reach; when one fails, something in gradients, optimiser or data is wrong.
 */
import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { openDataset, type OpenedDataset } from "../../../shared/data/detect.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { blockSizeOf, type ModelName } from "../../../shared/training/defaults.ts";
import { evaluateOn } from "../../../shared/training/evaluate.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { trainStep } from "../../../shared/training/run-plan.ts";
import { planFromOptions } from "../../../worker/cli/train-plan.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { firstState } from "../../../worker/open-run.ts";
import { dailyCsv, idx, utf8 } from "../data/data-fixtures.ts";

const TIMEOUT = { timeout: 60_000 };
/** Held-out samples of a text; other data are measured on all of them. */
const TEXT_SAMPLES = 60;

const runner = createWasmRunner({ threadCount: 1 });
const random = createRandom("learning");

/** Trains with the command line's defaults, and measures before and after. */
async function learn(
  dataset: OpenedDataset,
  modelName: ModelName,
  { steps, optimizer }: { steps: number; optimizer?: "muon" | "adamw" },
) {
  const options = { data: [], seed: "learning", threads: 1, json: false, steps };
  const plan = planFromOptions(dataset, modelName, { ...options, ...(optimizer ? { optimizer } : {}) });
  const engine = await createHostEngine(plan, runner);
  await engine.write(firstState(plan));
  const maxSamples = dataset.kind === "text" ? TEXT_SAMPLES : Infinity;
  const measure = () => evaluateOn(engine, dataset, { batchSize: plan.batchSize, maxSamples });
  const before = await measure();
  for (let step = 0; step < steps; step++) await trainStep(engine, plan, dataset, step);
  const after = await measure();
  await engine.dispose();
  return { before, after };
}

const openStories = () =>
  openDataset([{ name: "stories.txt", bytes: utf8(generateStories({ characterCount: 60_000 })) }], {
    blockSize: blockSizeOf("gpt:nano"),
  });

test.for([
  { optimizer: "muon", bar: 2.6 }, // measured: 2.505
  { optimizer: "adamw", bar: 3.05 }, // measured: 2.951
] as const)("a small gpt learns to spell with $optimizer", TIMEOUT, async ({ optimizer, bar }) => {
  const { before, after } = await learn(openStories(), "gpt:nano", { steps: 60, optimizer });
  expect(before.loss).toBeGreaterThan(3.7);
  expect(after.loss).toBeLessThan(bar);
});

const SIDE = 10;
const IMAGE_COUNT = 800;

/** White where the shape of this class is: an upright bar, a lying bar, a cross, a block; at a place that moves. */
function isInside(shape: number, row: number, column: number): boolean {
  const [isNearRow, isNearColumn] = [Math.abs(row) <= 1, Math.abs(column) <= 1];
  switch (shape) {
    case 0:
      return isNearColumn && Math.abs(row) <= 3;
    case 1:
      return isNearRow && Math.abs(column) <= 3;
    case 2:
      return (
        Math.min(Math.abs(row), Math.abs(column)) === 0 && Math.max(Math.abs(row), Math.abs(column)) <= 3
      );
    default:
      return Math.max(Math.abs(row), Math.abs(column)) <= 2;
  }
}

test("a small cnn tells noisy shapes apart", TIMEOUT, async () => {
  const labels = Array.from({ length: IMAGE_COUNT }, (_, image) => random.fork("labels").below(4, image));
  const places = random.fork("places");
  const noise = new Float32Array(IMAGE_COUNT * SIDE * SIDE);
  random.fork("noise").fillNormal(noise, 40);
  const pixels = Array.from(noise, (deviation, index) => {
    const image = Math.floor(index / (SIDE * SIDE));
    const row = (Math.floor(index / SIDE) % SIDE) - 4 - places.below(3, 2 * image);
    const column = (index % SIDE) - 4 - places.below(3, 2 * image + 1);
    const value = (isInside(labels[image]!, row, column) ? 190 : 60) + deviation;
    return Math.max(0, Math.min(255, Math.round(value)));
  });
  const dataset = openDataset([
    { name: "images-idx3-ubyte", bytes: idx([IMAGE_COUNT, SIDE, SIDE], pixels) },
    { name: "labels-idx1-ubyte", bytes: idx([IMAGE_COUNT], labels) },
  ]);
  const { before, after } = await learn(dataset, "cnn", { steps: 40 });
  expect(before.accuracy).toBeLessThan(0.6);
  expect(after.accuracy).toBeGreaterThanOrEqual(0.9);
});

test("an mlp learns a rule that no straight line draws", TIMEOUT, async () => {
  const rows = Array.from({ length: 2000 }, (_, row) => {
    const [x, y] = [random.fork("x").uniform(row) - 0.5, random.fork("y").uniform(row) - 0.5];
    const colour = ["red", "green", "blue"][random.fork("colour").below(3, row)]!;
    const isOdd = x * y > 0 !== (colour === "red");
    return `${x.toFixed(4)},${y.toFixed(4)},${colour},${isOdd ? "yes" : "no"}`;
  });
  const bytes = utf8(`x,y,colour,answer\n${rows.join("\n")}\n`);
  const dataset = openDataset([{ name: "rule.csv", bytes }]);
  expect(dataset.kind).toBe("table");
  const { before, after } = await learn(dataset, "mlp", { steps: 250 });
  expect(before.accuracy).toBeLessThan(0.7);
  expect(after.accuracy).toBeGreaterThanOrEqual(0.9);
});

test("an mlp forecasts a noisy season better than yesterday's value does", TIMEOUT, async () => {
  const noise = new Float32Array(1500);
  random.fork("weather").fillNormal(noise, 2);
  const csv = dailyCsv(noise.length, (day) =>
    (10 + 5 * Math.sin((2 * Math.PI * day) / 90) + noise[day]!).toFixed(2),
  );
  const dataset = openDataset([{ name: "season.csv", bytes: utf8(csv) }]);
  if (dataset.kind !== "series") throw new Error(`opened as ${dataset.kind}`);
  const { before, after } = await learn(dataset, "mlp", { steps: 150 });
  const inUnits = (deviation: number) => Math.abs(dataset.toOriginal(deviation) - dataset.toOriginal(0));
  const naive = dataset.naiveMeanAbsoluteError();
  expect(inUnits(before.absoluteError!)).toBeGreaterThan(naive);
  expect(inUnits(after.absoluteError!)).toBeLessThan(naive);
});
