/** `tabloom simulate`: a whole swarm in one process. Every peer really trains, in turn; network and clock are simulated. */
import { Command } from "commander";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { createWasmRunner } from "../engine/ort-wasm.ts";
import { createBundleFile, writeBundleFile } from "./bundle-file.ts";
import { nodeRuntime } from "./node-runtime.ts";
import { readDataset } from "./read-dataset.ts";
import { type SimulateOptions, simulateOptions } from "./simulate/simulate-options.ts";
import { simulatedPlan } from "./simulate/simulate-plan.ts";
import { createSimulateReporter } from "./simulate/simulate-reporter.ts";
import { SwarmArchive } from "./simulate/swarm-archive.ts";
import { simulateTraining } from "./simulate/simulate-training.ts";

const BYTES_PER_MBIT = 125_000;

export function simulateCommand(): Command {
  return simulateOptions(
    new Command("simulate").description(
      "Train a model with a simulated swarm: real participants and real training on a virtual clock and network.",
    ),
  ).action(simulate);
}

async function simulate(options: SimulateOptions, command: Command): Promise<void> {
  const { peers, rounds, churn, cut, byzantine, latency, uplink, seed, evalEvery, bundle, json } = options;
  if ((byzantine?.count ?? 0) >= peers)
    command.error("error: option '--byzantine <n:attack>': at least one peer must be honest.");
  const data = await readDataset(options, undefined);
  const { dataset, modelName } = data;
  const planned = simulatedPlan(dataset, modelName, options);
  const file = bundle === undefined ? null : await createBundleFile(bundle);
  const archive = file === null ? null : await SwarmArchive.open(data, planned, seed);
  const plan = archive?.project.manifest.plan ?? planned;
  const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }, nodeRuntime));
  const reporter = createSimulateReporter(json);
  const report = await simulateTraining({
    plan,
    dataset,
    engine,
    peers,
    rounds,
    churn,
    cut,
    attacks: Array.from({ length: byzantine?.count ?? 0 }, () => byzantine!.attack),
    latencyMs: latency,
    uplinkBytesPerSecond: uplink === undefined ? Infinity : uplink * BYTES_PER_MBIT,
    seed,
    archive,
    evalEvery,
    onRound: (round) => reporter.round(round),
  });
  if (file !== null && archive !== null) await writeBundleFile(file, archive.bundle(report.head));
  reporter.done(report);
}
