/** Exported ONNX files against the engine that trained the model. */
import { onnx } from "onnx-proto";
import { beforeAll, describe, expect, test } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import type { OpenedDataset } from "../../../shared/data/detect.ts";
import { exportModel } from "../../../shared/export/export-model.ts";
import { inferenceOnnx } from "../../../shared/export/inference-onnx.ts";
import { forwardGraph } from "../../../shared/model/model.ts";
import { interpret } from "../../../shared/model/reference.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { preparationOf } from "../../../shared/export/preparation.ts";
import type { Batch } from "../../../shared/ports/engine.ts";
import { sizeOf } from "../../../shared/tensor/tensor-type.ts";
import { drawModelInputs, MODEL_CASES } from "../../support/model-cases.ts";
import { type Feed, RUNTIMES, tokenFeed } from "./onnx-runtimes.ts";
import {
  BLOCK_SIZE,
  imageData,
  priceData,
  seriesData,
  storyData,
  strangeData,
  tableData,
  trainOn,
  type TrainedModel,
} from "./trained-models.ts";

const TOLERANCE = 1e-4;
const DATA: readonly (readonly [string, () => OpenedDataset])[] = [
  ["stories by character", () => storyData()],
  ["stories by byte", () => storyData("bytes")],
  ["a text of strange characters", strangeData],
  ["a table of classes", tableData],
  ["a table of prices, with gaps", priceData],
  ["a time series", seriesData],
  ["images", imageData],
];

const trained = new Map<string, TrainedModel>();

beforeAll(async () => {
  for (const [name, data] of DATA) trained.set(name, await trainOn(data()));
}, 60_000);

const modelOf = (name: string) => must(trained.get(name), "every model was trained");

describe.for(RUNTIMES)("in %s", ([, open]) => {
  test.for(DATA)("a model of %s answers as the engine does, on held-out data", async ([name]) => {
    const model = modelOf(name);
    const run = await open(fileOf(model, "model.onnx"));
    for (const batchSize of [1, 2, 5]) {
      const indices = Array.from(
        { length: batchSize },
        (_, index) => index % model.dataset.sampleCount("test"),
      );
      const batch = model.dataset.batch("test", indices);
      const { prediction } = await model.engine.evaluate(batch);
      const [result] = Object.values(await run(feedsOf(batch)));
      expect(sizeOf(must(result, "an output").shape)).toBe(prediction.length);
      expect(distance(result!.data, prediction)).toBeLessThan(TOLERANCE);
    }
  });

  test.for(MODEL_CASES)("$name answers as the oracle does, on random numbers", async (modelCase) => {
    const model = createModel(modelCase.spec);
    const { parameters } = drawModelInputs(model, modelCase);
    const run = await open(inferenceOnnx(modelCase.spec, parameters!.data as Float32Array, {}));
    for (const batchSize of [1, 4, 7]) {
      const inputs = { ...drawModelInputs(model, { ...modelCase, batchSize }), parameters: parameters! };
      const { prediction } = interpret(forwardGraph(model, batchSize), inputs);
      const { parameters: _, ...batch } = inputs;
      const [result] = Object.values(await run(feedsOf(batch)));
      expect(distance(result!.data, Float32Array.from(prediction!))).toBeLessThan(TOLERANCE);
    }
  });

  test("a gpt reads texts of every length, and of longer ones the last block", async () => {
    const model = modelOf("stories by character");
    const run = await open(fileOf(model, "model.onnx"));
    const text = [...must(model.dataset.batch("test", [0])["tokens"], "tokens").data];
    const whole = (await run({ input_ids: tokenFeed([text]) }))["logits"]!;
    const width = whole.shape[2]!;
    for (const length of [1, 2, BLOCK_SIZE - 1]) {
      const { shape, data } = (await run({ input_ids: tokenFeed([text.slice(0, length)]) }))["logits"]!;
      expect(shape).toEqual([1, length, width]);
      expect(distance(data, whole.data.subarray(0, length * width))).toBeLessThan(TOLERANCE);
    }
    const long = (await run({ input_ids: tokenFeed([[3, 1, 2, ...text]]) }))["logits"]!;
    expect(long.shape).toEqual([1, BLOCK_SIZE, width]);
    expect(distance(long.data, whole.data)).toBeLessThan(TOLERANCE);
  });
});

test("whoever prepares a row or an image as the file says has what the model reads", () => {
  const table = preparationOf(priceData());
  if (table.kind !== "table") throw new Error("a table");
  const rows = priceData().batch("train", [...Array(30).keys()]);
  const numbers = [...must(rows["features"], "numbers").data];
  const { scale } = table.columns[0] as { scale: { mean: number; deviation: number } };
  for (let row = 0; row < 30; row++) {
    const [value, isMissing] = numbers.slice(2 * row, 2 * row + 2) as [number, number];
    const area = value * scale.deviation + scale.mean;
    if (isMissing === 1) expect(value).toBe(0);
    else expect(area).toBeCloseTo(Math.round(area), 3);
  }
  const images = preparationOf(imageData());
  if (images.kind !== "images") throw new Error("images");
  const pixels = must(imageData().batch("train", [0])["images"], "images").data;
  for (const pixel of pixels)
    expect([0, 255]).toContain(Math.round(pixel * images.scale.deviation + images.scale.mean));
});

test("files hold the facts, standard operators alone, and axes by name", () => {
  const model = modelOf("a table of classes");
  const file = onnx.ModelProto.decode(fileOf(model, "model.onnx"));
  const facts = new Map(file.metadataProps.map(({ key, value }) => [key, value]));
  expect(facts.get("name")).toBe("An example");
  expect(facts.get("licence")).toBe("CC-BY-4.0");
  expect(JSON.parse(facts.get("preparation") ?? "")).toEqual(model.source.preparation);
  expect(file.opsetImport.map(({ domain }) => domain)).toEqual([""]);
  expect(file.graph!.node!.every(({ domain }) => (domain ?? "") === "")).toBe(true);
  const axesOf = (info: onnx.IValueInfoProto) =>
    info.type!.tensorType!.shape!.dim!.map(({ dimParam, dimValue }) => dimParam || Number(dimValue));
  expect(file.graph!.input!.map(axesOf)).toEqual([["batch_size", 2]]);
  expect(file.graph!.output!.map(axesOf)).toEqual([["batch_size", 2]]);
  const names = file.graph!.initializer!.map(({ name }) => name);
  expect(names).toContain("layer.0.weight");
});

function fileOf({ source }: TrainedModel, path: string): Uint8Array {
  return must(
    exportModel(source).find((file) => file.path === path),
    `no ${path}`,
  ).bytes;
}

/** The batch without its targets, as the exported file names it. */
function feedsOf(batch: Batch): Record<string, Feed> {
  const feeds: Record<string, Feed> = {};
  for (const [name, { elementType, shape, data }] of Object.entries(batch)) {
    if (name === "targets") continue;
    if (name === "tokens")
      feeds["input_ids"] = { element: "int64", shape, data: BigInt64Array.from([...data], BigInt) };
    else feeds[name] = { element: elementType, shape, data };
  }
  return feeds;
}

/** Largest difference; NaN when a value is none. */
function distance(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);
}
