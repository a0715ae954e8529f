import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { ADAMW_EPSILON } from "../../../../shared/optimizer/optimizer-spec.ts";
import {
  biasCorrections,
  type Contestant,
  flatten,
  LEARNING_RATE,
  oneHotRows,
  OPTIMIZER,
  type RaceInput,
  weightDecayOf,
} from "./contestant.ts";
import { type TfjsBatch, tfjsLoss, type TfjsParameters } from "./tfjs-model.ts";

/** Which file runs is the library's choice: the one with SIMD, as the page is not isolated. */
setWasmPaths({
  "tfjs-backend-wasm.wasm": plainUrl,
  "tfjs-backend-wasm-simd.wasm": simdUrl,
  "tfjs-backend-wasm-threaded-simd.wasm": threadedUrl,
});

/** @throws when the backend cannot be started here */
export async function createTfjsContestant(input: RaceInput, backend: "wasm" | "webgl"): Promise<Contestant> {
  const { model, layout, batchSize } = input;
  const start = async () => {
    // Both backends can take part in one race, so each call says which one it means.
    if (!(await tf.setBackend(backend)))
      throw new Error(`TensorFlow.js cannot start its ${backend} backend.`);
  };
  await start();
  const batch = createBatch(input);
  const theta = createVariables(input, backend);
  const moments = layout.parameters.map(({ size, shape }) => {
    const zeros = () => tf.keep(tf.tensor(new Float32Array(size), [...shape]));
    return { first: zeros(), second: zeros() };
  });
  const differentiate = () =>
    tf.variableGrads(() => tfjsLoss(theta, batch, model, batchSize), Object.values(theta));
  const gradientOf = (grads: Readonly<Record<string, tf.Tensor>>, name: string) => grads[theta[name]!.name]!;
  let stepNumber = 0;
  return {
    async gradient() {
      await start();
      return tf.tidy(() => {
        const { value, grads } = differentiate();
        const gradient = flatten(layout, ({ name }) => gradientOf(grads, name).dataSync());
        return { loss: value.dataSync()[0]!, gradient };
      });
    },
    async step() {
      await start();
      const corrections = biasCorrections(++stepNumber);
      return tf.tidy(() => {
        const { value, grads } = differentiate();
        const factor = clipFactor(Object.values(grads));
        layout.parameters.forEach((parameter, index) => {
          const gradient = tf.mul(gradientOf(grads, parameter.name), factor);
          const { first, second } = moments[index]!;
          const m = movingAverage(first, gradient, OPTIMIZER.beta1);
          const v = movingAverage(second, tf.square(gradient), OPTIMIZER.beta2);
          const deviation = tf.add(tf.sqrt(tf.mul(v, 1 / corrections[1])), ADAMW_EPSILON);
          const change = tf.div(tf.mul(m, LEARNING_RATE / corrections[0]), deviation);
          const variable = theta[parameter.name]!;
          const kept = tf.mul(variable, 1 - LEARNING_RATE * weightDecayOf(parameter));
          variable.assign(tf.sub(kept, change));
          first.dispose();
          second.dispose();
          moments[index] = { first: tf.keep(m), second: tf.keep(v) };
        });
        return value.dataSync()[0]!;
      });
    },
    async dispose() {
      const states = moments.flatMap(({ first, second }) => [first, second]);
      for (const tensor of [batch.tokens, batch.targets, batch.mask, ...states]) tensor.dispose();
      for (const variable of Object.values(theta)) variable.dispose();
    },
  };
}

function movingAverage(average: tf.Tensor, value: tf.Tensor, beta: number): tf.Tensor {
  return tf.add(tf.mul(average, beta), tf.mul(value, 1 - beta));
}

/** Reading the norm back also waits for the backward pass, which a step must do anyway. */
function clipFactor(gradients: readonly tf.Tensor[]): number {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = Math.sqrt(squares.reduce((sum, square) => tf.add(sum, square)).dataSync()[0]!);
  return Math.min(1, OPTIMIZER.clipNorm / norm);
}

function createVariables({ layout, parameters }: RaceInput, backend: string): TfjsParameters {
  return Object.fromEntries(
    layout.parameters.map(({ name, offset, size, shape }) => {
      const values = tf.tensor(parameters.slice(offset, offset + size), [...shape]);
      return [name, tf.variable(values, true, `${backend}/${crypto.randomUUID()}/${name}`)];
    }),
  );
}

function createBatch({ model, tokens, targets }: RaceInput): TfjsBatch {
  const { vocabularySize, blockSize } = model;
  const rows = (indices: Int32Array) =>
    tf.tensor(oneHotRows(indices, vocabularySize), [indices.length, vocabularySize]);
  const mask = Float32Array.from({ length: blockSize * blockSize }, (_, index) =>
    index % blockSize > Math.floor(index / blockSize) ? -1e9 : 0,
  );
  return { tokens: rows(tokens), targets: rows(targets), mask: tf.tensor(mask, [blockSize, blockSize]) };
}
