import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { interpret } from "../../../shared/model/reference.ts";
import { createModel, type ModelSpec } from "../../../shared/model/spec.ts";
import { adamwSpec, muonSpec, type OptimizerSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { muonEnd, optimizerStateLength, optimizerStep } from "../../../shared/optimizer/optimizer.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import { newtonSchulzGraph } from "../../../shared/training/newton-schulz-graph.ts";
import { optimizerGraph } from "../../../shared/training/optimizer-graph.ts";
import { relativeDistance } from "../../support/relative-distance.ts";

const MODELS: readonly ModelSpec[] = [
  { kind: "gpt", vocabularySize: 7, blockSize: 4, layerCount: 2, headCount: 2, width: 8 },
  {
    kind: "mlp",
    numericCount: 3,
    categoricalCount: 1,
    categoryCount: 3,
    hiddenWidths: [10, 6],
    output: { kind: "numbers", count: 2 },
  },
  { kind: "cnn", height: 8, width: 8, channels: 1, classCount: 3, widths: [3, 4] },
];
const CASES = MODELS.flatMap((model) => [muonSpec(), adamwSpec()].map((optimizer) => ({ model, optimizer })));
const LEARNING_RATE = 0.02;
const STEP_COUNT = 3;

const vector = (data: Float32Array) => ({
  elementType: "float32" as const,
  shape: [data.length],
  data,
});

function randomVector(length: number, label: string, deviation: number): Float32Array {
  const values = new Float32Array(length);
  createRandom(`optimizer-graph/${label}`).fillNormal(values, deviation);
  return values;
}

interface State {
  readonly parameters: Float32Array;
  readonly state: Float32Array;
}

function graphStep(
  spec: OptimizerSpec,
  layout: ParameterLayout,
  { parameters, state }: State,
  gradient: Float32Array,
  stepNumber: number,
) {
  const rates = Float32Array.of(LEARNING_RATE, 1 - spec.beta1 ** stepNumber, 1 - spec.beta2 ** stepNumber);
  const { nextParameters, nextState, check } = interpret(optimizerGraph(spec, layout), {
    parameters: vector(parameters),
    state: vector(state),
    gradient: vector(gradient),
    rates: vector(rates),
  });
  return {
    parameters: Float32Array.from(nextParameters!),
    state: Float32Array.from(nextState!),
    check: check![0]!,
  };
}

async function plainStep(
  spec: OptimizerSpec,
  layout: ParameterLayout,
  { parameters, state }: State,
  gradient: Float32Array,
  stepNumber: number,
): Promise<State> {
  const next = { parameters: parameters.slice(), state: state.slice() };
  await optimizerStep(spec, layout, {
    ...next,
    gradient,
    stepNumber,
    learningRate: LEARNING_RATE,
    orthogonalize: async (direction) => {
      const graph = newtonSchulzGraph(layout, spec.newtonSchulz);
      return Float32Array.from(interpret(graph, { direction: vector(direction) })["orthogonal"]!);
    },
  });
  return next;
}

function firstState(spec: OptimizerSpec, layout: ParameterLayout): State {
  return {
    parameters: randomVector(layout.parameterCount, "parameters", 0.5),
    state: new Float32Array(optimizerStateLength(spec, layout)),
  };
}

test.for(CASES)(
  "takes the plain optimiser's steps: $model.kind with $optimizer.kind",
  { timeout: 60_000 },
  async ({ model, optimizer }) => {
    const { layout } = createModel(model);
    // The first gradient is within the clip norm of 1, the others are far above.
    let [plain, graph] = [firstState(optimizer, layout), firstState(optimizer, layout)];
    for (let step = 1; step <= STEP_COUNT; step++) {
      const gradient = randomVector(layout.parameterCount, `gradient ${step}`, step === 1 ? 0.01 : 2);
      plain = await plainStep(optimizer, layout, plain, gradient, step);
      graph = graphStep(optimizer, layout, graph, gradient, step);
      expect(relativeDistance(graph.parameters, plain.parameters)).toBeLessThan(1e-5);
      expect(relativeDistance(graph.state, plain.state)).toBeLessThan(1e-5);
    }
  },
);

test("treats hidden matrices with Muon only where it is asked to", () => {
  const { layout } = createModel(MODELS[0]!);
  expect(muonEnd(muonSpec(), layout)).toBeGreaterThan(0);
  const gradient = randomVector(layout.parameterCount, "gradient", 1);
  const [muon, adamw] = [muonSpec(), adamwSpec()].map(
    (spec) => graphStep(spec, layout, firstState(spec, layout), gradient, 1).parameters,
  );
  expect(muon!.subarray(layout.hiddenEnd)).toEqual(adamw!.subarray(layout.hiddenEnd));
  expect(muon!.subarray(0, layout.hiddenEnd)).not.toEqual(adamw!.subarray(0, layout.hiddenEnd));
});

test.for([Number.NaN, Infinity])("its check is not finite when the gradient has a %s", (value) => {
  const { layout } = createModel(MODELS[1]!);
  for (const spec of [muonSpec(), adamwSpec()]) {
    const gradient = randomVector(layout.parameterCount, "gradient", 0.1);
    const good = graphStep(spec, layout, firstState(spec, layout), gradient, 1);
    expect(good.check).toBeCloseTo(Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0)), 5);
    gradient[3] = value;
    const bad = graphStep(spec, layout, firstState(spec, layout), gradient, 1);
    expect(Number.isFinite(bad.check)).toBe(false);
  }
});

test("a gradient of zero only decays matrices and tables", () => {
  const { layout } = createModel(MODELS[2]!);
  for (const spec of [muonSpec(), adamwSpec()]) {
    const before = firstState(spec, layout);
    const { parameters, state } = graphStep(spec, layout, before, new Float32Array(layout.parameterCount), 1);
    const keep = 1 - LEARNING_RATE * spec.weightDecay;
    const expected = before.parameters.map((value, index) =>
      index < layout.tableEnd ? value * keep : value,
    );
    expect(relativeDistance(parameters, expected)).toBeLessThan(1e-6);
    expect(state.every((value) => value === 0)).toBe(true);
  }
});
