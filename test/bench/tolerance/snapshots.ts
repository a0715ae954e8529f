/** One round, looked at after several numbers of steps: a short round is the beginning of a longer one. */
import type { Engine } from "../../../shared/ports/engine.ts";
import { type LocalRound, trainRound } from "../../../shared/training/local-round.ts";
import type { Case } from "./cases.ts";

/** The pseudo-gradient after each number of steps. */
export type Snapshots = ReadonlyMap<number, Float32Array>;

export async function trainSnapshots(
  engine: Engine,
  { plan, dataset }: Case,
  job: LocalRound,
  steps: readonly number[],
): Promise<Snapshots> {
  const deltas = new Map<number, Float32Array>();
  const last = Math.max(...steps);
  await trainRound(engine, plan, dataset, job, {
    shouldStop: (taken) => taken >= last,
    onStep: async (taken) => {
      if (!steps.includes(taken)) return;
      const { parameters } = await engine.read();
      deltas.set(
        taken,
        job.parameters.map((value, index) => value - parameters[index]!),
      );
    },
  });
  return deltas;
}
