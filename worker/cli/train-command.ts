/** `tabloom train`: the same engine as in a tab, on a file of the command line. */
import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import type { OpenedDataset } from "../../shared/data/detect.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import { createCheckpoint, parametersHash } from "../../shared/training/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../shared/training/checkpoint-file.ts";
import { evaluateOn } from "../../shared/training/evaluate.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { type RunPlan, trainStep } from "../../shared/training/run-plan.ts";
import { createWasmRunner } from "../engine/ort-wasm.ts";
import { firstState } from "../open-run.ts";
import { nodeRuntime } from "./node-runtime.ts";
import { readDataset } from "./read-dataset.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import { planFromOptions } from "./train-plan.ts";
import { type TrainOptions, trainOptions } from "./train-options.ts";

/** Held-out samples measured with --eval-every; the last measurement takes all of them. */
const INTERIM_SAMPLES = 240;
/** Progress lines between the evaluations. */
const REPORT_EVERY_STEPS = 10;

export function trainCommand(): Command {
  return trainOptions(
    new Command("train").description("Train a model on a file, with the engine that runs in the browser."),
  ).action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const resumed = options.resume === undefined ? null : decodeCheckpoint(await readFile(options.resume));
  const { dataset, modelName } = await readDataset(options, resumed?.plan.model);
  const plan = resumed?.plan ?? planFromOptions(dataset, modelName, options);
  const state = resumed?.state ?? firstState(plan);
  const engine = await createHostEngine(
    plan,
    createWasmRunner({ threadCount: options.threads }, nodeRuntime),
  );
  await engine.write(state);
  const reporter = createReporter(options.json, dataset);
  reporter.begin(modelName, state.parameters.length);
  await runSteps(engine, dataset, plan, { options, reporter, firstStep: state.step });
  await finish(engine, dataset, plan, { options, reporter });
}

interface Context {
  readonly options: TrainOptions;
  readonly reporter: Reporter;
}

/** Trains to the end of the plan's schedule, or for --steps further steps when resumed. */
async function runSteps(
  engine: Engine,
  dataset: OpenedDataset,
  plan: RunPlan,
  context: Context & { firstStep: number },
): Promise<void> {
  const { options, reporter, firstStep } = context;
  const isResumed = options.resume !== undefined;
  const lastStep =
    isResumed && options.steps !== undefined ? firstStep + options.steps : plan.schedule.stepCount;
  const units = plan.batchSize * dataset.unitsPerSample;
  const evalEvery = options.evalEvery;
  let busyMs = 0;
  let stepsSince = 0;
  for (let step = firstStep + 1; step <= lastStep; step++) {
    const startMs = performance.now();
    const trainLoss = await trainStep(engine, plan, dataset, step - 1);
    busyMs += performance.now() - startMs;
    stepsSince++;
    const isEvaluated = evalEvery !== undefined && step % evalEvery === 0;
    if (!isEvaluated && step % REPORT_EVERY_STEPS !== 0 && step !== lastStep && step !== firstStep + 1)
      continue;
    const valLoss = isEvaluated
      ? (await evaluateOn(engine, dataset, { batchSize: plan.batchSize, maxSamples: INTERIM_SAMPLES })).loss
      : undefined;
    const msPerStep = busyMs / stepsSince;
    reporter.step({
      step,
      trainLoss,
      ...(valLoss === undefined ? {} : { valLoss }),
      tokensPerSecond: (1000 * units) / msPerStep,
      msPerStep,
    });
    busyMs = stepsSince = 0;
  }
}

async function finish(
  engine: Engine,
  dataset: OpenedDataset,
  plan: RunPlan,
  { options, reporter }: Context,
): Promise<void> {
  const { loss, accuracy, absoluteError } = await evaluateOn(engine, dataset, {
    batchSize: plan.batchSize,
    maxSamples: Infinity,
  });
  const state = await engine.read();
  if (options.out !== undefined)
    await writeFile(options.out, encodeCheckpoint(createCheckpoint(plan, state)));
  reporter.done({
    valLoss: loss,
    ...(accuracy === null ? {} : { accuracy }),
    ...(absoluteError === null ? {} : { meanAbsoluteError: inOriginalUnits(dataset, absoluteError) }),
    parametersHash: parametersHash(state),
    parameterCount: state.parameters.length,
  });
}

/** A deviation in the data's own units; the model works in standard deviations. */
function inOriginalUnits(dataset: OpenedDataset, deviation: number): number {
  if (dataset.kind === "series") return Math.abs(dataset.toOriginal(deviation) - dataset.toOriginal(0));
  return dataset.kind === "table" && dataset.answers.kind === "numbers"
    ? deviation * dataset.answers.scale.deviation
    : deviation;
}
