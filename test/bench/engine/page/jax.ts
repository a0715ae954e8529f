import {
  type Array as JaxArray,
  defaultDevice,
  init,
  jit,
  numpy as np,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { ADAMW_EPSILON } from "../../../../shared/optimizer/optimizer-spec.ts";
import type { ParameterLayout } from "../../../../shared/tensor/layout.ts";
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
import { type JaxBatch, jaxLoss, type JaxParameters } from "./jax-model.ts";

/** What changes from step to step: the learning rate over its bias correction, and the inverse of the other one. */
interface Rates {
  readonly rate: JaxArray;
  readonly inverse: JaxArray;
  readonly [name: string]: JaxArray;
}

/** θ and AdamW's two moments, by parameter. */
interface JaxState {
  readonly theta: JaxParameters;
  readonly first: JaxParameters;
  readonly second: JaxParameters;
}

/**
 * jax-js on its WASM backend, one thread (it takes more only in an isolated page). The whole step is one compiled function: tried against two of
 * them, and against weights stored transposed, it is the fastest by a few per cent.
 */
export async function createJaxContestant(input: RaceInput): Promise<Contestant> {
  const { model, layout, batchSize } = input;
  await init("wasm");
  defaultDevice("wasm");
  const batch = createBatch(input);
  const differentiate = valueAndGrad((theta: JaxParameters, rows: JaxBatch) =>
    jaxLoss(theta, rows, model, batchSize),
  );
  const compare = jit(differentiate);
  const update = createUpdate(layout);
  const train = jit(
    (theta: JaxParameters, first: JaxParameters, second: JaxParameters, rows: JaxBatch, rates: Rates) => {
      const [loss, gradients] = differentiate(tree.ref(theta), rows);
      return { loss, ...update(theta, first, second, gradients, rates) };
    },
  );
  let state = createState(input);
  let stepNumber = 0;
  return {
    async gradient() {
      const [loss, gradients] = compare(tree.ref(state.theta), tree.ref(batch));
      const values = new Map<string, Float32Array>();
      for (const { name } of layout.parameters) values.set(name, await floats(gradients[name]!));
      return { loss: await number(loss), gradient: flatten(layout, ({ name }) => values.get(name)!) };
    },
    async step() {
      const [correction1, correction2] = biasCorrections(++stepNumber);
      const rates = { rate: scalar(LEARNING_RATE / correction1), inverse: scalar(1 / correction2) };
      const { theta, first, second } = state;
      const { loss, ...next } = train(theta, first, second, tree.ref(batch), rates);
      state = next;
      for (const array of Object.values(state.theta)) await array.blockUntilReady();
      return number(loss);
    },
    async dispose() {
      tree.dispose(batch);
      for (const part of Object.values(state) as JaxParameters[]) tree.dispose(part);
      compare.dispose();
      train.dispose();
    },
  };
}

/** One AdamW step over all parameters; uses up everything that it is given. */
function createUpdate(layout: ParameterLayout) {
  const { beta1, beta2, clipNorm } = OPTIMIZER;
  return (
    theta: JaxParameters,
    first: JaxParameters,
    second: JaxParameters,
    gradients: JaxParameters,
    rates: Rates,
  ): JaxState => {
    const squares = Object.values(gradients).map((gradient) => np.square(gradient.ref).sum());
    const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
    const factor = np.minimum(np.array(new Float32Array([clipNorm])).div(norm), 1);
    const next = { theta: {}, first: {}, second: {} } as Record<keyof JaxState, Record<string, JaxArray>>;
    for (const parameter of layout.parameters) {
      const { name } = parameter;
      const gradient = gradients[name]!.mul(factor.ref);
      const m = first[name]!.mul(beta1).add(gradient.ref.mul(1 - beta1));
      const v = second[name]!.mul(beta2).add(np.square(gradient).mul(1 - beta2));
      const deviation = np.sqrt(v.ref.mul(rates.inverse.ref)).add(ADAMW_EPSILON);
      const change = m.ref.mul(rates.rate.ref).div(deviation);
      next.theta[name] = theta[name]!.mul(1 - LEARNING_RATE * weightDecayOf(parameter)).sub(change);
      next.first[name] = m;
      next.second[name] = v;
    }
    for (const used of [factor, rates.rate, rates.inverse]) used.dispose();
    return next;
  };
}

function createState({ layout, parameters }: RaceInput): JaxState {
  const build = (values: (offset: number, size: number) => Float32Array) =>
    Object.fromEntries(
      layout.parameters.map(({ name, offset, size, shape }) => [
        name,
        np.array(values(offset, size)).reshape([...shape]),
      ]),
    );
  const zeros = () => build((_offset, size) => new Float32Array(size));
  return {
    theta: build((offset, size) => parameters.slice(offset, offset + size)),
    first: zeros(),
    second: zeros(),
  };
}

function createBatch({ model, tokens, targets }: RaceInput): JaxBatch {
  const { vocabularySize, blockSize } = model;
  const rows = (indices: Int32Array) =>
    np.array(oneHotRows(indices, vocabularySize)).reshape([indices.length, vocabularySize]);
  const mask = Float32Array.from({ length: blockSize * blockSize }, (_, index) =>
    index % blockSize > Math.floor(index / blockSize) ? -1e9 : 0,
  );
  return {
    tokens: rows(tokens),
    targets: rows(targets),
    mask: np.array(mask).reshape([blockSize, blockSize]),
  };
}

function scalar(value: number): JaxArray {
  return np.array(new Float32Array([value]));
}

async function floats(array: JaxArray): Promise<Float32Array> {
  return Float32Array.from(await array.data());
}

async function number(array: JaxArray): Promise<number> {
  return (await floats(array))[0]!;
}
