/** Lets a language model write on after a prompt. */
import type { Random } from "../../shared/core/random.ts";
import type { TextDataset } from "../../shared/data/text.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import { nextToken } from "../../shared/training/generate.ts";
import type { Writing, WritingOptions } from "../model-api.ts";
import { ModelError } from "./model-error.ts";

/** As the samples of a run. */
const TOP_K = 20;
/** Characters of a prompt that are looked at; of tokens only the last block counts. */
const LONGEST_PROMPT = 4_000;
/** Tokens of one text. */
const LONGEST_TEXT = 4_000;
/** Between two looks at whether to go on. */
const TOKENS_PER_TURN = 4;

interface WritingPorts {
  readonly engine: Pick<Engine, "evaluate">;
  readonly random: Random;
  /** Answers whether to go on. */
  readonly onText: (writing: Writing) => boolean | Promise<boolean>;
}

/** @returns all of it, or what was there when `onText` said no @throws ModelError when the model reads no text, or the options are out of bounds */
export async function writeText(
  dataset: TextDataset,
  prompt: string,
  { temperature, length }: WritingOptions,
  { engine, random, onText }: WritingPorts,
): Promise<Writing> {
  if (!(temperature >= 0.05 && temperature <= 5) || !(length >= 1)) throw new ModelError("bad-input");
  const count = Math.min(Math.floor(length), LONGEST_TEXT);
  const read = dataset.encode(prompt.slice(-LONGEST_PROMPT));
  const start = read.length > 0 ? [...read] : dataset.opening;
  const tokens = [...start];
  const writing = (): Writing => ({
    prompt: dataset.decode(read),
    text: continuation(dataset, start, tokens),
  });
  while (tokens.length - start.length < count) {
    const drawn = tokens.length - start.length;
    tokens.push(
      await nextToken(engine, tokens, dataset.unitsPerSample, random.uniform(drawn), {
        temperature,
        topK: TOP_K,
      }),
    );
    if ((drawn + 1) % TOKENS_PER_TURN === 0 && !(await onText(writing()))) break;
  }
  return writing();
}

/** What stands after the beginning. Some tokenizers write a space before a word only when something stands before it. */
function continuation(dataset: TextDataset, start: readonly number[], tokens: readonly number[]): string {
  const [before, all] = [dataset.decode(start), dataset.decode(tokens)];
  return all.startsWith(before) ? all.slice(before.length) : dataset.decode(tokens.slice(start.length));
}
