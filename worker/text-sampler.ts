/**
 * Lets a language model write while it trains. Each turn writes as many tokens as fit into a share of the time, so a large model writes more
 * slowly instead of holding up training; a finished text is followed by a new one.
 */
import type { Random } from "../shared/core/random.ts";
import type { Engine } from "../shared/ports/engine.ts";
import { nextToken } from "../shared/training/generate.ts";

/** Well below 1: a small model spells better when it takes what it is sure of, and the texts still differ. */
const SAMPLING = { temperature: 0.6, topK: 20 };
/** Characters of one finished sample: four or five lines. */
const SAMPLE_TOKENS = 320;
/** Longest time for one turn, in milliseconds. */
const TURN_MS = 400;

export interface TextSamplerOptions {
  readonly blockSize: number;
  /** What every sample starts from; it is not part of the text. */
  readonly prompt: readonly number[];
  readonly random: Random;
  readonly nowMs: () => number;
  readonly shouldStop: () => boolean;
}

export class TextSampler {
  readonly #options: TextSamplerOptions;
  #tokens: number[];
  #drawn = 0;

  constructor(options: TextSamplerOptions) {
    this.#options = options;
    this.#tokens = [...options.prompt];
  }

  /** Writes on for one turn. @returns the text so far, as tokens */
  async write(engine: Engine): Promise<readonly number[]> {
    const { blockSize, prompt, random, nowMs, shouldStop } = this.#options;
    if (this.#tokens.length >= prompt.length + SAMPLE_TOKENS) this.#tokens = [...prompt];
    const endMs = nowMs() + TURN_MS;
    while (this.#tokens.length < prompt.length + SAMPLE_TOKENS && nowMs() < endMs && !shouldStop()) {
      this.#tokens.push(
        await nextToken(engine, this.#tokens, blockSize, random.uniform(this.#drawn++), SAMPLING),
      );
    }
    return this.#tokens.slice(prompt.length);
  }
}
