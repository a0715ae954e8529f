/** The race on one model: rounds in which every contestant takes its turn, with the matrix product in between. */
import { countFlops } from "../../../shared/model/flops.ts";
import { GPT_SIZES, type GptSpec } from "../../../shared/model/gpt.ts";
import { gradientGraph } from "../../../shared/model/model.ts";
import { createModel } from "../../../shared/model/spec.ts";
import type { Agreement, ContestantName, RaceTrack } from "./race.ts";

/** tinyshakespeare's characters. */
const VOCABULARY_SIZE = 65;
/** Products of each kind per round: about half a second. */
const MATMUL_RUNS = 15;

export interface RaceModel {
  readonly name: "gpt:micro" | "gpt:mini";
  readonly batchSize: number;
  readonly roundCount: number;
  /** Steps that a contestant takes in one turn. */
  readonly stepsPerTurn: number;
}

export interface RaceRecord {
  readonly model: RaceModel;
  readonly spec: GptSpec;
  readonly parameterCount: number;
  /** Of one step's gradient graph; the optimiser's are not counted. */
  readonly flopsPerStep: number;
  readonly agreements: Partial<Record<ContestantName, Agreement>>;
  readonly stepMs: Partial<Record<ContestantName, readonly number[]>>;
  readonly lastLoss: Partial<Record<ContestantName, number>>;
  readonly gemmMs: readonly number[];
  readonly matmulMs: readonly number[];
}

export interface Lineup {
  readonly contestants: readonly ContestantName[];
  /** Contestants that are too slow for every round take one step in each of the first so many. */
  readonly slowRounds: Partial<Record<ContestantName, number>>;
}

export async function runRace(
  track: RaceTrack,
  model: RaceModel,
  { contestants, slowRounds }: Lineup,
  progress: (line: string) => void,
): Promise<RaceRecord> {
  const size = GPT_SIZES[model.name === "gpt:micro" ? "micro" : "mini"];
  const spec: GptSpec = { kind: "gpt", vocabularySize: VOCABULARY_SIZE, ...size };
  const built = createModel(spec);
  progress(`${model.name}: starting ${contestants.join(", ")}`);
  const agreements = await track.open({ model: spec, batchSize: model.batchSize, contestants });
  const record = {
    model,
    spec,
    parameterCount: built.layout.parameterCount,
    flopsPerStep: countFlops(gradientGraph(built, model.batchSize)),
    agreements,
    stepMs: Object.fromEntries(contestants.map((name): [string, number[]] => [name, []])),
    lastLoss: {} as Partial<Record<ContestantName, number>>,
    gemmMs: [] as number[],
    matmulMs: [] as number[],
  };
  for (const name of contestants) await track.turn(name, 1); // compiles what the comparison has not compiled
  await track.matmul(1);
  for (let round = 0; round < model.roundCount; round++) {
    for (const name of contestants) {
      if (round >= (slowRounds[name] ?? Infinity)) continue;
      const turn = await track.turn(name, name in slowRounds ? 1 : model.stepsPerTurn);
      record.stepMs[name]?.push(...turn.stepMs);
      record.lastLoss[name] = turn.lastLoss;
    }
    const { gemmMs, matmulMs } = await track.matmul(MATMUL_RUNS);
    record.gemmMs.push(...gemmMs);
    record.matmulMs.push(...matmulMs);
    progress(`${model.name}: round ${round + 1} of ${model.roundCount}`);
  }
  return record;
}
