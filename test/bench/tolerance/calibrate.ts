/** Distances of honest and of forged work, for one model and optimiser from one θ. */
import type { Codec } from "../../../shared/compression/codec.ts";
import { codecNamed } from "../../../shared/compression/codecs.ts";
import { bytesOf, fromHex, toHex } from "../../../shared/core/bytes.ts";
import { must } from "../../../shared/core/assert.ts";
import { createModel } from "../../../shared/model/spec.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { type LocalRound, trainRound } from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { blurredParameters, updateDistanceMicros } from "../../../shared/training/update-distance.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { noisyRunner } from "../../support/noisy-runner.ts";
import { type Case, type CaseName, openCase } from "./cases.ts";
import { forge, shave, stolenSteps, trainOtherWork } from "./forgeries.ts";
import type { GpuTrainer } from "./gpu-trainer.ts";
import { type Snapshots, trainSnapshots } from "./snapshots.ts";

/** Inner steps of one round by another device before a `trained` start. */
const TRAINED_STEPS = 300;
/** Noise of gradients, relative to each parameter's root mean square; SwiftShader's is about 3e-7. */
const NOISES = [1e-5, 1e-4];

export const STARTS = ["genesis", "trained"] as const;

export interface Setting extends CaseName {
  readonly start: (typeof STARTS)[number];
  readonly steps: readonly number[];
}

type Distances = Readonly<Record<string, number>>;

/** Distances in millionths, each from the exact replay of the same number of steps. */
export interface Row extends CaseName {
  readonly start: Setting["start"];
  readonly steps: number;
  /** WebGPU in this browser. */
  readonly gpu: number;
  /** The same work with other rounding. */
  readonly honest: Distances;
  /** The exact replay from a blurred θ. */
  readonly blur: number;
  readonly forged: Distances;
  readonly shaved: Distances;
}

const exactRunner = createWasmRunner({ threadCount: 1 });

export async function calibrate(trainer: GpuTrainer, setting: Setting): Promise<readonly Row[]> {
  const { model, optimizer, start, steps } = setting;
  const opened = openCase(setting);
  const { layout } = createModel(opened.plan.model);
  const codec = must(codecNamed(opened.plan.codec), "no such codec");
  const exact = await createHostEngine(opened.plan, exactRunner);
  const job = await startOf(opened, start);
  const right = await trainSnapshots(exact, opened, job, [...steps, ...steps.flatMap(stolenSteps)]);
  const gpu = await trainOnGpu(trainer, setting, job);
  const honest = await trainElsewhere(opened, layout, job, steps);
  const parameters = blurredParameters(job.parameters, "tolerance");
  const blurred = await trainSnapshots(exact, opened, { ...job, parameters }, steps);
  const other = await trainOtherWork(exact, opened, job, steps);
  await exact.dispose();
  return steps.map((taken): Row => {
    const distance = (delta: Float32Array) => distanceTo(codec, layout, right.get(taken)!, delta);
    const distances = (deltas: Readonly<Record<string, Float32Array>>): Distances =>
      Object.fromEntries(Object.entries(deltas).map(([name, delta]) => [name, distance(delta)]));
    const at = (snapshots: Readonly<Record<string, Snapshots>>) =>
      Object.fromEntries(Object.entries(snapshots).map(([name, deltas]) => [name, deltas.get(taken)!]));
    return {
      model,
      optimizer,
      start,
      steps: taken,
      gpu: distance(gpu.get(taken)!),
      honest: distances(at(honest)),
      blur: distance(blurred.get(taken)!),
      forged: distances(forge(right, other, layout, taken)),
      shaved: distances(shave(right, layout, taken)),
    };
  });
}

/** As an auditor sees it: the other's pseudo-gradient went through the codec. */
function distanceTo(codec: Codec, layout: ParameterLayout, own: Float32Array, other: Float32Array): number {
  const decoded = codec.decode(codec.encode(other, layout), layout);
  if (!decoded.ok) throw new Error(`${codec.name} refuses its own update: ${decoded.reason}`);
  return updateDistanceMicros(codec, layout, own, decoded.update);
}

async function startOf(opened: Case, start: Setting["start"]): Promise<LocalRound> {
  const genesis = { parameters: genesisParameters(opened.plan), progress: 0 };
  const work = { project: "tolerance", round: 7, device: "trainer" };
  if (start === "genesis") return { ...work, ...genesis };
  const engine = await createHostEngine(opened.plan, exactRunner);
  const elder = { ...work, ...genesis, round: 1, device: "elder" };
  const { delta } = await trainRound(engine, opened.plan, opened.dataset, elder, {
    shouldStop: (taken) => taken >= TRAINED_STEPS,
  });
  await engine.dispose();
  const parameters = genesis.parameters.map((value, index) => value - delta[index]!);
  return { ...work, parameters, progress: TRAINED_STEPS };
}

async function trainOnGpu(trainer: GpuTrainer, setting: Setting, job: LocalRound): Promise<Snapshots> {
  const { model, optimizer, steps } = setting;
  const parameters = toHex(bytesOf(job.parameters));
  const deltas = await trainer.train({ ...job, name: { model, optimizer }, parameters, steps });
  return new Map(deltas.map((delta, index) => [steps[index]!, new Float32Array(fromHex(delta).buffer)]));
}

async function trainElsewhere(
  opened: Case,
  layout: ParameterLayout,
  job: LocalRound,
  steps: readonly number[],
): Promise<Readonly<Record<string, Snapshots>>> {
  const results: Record<string, Snapshots> = {};
  for (const noise of NOISES) {
    const engine = await createHostEngine(opened.plan, noisyRunner(exactRunner, layout, noise));
    results[`noise ${noise}`] = await trainSnapshots(engine, opened, job, steps);
    await engine.dispose();
  }
  return results;
}
