/** The exported gpt in the library that it is made for, without a network. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AutoModelForCausalLM, AutoTokenizer, env, pipeline, Tensor } from "@huggingface/transformers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TextDataset } from "../../../shared/data/text.ts";
import { exportModel } from "../../../shared/export/export-model.ts";
import { nextToken } from "../../../shared/training/generate.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { tokenizerBytes, trainByteLevelBpe, wordPieces } from "../../support/tiny-tokenizer.ts";
import {
  BLOCK_SIZE,
  storyData,
  STRANGE_TEXT,
  strangeData,
  tokenizedData,
  trainOn,
  type TrainedModel,
} from "./trained-models.ts";

const TOLERANCE = 1e-4;
const GREEDY = { temperature: 1, topK: 1 };

const STORIES = generateStories({ characterCount: 20_000 });
const MERGES = tokenizerBytes(trainByteLevelBpe(STORIES, 100));
const PIECES = tokenizerBytes(wordPieces(STORIES));

/** One text that a pipeline wrote, prompt included. */
interface Written {
  readonly generated_text: string;
}

let folder: string;
const models = new Map<string, TrainedModel>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-export-"));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
  const data = {
    stories: storyData(),
    strange: strangeData(),
    bytes: storyData("bytes"),
    merges: await tokenizedData(MERGES),
    pieces: await tokenizedData(PIECES),
  };
  for (const [name, dataset] of Object.entries(data)) {
    const model = await trainOn(dataset);
    models.set(name, model);
    for (const { path, bytes } of exportModel(model.source)) {
      const target = join(folder, name, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
  }
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

describe.for([
  ["stories", "Once upon a"],
  ["strange", "a^b]c[d😀"],
  ["bytes", "Once ü"],
] as const)("of %s", ([name, prompt]) => {
  const model = () => models.get(name)!;
  const data = () => model().dataset as TextDataset;

  test("every token comes back from its text, and strange characters are left out as in training", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    const { task } = data();
    const size = task.kind === "text" ? task.vocabularySize : 0;
    const all = Array.from({ length: size }, (_, token) => token);
    const texts = [
      ...all.map((token) => data().decode([token])),
      data().decode(all),
      `${prompt}Ω${prompt}\u0001 .`,
    ];
    for (const text of texts) {
      const tokens = [...data().encode(text)];
      expect(tokenizer.encode(text)).toEqual(tokens);
      if (tokens.length > 0) expect(tokenizer.decode(tokens)).toBe(data().decode(tokens));
    }
  });

  test("logits are those of the engine", async () => {
    const network = await AutoModelForCausalLM.from_pretrained(name);
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    const batch = data().batch("test", [0]);
    const text = data().decode(batch["tokens"]!.data);
    const { logits } = (await network(tokenizer(text))) as { logits: Tensor };
    const { prediction } = await model().engine.evaluate(batch);
    expect(logits.dims).toEqual([1, BLOCK_SIZE, prediction.length / BLOCK_SIZE]);
    const found = logits.data as Float32Array;
    const differences = found.map((value, index) => Math.abs(value - prediction[index]!));
    expect(Math.max(...differences)).toBeLessThan(TOLERANCE);
  });

  test("a pipeline writes what a tab writes, far beyond one block", async () => {
    const write = await pipeline("text-generation", name);
    const count = 3 * BLOCK_SIZE;
    const [written] = (await write(prompt, {
      max_new_tokens: count,
      do_sample: false,
    })) as unknown as Written[];
    const tokens = [...data().encode(prompt)];
    for (let index = 0; index < count; index++)
      tokens.push(await nextToken(model().engine, tokens, BLOCK_SIZE, 0, GREEDY));
    expect(written!.generated_text).toBe(data().decode(tokens));
  });
});

describe.for([
  ["merges", MERGES],
  ["pieces", PIECES],
] as const)("of a text with a tokenizer.json of %s", ([name, file]) => {
  const PROMPT = "the old baker said: 42 ü";
  const model = () => models.get(name)!;
  const data = () => model().dataset as TextDataset;

  test("the file goes on as it came, and gives the same tokens", async () => {
    expect(new Uint8Array(await readFile(join(folder, name, "tokenizer.json")))).toEqual(file);
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    for (const text of [PROMPT, STRANGE_TEXT]) {
      const tokens = [...data().encode(text)];
      expect(tokenizer.encode(text, { add_special_tokens: false })).toEqual(tokens);
      expect(tokenizer.decode(tokens)).toBe(data().decode(tokens));
    }
  });

  test("logits are those of the engine", async () => {
    const network = await AutoModelForCausalLM.from_pretrained(name);
    const batch = data().batch("test", [0]);
    const input_ids = new Tensor("int64", BigInt64Array.from(batch["tokens"]!.data, BigInt), [1, BLOCK_SIZE]);
    const attention_mask = new Tensor("int64", new BigInt64Array(BLOCK_SIZE).fill(1n), [1, BLOCK_SIZE]);
    const { logits } = (await network({ input_ids, attention_mask })) as { logits: Tensor };
    const { prediction } = await model().engine.evaluate(batch);
    expect(logits.dims).toEqual([1, BLOCK_SIZE, prediction.length / BLOCK_SIZE]);
    const differences = (logits.data as Float32Array).map((value, index) =>
      Math.abs(value - prediction[index]!),
    );
    expect(Math.max(...differences)).toBeLessThan(TOLERANCE);
  });

  test("a pipeline writes what a tab writes, and puts no special token before the prompt", async () => {
    const write = await pipeline("text-generation", name);
    const count = 2 * BLOCK_SIZE;
    const [written] = (await write(PROMPT, {
      max_new_tokens: count,
      do_sample: false,
    })) as unknown as Written[];
    const tokens = [...data().encode(PROMPT)];
    for (let index = 0; index < count; index++)
      tokens.push(await nextToken(model().engine, tokens, BLOCK_SIZE, 0, GREEDY));
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    expect(written!.generated_text).toBe(tokenizer.decode(tokens, { skip_special_tokens: true }));
  });
});

test("several prompts of one length are written on at once", async () => {
  const write = await pipeline("text-generation", "stories");
  const options = { max_new_tokens: BLOCK_SIZE, do_sample: false };
  const prompts = ["Once upon a", "The old cat"];
  const together = (await write(prompts, options)) as unknown as Written[][];
  for (const [index, prompt] of prompts.entries())
    expect(together[index]).toEqual(await write(prompt, options));
});

test("nobody has to choose how to sample", async () => {
  const write = await pipeline("text-generation", "stories");
  const [written] = (await write("Once upon a")) as unknown as Written[];
  expect(written!.generated_text).toMatch(/^Once upon a/);
  expect(written!.generated_text.length).toBeGreaterThan(BLOCK_SIZE);
});
