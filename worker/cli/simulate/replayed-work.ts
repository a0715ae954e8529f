/** What auditors compute, once for all of them: a replay of one contribution gives every honest auditor the same θ. */
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import type { ReplayRequest } from "../../../shared/ports/round-replayer.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import { RoundReplay } from "../../../shared/training/replay-round.ts";
import type { EngineTurns } from "./engine-turns.ts";

/** Rounds whose replays are kept: audits come some rounds after the work. */
const KEPT_ROUNDS = 8;

interface Entry {
  readonly replay: RoundReplay;
  /** θ by inner steps taken. */
  readonly reached: Map<number, Promise<Float32Array>>;
}

export class ReplayedWork {
  readonly #turns: EngineTurns;
  readonly #plan: ProjectPlan;
  readonly #dataset: Dataset;
  readonly #project: Hash;
  /** By round, then by whatever else a result depends on. */
  readonly #rounds = new Map<number, Map<string, Entry>>();

  constructor(turns: EngineTurns, plan: ProjectPlan, dataset: Dataset, project: Hash) {
    this.#turns = turns;
    this.#plan = plan;
    this.#dataset = dataset;
    this.#project = project;
  }

  /** θ after so many steps, which end a window. Asked for window after window. @throws what Engine.step throws */
  after(device: PeerId, request: ReplayRequest, steps: number): Promise<Float32Array> {
    const { replay, reached } = this.#entryOf(device, request);
    const known = reached.get(steps);
    if (known !== undefined) return known;
    const computed = this.#turns.take(async (engine) => {
      while (replay.steps < steps) await replay.advance(engine, () => false);
      return replay.parameters;
    });
    reached.set(steps, computed);
    return computed;
  }

  #entryOf(device: PeerId, request: ReplayRequest): Entry {
    const { round, progress, parameters, steps } = request;
    const entries = this.#rounds.get(round) ?? new Map<string, Entry>();
    this.#rounds.set(round, entries);
    for (const kept of this.#rounds.keys()) if (kept <= round - KEPT_ROUNDS) this.#rounds.delete(kept);
    const key = `${device} ${steps} ${progress} ${hashOf(parameters)}`;
    const known = entries.get(key);
    if (known !== undefined) return known;
    const replay = new RoundReplay(this.#plan, this.#dataset, { ...request, device, project: this.#project });
    const entry = { replay, reached: new Map<number, Promise<Float32Array>>() };
    entries.set(key, entry);
    return entry;
  }
}
