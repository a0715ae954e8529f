import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import type { Batch, Engine, Evaluation } from "../../../shared/ports/engine.ts";
import { drawToken, generate } from "../../../shared/training/generate.ts";

const LOGITS = Float32Array.of(0.5, 2, -1, 2, 1);
const ALL = { temperature: 1, topK: 100 };

const DRAW_COUNT = 4000;

/** Share of each index in draws that cover [0, 1) evenly. */
function sharesOf(logits: Float32Array, options: { temperature: number; topK: number }): number[] {
  const counts = Array.from(logits, () => 0);
  for (let draw = 0; draw < DRAW_COUNT; draw++)
    counts[drawToken(logits, (draw + 0.5) / DRAW_COUNT, options)]!++;
  return counts.map((count) => count / DRAW_COUNT);
}

function softmax(logits: Float32Array, temperature: number): number[] {
  const weights = Array.from(logits, (logit) => Math.exp(logit / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function expectShares(actual: readonly number[], expected: readonly number[]): void {
  expected.forEach((share, index) => expect(Math.abs(actual[index]! - share)).toBeLessThan(2 / DRAW_COUNT));
}

describe("drawing a token", () => {
  test("with one candidate takes the largest logit, the first of equals", () => {
    for (const draw of [0, 0.5, 0.999999])
      expect(drawToken(LOGITS, draw, { temperature: 1, topK: 1 })).toBe(1);
  });

  test.for([0.5, 1, 3])("follows softmax at temperature %s", (temperature) => {
    expectShares(sharesOf(LOGITS, { temperature, topK: 100 }), softmax(LOGITS, temperature));
  });

  test("follows softmax with random draws", () => {
    const random = createRandom("draws");
    const counts = [0, 0, 0, 0, 0];
    for (let index = 0; index < 20_000; index++) counts[drawToken(LOGITS, random.uniform(index), ALL)]!++;
    softmax(LOGITS, 1).forEach((share, index) =>
      expect(Math.abs(counts[index]! / 20_000 - share)).toBeLessThan(0.015),
    );
  });

  test("draws only from the largest, in their old proportions", () => {
    const [first, second, third] = [Math.exp(2), Math.exp(2), Math.exp(1)];
    const sum = first + second + third;
    expectShares(sharesOf(LOGITS, { temperature: 1, topK: 3 }), [
      0,
      first / sum,
      0,
      second / sum,
      third / sum,
    ]);
  });

  test("breaks a tie at the edge of the largest by index", () => {
    expectShares(sharesOf(new Float32Array(5), { temperature: 1, topK: 2 }), [0.5, 0.5, 0, 0, 0]);
  });

  test("near temperature zero always takes the largest", () => {
    const logits = Float32Array.of(1, 5, 4.9, -300);
    expect(sharesOf(logits, { temperature: 1e-3, topK: 100 })).toEqual([0, 1, 0, 0]);
  });

  test("at a very high temperature takes all alike", () => {
    expectShares(sharesOf(LOGITS, { temperature: 1e6, topK: 100 }), [0.2, 0.2, 0.2, 0.2, 0.2]);
  });

  test("always gives one of the topK largest", () => {
    const logits = fc.float32Array({ minLength: 1, maxLength: 30, noNaN: true, noDefaultInfinity: true });
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(logits, draw, fc.integer({ min: 1, max: 40 }), (values, position, topK) => {
        const drawn = drawToken(values, position, { temperature: 0.8, topK });
        const largerCount = values.filter((value) => value > values[drawn]!).length;
        expect(largerCount).toBeLessThan(topK);
      }),
    );
  });
});

/** A language model that is sure of one more than the last token, and keeps what it was shown. */
function countingEngine(vocabularySize: number) {
  const seen: number[][] = [];
  const engine = {
    evaluate: async (batch: Batch): Promise<Evaluation> => {
      const tokens = [...batch["tokens"]!.data];
      expect(batch["tokens"]!.shape).toEqual([1, tokens.length]);
      expect(batch["targets"]!.shape).toEqual([1, tokens.length]);
      seen.push(tokens);
      const prediction = new Float32Array(tokens.length * vocabularySize);
      tokens.forEach((token, row) => {
        prediction[row * vocabularySize + ((token + 1) % vocabularySize)] = 100;
      });
      return { losses: new Float32Array(tokens.length), prediction };
    },
  } as Partial<Engine> as Engine;
  return { engine, seen };
}

describe("generating a text", () => {
  const options = { temperature: 1, topK: 5, blockSize: 4, random: createRandom("text") };

  test("gives the asked number of tokens after the prompt, without it", async () => {
    const { engine } = countingEngine(10);
    expect(await generate(engine, [7, 8], 5, options)).toEqual([9, 0, 1, 2, 3]);
    expect(await generate(engine, [7], 0, options)).toEqual([]);
  });

  test("shows the model the last block of tokens, filled up behind when there are fewer", async () => {
    const { engine, seen } = countingEngine(10);
    await generate(engine, [2, 3], 4, options);
    expect(seen).toEqual([
      [2, 3, 0, 0],
      [2, 3, 4, 0],
      [2, 3, 4, 5],
      [3, 4, 5, 6],
    ]);
  });

  test("a prompt longer than a block counts with its end", async () => {
    const { engine, seen } = countingEngine(10);
    expect(await generate(engine, [1, 2, 3, 4, 5, 6, 7], 1, options)).toEqual([8]);
    expect(seen).toEqual([[4, 5, 6, 7]]);
  });

  test("leaves the prompt as it was and repeats itself with the same random stream", async () => {
    const prompt = [1];
    const engine = {
      evaluate: async () => ({ losses: new Float32Array(4), prediction: new Float32Array(40) }),
    } as Partial<Engine> as Engine;
    const text = (seed: string) =>
      generate(engine, prompt, 30, { ...options, topK: 10, random: createRandom(seed) });
    expect(await text("a")).toEqual(await text("a"));
    expect(await text("a")).not.toEqual(await text("b"));
    expect(prompt).toEqual([1]);
  });
});
