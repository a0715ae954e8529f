/** What every engine must do, whatever it runs on. The reference engine in double precision is the measure. */
import { afterAll, describe, expect, test } from "vitest";
import { createRandom } from "../../shared/core/random.ts";
import { initialParameters } from "../../shared/model/init.ts";
import { createModel, type ModelSpec } from "../../shared/model/spec.ts";
import { adamwSpec, muonSpec, type OptimizerSpec } from "../../shared/optimizer/optimizer-spec.ts";
import type { Batch, Engine } from "../../shared/ports/engine.ts";
import { sizeOf } from "../../shared/tensor/tensor-type.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { referenceRunner } from "../../shared/training/reference-runner.ts";
import { relativeDistance } from "../support/relative-distance.ts";

const MODELS: readonly ModelSpec[] = [
  { kind: "gpt", vocabularySize: 17, blockSize: 8, layerCount: 2, headCount: 2, width: 16 },
  {
    kind: "mlp",
    numericCount: 3,
    categoricalCount: 2,
    categoryCount: 7,
    hiddenWidths: [12, 12],
    output: { kind: "numbers", count: 2 },
  },
  { kind: "cnn", height: 9, width: 9, channels: 1, classCount: 4, widths: [4, 8] },
];
const BATCH_SIZE = 4;
const LEARNING_RATE = 0.01;

interface EngineTraits {
  /** Whether the same state and batch give the same bits. */
  readonly isReproducible: boolean;
}

export function describeEngine(
  name: string,
  open: (plan: EnginePlan) => Promise<Engine>,
  { isReproducible }: EngineTraits,
): void {
  // Engines are opened once per plan: on an emulated graphics device, opening one takes seconds.
  const opened = new Map<string, Engine>();
  const start = async (model: ModelSpec, optimizer: OptimizerSpec = muonSpec()) => {
    const key = `${model.kind}/${optimizer.kind}`;
    const engine = opened.get(key) ?? (await open({ model, optimizer, batchSize: BATCH_SIZE }));
    opened.set(key, engine);
    await engine.write(firstState(model));
    return engine;
  };
  afterAll(async () => {
    for (const engine of opened.values()) await engine.dispose();
  });

  describe(name, () => {
    test.for(MODELS)("agrees with the reference on loss and gradient of $kind", async (model) => {
      const batch = batchOf(model, 0);
      const expected = await (await startReference(model, muonSpec())).gradient(batch);
      const actual = await (await start(model)).gradient(batch);
      expect(Math.abs(actual.loss - expected.loss) / expected.loss).toBeLessThan(1e-5);
      expect(relativeDistance(actual.gradient, expected.gradient)).toBeLessThan(1e-5);
    });

    test.for([
      ...MODELS.map((model) => ({ model, optimizer: muonSpec() })),
      { model: MODELS[1]!, optimizer: adamwSpec() },
    ])("takes the reference's steps: $model.kind with $optimizer.kind", async ({ model, optimizer }) => {
      const [reference, engine] = [await startReference(model, optimizer), await start(model, optimizer)];
      for (let step = 0; step < 3; step++) {
        const batch = batchOf(model, step);
        const [expected, actual] = [
          await reference.step(batch, LEARNING_RATE),
          await engine.step(batch, LEARNING_RATE),
        ];
        expect(Math.abs(actual - expected)).toBeLessThan(1e-4);
      }
      const [expected, actual] = [await reference.read(), await engine.read()];
      expect(actual.step).toBe(3);
      expect(relativeDistance(actual.parameters, expected.parameters)).toBeLessThan(1e-4);
    });

    test("evaluates one sample, a part of a batch and a whole batch alike", async () => {
      for (const model of MODELS) {
        const engine = await start(model);
        const whole = await engine.evaluate(batchOf(model, 0));
        const rows = whole.losses.length / BATCH_SIZE;
        for (const count of [1, 3]) {
          const part = await engine.evaluate(takeSamples(batchOf(model, 0), count));
          expect(part.losses).toHaveLength(count * rows);
          expect(relativeDistance(part.losses, whole.losses.subarray(0, count * rows))).toBeLessThan(1e-5);
          expect(
            relativeDistance(part.prediction, whole.prediction.subarray(0, part.prediction.length)),
          ).toBeLessThan(1e-5);
        }
        const { loss } = await engine.gradient(batchOf(model, 0));
        const mean = whole.losses.reduce((sum, value) => sum + value, 0) / whole.losses.length;
        expect(Math.abs(mean - loss)).toBeLessThan(1e-5);
      }
    });

    test("goes on from a state that was read as if nothing had happened", async () => {
      const model = MODELS[0]!;
      const engine = await start(model);
      await engine.step(batchOf(model, 0), LEARNING_RATE);
      const middle = await engine.read();
      await engine.step(batchOf(model, 1), LEARNING_RATE);
      const expected = await engine.read();
      await engine.step(batchOf(model, 2), LEARNING_RATE);
      await engine.write(middle);
      await engine.step(batchOf(model, 1), LEARNING_RATE);
      const actual = await engine.read();
      expect(actual.step).toBe(2);
      if (isReproducible) expect(actual).toEqual(expected);
      else expect(relativeDistance(actual.parameters, expected.parameters)).toBeLessThan(1e-5);
    });

    test("refuses a state of another model and keeps its own", async () => {
      const engine = await start(MODELS[0]!);
      const before = await engine.read();
      const wrong = { parameters: new Float32Array(3), optimizerState: new Float32Array(0), step: 0 };
      await expect(engine.write(wrong)).rejects.toMatchObject({ name: "ShapeError" });
      expect((await engine.read()).parameters).toEqual(before.parameters);
    });

    test("refuses a step that is not finite and keeps the state before it", async () => {
      const model = MODELS[1]!;
      const engine = await start(model);
      await engine.step(batchOf(model, 0), LEARNING_RATE);
      const before = await engine.read();
      const batch = batchOf(model, 1);
      batch["features"]!.data[0] = Number.NaN;
      await expect(engine.step(batch, LEARNING_RATE)).rejects.toMatchObject({ name: "NonFiniteError" });
      expect(await engine.read()).toEqual(before);
    });

    test("refuses an empty batch and one larger than it was built for", async () => {
      const model = MODELS[0]!;
      const engine = await start(model);
      await expect(engine.evaluate(takeSamples(batchOf(model, 0), 0))).rejects.toMatchObject({
        name: "ShapeError",
      });
      await expect(engine.evaluate(batchOf(model, 0, BATCH_SIZE + 1))).rejects.toMatchObject({
        name: "ShapeError",
      });
    });
  });
}

async function startReference(model: ModelSpec, optimizer: OptimizerSpec): Promise<Engine> {
  const engine = await createHostEngine({ model, optimizer, batchSize: BATCH_SIZE }, referenceRunner);
  await engine.write(firstState(model));
  return engine;
}

function firstState(model: ModelSpec) {
  return {
    parameters: initialParameters(createModel(model).layout, "contract"),
    optimizerState: new Float32Array(0),
    step: 0,
  };
}

function batchOf(model: ModelSpec, step: number, batchSize = BATCH_SIZE): Batch {
  const limit =
    model.kind === "gpt"
      ? model.vocabularySize
      : model.kind === "cnn"
        ? model.classCount
        : model.categoryCount;
  return Object.fromEntries(
    Object.entries(createModel(model).inputs(batchSize)).map(([name, type]) => {
      const random = createRandom(`contract/${name}/${step}`);
      const length = sizeOf(type.shape);
      const data =
        type.elementType === "int32"
          ? Int32Array.from({ length }, (_, index) => random.below(limit, index))
          : new Float32Array(length);
      if (data instanceof Float32Array) random.fillNormal(data, 1);
      return [name, { ...type, data }];
    }),
  );
}

function takeSamples(batch: Batch, count: number): Batch {
  return Object.fromEntries(
    Object.entries(batch).map(([name, tensor]) => {
      const shape = tensor.shape.with(0, count);
      return [name, { ...tensor, shape, data: tensor.data.slice(0, sizeOf(shape)) }];
    }),
  );
}
