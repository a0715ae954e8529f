import { describe, expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { ExportError } from "../../../shared/export/export-error.ts";
import { exportModel } from "../../../shared/export/export-model.ts";
import type { ExportSource } from "../../../shared/export/export-source.ts";
import { preparationOf } from "../../../shared/export/preparation.ts";
import type { ModelSpec } from "../../../shared/model/spec.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { readStrictly } from "./strict-safetensors.ts";
import { imageData, priceData, seriesData, storyData, strangeData, tableData } from "./trained-models.ts";
import { GPT_FILES } from "./gpt-files.ts";

const GPT: ModelSpec = {
  kind: "gpt",
  vocabularySize: 3,
  blockSize: 4,
  layerCount: 1,
  headCount: 1,
  width: 4,
};
const HASH = (digit: string) => digit.repeat(64);

const SOURCE: ExportSource = {
  name: "Three letters",
  licence: "CC-BY-4.0",
  model: GPT,
  parameters: drawn(GPT),
  origin: {
    project: HASH("a"),
    head: { round: 12, hash: HASH("b"), state: HASH("c"), tokens: 4_800, progress: 120 },
  },
  preparation: { kind: "text", vocabulary: "characters", characters: ["a", "b", "c"] },
  tokenizer: null,
  training: {
    data: "1,000 characters, 3 different ones",
    unit: "tokens",
    unitCount: 4_800,
    flops: 12_345_678n,
    swarm: { contributions: 24, peers: 2, period: "14–15 Nov 2026" },
  },
  evaluation: { loss: 1.0986, accuracy: 0.34567, absoluteError: null, sampleCount: 25 },
};

function drawn(model: ModelSpec): Float32Array {
  const parameters = new Float32Array(createModel(model).layout.parameterCount);
  createRandom("export").fillNormal(parameters, 0.5);
  return parameters;
}

function fileOf(path: string, change: Partial<ExportSource> = {}): Uint8Array {
  const file = exportModel({ ...SOURCE, ...change }).find((found) => found.path === path);
  expect(file, path).toBeDefined();
  return file!.bytes;
}

const textOf = (path: string, change: Partial<ExportSource> = {}) =>
  new TextDecoder().decode(fileOf(path, change));

/** The card's fields: a name and JSON on each line. */
function fieldsOf(card: string): Record<string, unknown> {
  const [, matter] = /^---\n([^]*?)\n---\n/.exec(card)!;
  return Object.fromEntries(
    matter!.split("\n").map((line) => {
      const [, field, value] = /^([a-z_-]+): (.*)$/.exec(line)!;
      return [field!, JSON.parse(value!) as unknown];
    }),
  );
}

describe("an export", () => {
  test("has the files of its kind, the same every time", () => {
    const files = exportModel(SOURCE);
    expect(files.map(({ path }) => path)).toEqual(GPT_FILES);
    const again = exportModel(structuredClone(SOURCE));
    expect(again.map(({ bytes }) => hashOf(bytes))).toEqual(files.map(({ bytes }) => hashOf(bytes)));
    const table: ModelSpec = {
      kind: "mlp",
      numericCount: 2,
      categoricalCount: 0,
      categoryCount: 0,
      hiddenWidths: [3],
      output: { kind: "classes", count: 2 },
    };
    const other = {
      ...SOURCE,
      model: table,
      parameters: drawn(table),
      preparation: preparationOf(tableData()),
    };
    expect(exportModel(other).map(({ path }) => path)).toEqual([
      "README.md",
      "parameters.safetensors",
      "model.onnx",
      "preparation.json",
    ]);
  });

  test("holds every parameter under its name, and where they come from, for a reader of others", () => {
    const { tensors, metadata } = readStrictly(fileOf("parameters.safetensors"));
    const { parameters } = createModel(GPT).layout;
    expect([...tensors.keys()].toSorted()).toEqual(parameters.map(({ name }) => name).toSorted());
    for (const { name, shape, offset, size } of parameters) {
      expect(tensors.get(name)!.shape).toEqual(shape);
      expect(tensors.get(name)!.values).toEqual([...SOURCE.parameters.subarray(offset, offset + size)]);
    }
    expect(metadata).toEqual({
      name: "Three letters",
      licence: "CC-BY-4.0",
      project: HASH("a"),
      round: "12",
      head: HASH("b"),
      state: HASH("c"),
      model: JSON.stringify(GPT),
      parameters: hashOf(SOURCE.parameters),
    });
  });

  test("refuses data that are not the model's", () => {
    for (const preparation of [
      preparationOf(storyData()),
      preparationOf(tableData()),
      { kind: "text", vocabulary: "bytes" } as const,
    ])
      expect(() => exportModel({ ...SOURCE, preparation })).toThrow(ExportError);
  });
});

describe("a preparation", () => {
  test("of a text names the character of every token", () => {
    const dataset = strangeData();
    const preparation = preparationOf(dataset);
    if (preparation.kind !== "text" || preparation.vocabulary !== "characters") throw new Error("characters");
    expect(preparation.characters).toContain("😀");
    expect(preparation.characters.toSorted()).toEqual([...new Set(preparation.characters)].toSorted());
    if (dataset.kind !== "text") throw new Error("text");
    expect([...dataset.encode(preparation.characters.join(""))]).toEqual([...preparation.characters.keys()]);
    expect(preparationOf(storyData("bytes"))).toEqual({ kind: "text", vocabulary: "bytes" });
  });

  test("of other data names classes, or the scale of numbers", () => {
    expect(preparationOf(tableData())).toMatchObject({
      kind: "table",
      target: "sky",
      answers: { kind: "classes", labels: ["rain", "sun"] },
    });
    expect(preparationOf(imageData())).toEqual({
      kind: "images",
      labels: ["0", "1"],
      scale: { mean: 127.5, deviation: 127.5 },
    });
    expect(preparationOf(priceData())).toMatchObject({
      target: "price",
      columns: [
        { kind: "numeric", name: "area", hasMarks: true },
        { kind: "categorical", name: "colour", firstIndex: 0 },
        { kind: "categorical", name: "kind", firstIndex: 4 },
      ],
    });
    const series = preparationOf(seriesData());
    expect(series).toMatchObject({ kind: "series", column: "temperature", window: 30 });
    if (series.kind !== "series") throw new Error("series");
    expect(series.scale.mean).toBeCloseTo(25.5, 1);
    expect(series.scale.deviation).toBeCloseTo(3.45, 1);
  });
});

describe("a model card", () => {
  test("begins with the fields that the Hub reads", () => {
    expect(fieldsOf(textOf("README.md"))).toEqual({
      license: "cc-by-4.0",
      library_name: "transformers.js",
      pipeline_tag: "text-generation",
      tags: ["tabloom", "volunteer-computing", "onnx", "gpt"],
      datasets: ["three-letters"],
      metrics: ["perplexity", "accuracy"],
      "model-index": [
        {
          name: "Three letters",
          results: [
            {
              task: { type: "text-generation" },
              dataset: { type: "three-letters", name: "Three letters", split: "test" },
              metrics: [
                { type: "perplexity", value: 3 },
                { type: "accuracy", value: 0.3457 },
              ],
            },
          ],
        },
      ],
    });
  });

  test("says what it is, how it was made, how good it is, and how to check that", () => {
    const card = textOf("README.md");
    for (const fact of [
      "# Three letters",
      "4,800 tokens",
      "1.23e+7 floating-point operations",
      "12 rounds",
      "24 contributions by 2 devices, 14–15 Nov 2026",
      "| loss | 1.099 |",
      HASH("a"),
      HASH("b"),
      HASH("c"),
      hashOf(SOURCE.parameters),
    ])
      expect(card).toContain(fact);
    const alone = textOf("README.md", {
      origin: null,
      evaluation: null,
      training: { ...SOURCE.training, swarm: null },
    });
    expect(alone).toContain("on one computer");
    expect(alone).not.toContain("undefined");
    expect(alone).not.toContain("null");
  });

  test("takes a stranger's words for words", () => {
    const name = '---\n# x <script>alert(1)</script> [a](https://b.example) "q": `y`';
    const licence = 'mine: "all"\nlicense: mit';
    const card = textOf("README.md", { name, licence });
    expect(fieldsOf(card)).toMatchObject({ license: "other", license_name: licence });
    expect(card.match(/^---$/gm)).toHaveLength(2);
    const body = card.split("\n---\n")[1]!;
    expect(body).not.toMatch(/[^\\]<script|[^\\]\[a|https:/);
    expect(fieldsOf(textOf("README.md", { licence: "" }))).toMatchObject({ license: "unknown" });
    expect(fieldsOf(textOf("README.md", { licence: "Apache 2.0" }))).toMatchObject({ license: "apache-2.0" });
  });
});
