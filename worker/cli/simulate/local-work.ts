/** What peers compute in a round, each at most once: a liar that replays the others' training costs no second training. */
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import type { RoundJob, RoundResult } from "../../../shared/ports/round-trainer.ts";
import { trainRound } from "../../../shared/training/local-round.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import type { EngineTurns } from "./engine-turns.ts";

/** Rounds whose results are kept: the present one, and the one before for copycats. */
const KEPT_ROUNDS = 2;

interface Work {
  readonly device: PeerId;
  readonly result: Promise<RoundResult>;
}

export class LocalWork {
  readonly #turns: EngineTurns;
  readonly #plan: ProjectPlan;
  readonly #dataset: Dataset;
  readonly #project: Hash;
  /** By round, then by whatever else a result depends on. */
  readonly #rounds = new Map<number, Map<string, Work>>();

  constructor(turns: EngineTurns, plan: ProjectPlan, dataset: Dataset, project: Hash) {
    this.#turns = turns;
    this.#plan = plan;
    this.#dataset = dataset;
    this.#project = project;
  }

  /** @throws what trainRound throws */
  train(device: PeerId, job: RoundJob, steps: number): Promise<RoundResult> {
    const results = this.#resultsOf(job.round);
    const key = `${device} ${steps} ${job.progress} ${hashOf(job.parameters)}`;
    const known = results.get(key);
    if (known !== undefined) return known.result;
    const local = { ...job, project: this.#project, device };
    const result = this.#turns.take((engine) =>
      trainRound(engine, this.#plan, this.#dataset, local, {
        shouldStop: (taken) => taken >= steps,
        windowSteps: job.windowSteps,
      }),
    );
    results.set(key, { device, result });
    return result;
  }

  /** Pseudo-gradients of these devices in a round that is kept, in the order in which they were computed. */
  async deltasOf(round: number, devices: ReadonlySet<PeerId>): Promise<readonly Float32Array[]> {
    const results = [...(this.#rounds.get(round)?.values() ?? [])];
    const chosen = results.filter(({ device }) => devices.has(device));
    return (await Promise.all(chosen.map(({ result }) => result))).map(({ delta }) => delta);
  }

  #resultsOf(round: number): Map<string, Work> {
    const results = this.#rounds.get(round) ?? new Map<string, Work>();
    this.#rounds.set(round, results);
    for (const kept of this.#rounds.keys()) if (kept <= round - KEPT_ROUNDS) this.#rounds.delete(kept);
    return results;
  }
}
