/** What a model writes after a prompt, with vocabularies whose tokens are parts of words. */
import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { createTextDataset } from "../../../shared/data/text.ts";
import { readTokenizer } from "../../../shared/data/tokenizer.ts";
import { writeText } from "../../../worker/model/write-text.ts";
import {
  tokenizerBytes,
  type TokenizerJson,
  trainByteLevelBpe,
  unigrams,
  wordPieces,
} from "../../support/tiny-tokenizer.ts";

const STORIES = generateStories({ characterCount: 10_000 });
const BLOCK = 8;

/** A model that always writes the same tokens, one after the other. */
async function write(json: TokenizerJson, prompt: string, next: string) {
  const tokenizer = await readTokenizer(tokenizerBytes(json));
  const dataset = createTextDataset(STORIES, { blockSize: BLOCK, tokenizer });
  const says = [...tokenizer.encode(next)];
  let turn = 0;
  const evaluate = async () => {
    const prediction = new Float32Array(BLOCK * tokenizer.size);
    for (let row = 0; row < BLOCK; row++) prediction[row * tokenizer.size + says[turn]!] = 1000;
    turn++;
    return { losses: new Float32Array(BLOCK), prediction };
  };
  return writeText(
    dataset,
    prompt,
    { temperature: 1, length: says.length },
    { engine: { evaluate }, random: createRandom("write"), onText: () => true },
  );
}

test.for([
  ["merges", trainByteLevelBpe(STORIES), "The cat", " was old"],
  ["word pieces", wordPieces(STORIES), "the cat", "was old"],
  ["unigrams", unigrams(STORIES), "The cat", "was old"],
] as const)("a word of %s is written apart from the prompt", async ([, json, prompt, next]) => {
  const written = await write(json, prompt, next);
  expect(written).toEqual({ prompt, text: " was old" });
});

test("a character of several tokens is written whole", async () => {
  const json = trainByteLevelBpe(STORIES, 0);
  const written = await write(json, "a", "é!");
  expect(written).toEqual({ prompt: "a", text: "é!" });
});
