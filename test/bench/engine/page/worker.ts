/** All contestants in one worker: they take turns, so that a slow minute of the computer hits each of them alike. */
import * as Comlink from "comlink";
import { must } from "../../../../shared/core/assert.ts";
import { createRandom } from "../../../../shared/core/random.ts";
import { initialParameters } from "../../../../shared/model/init.ts";
import { createModel } from "../../../../shared/model/spec.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";
import type { Agreement, ContestantName, RaceSetup, RaceTrack } from "../race.ts";
import type { Contestant, RaceInput } from "./contestant.ts";
import { findGraphics } from "./graphics.ts";
import { createJaxContestant } from "./jax.ts";
import { createMatmulPace, type MatmulPace } from "./matmul-pace.ts";
import { createTabloomContestant } from "./tabloom.ts";
import { createTfjsContestant } from "./tfjs.ts";

const OPENERS: Record<ContestantName, (input: RaceInput) => Promise<Contestant>> = {
  tabloom: createTabloomContestant,
  "jax-js": createJaxContestant,
  "tfjs-wasm": (input) => createTfjsContestant(input, "wasm"),
  "tfjs-webgl": (input) => createTfjsContestant(input, "webgl"),
};

const contestants = new Map<ContestantName, Contestant>();
let pace: MatmulPace | null = null;

const raceTrack: RaceTrack = {
  graphics: async () => findGraphics(),

  async open(setup) {
    for (const contestant of contestants.values()) await contestant.dispose();
    contestants.clear();
    const input = createInput(setup);
    for (const name of setup.contestants) contestants.set(name, await OPENERS[name](input));
    return compareGradients();
  },

  async turn(name, stepCount) {
    const contestant = must(contestants.get(name), `${name} takes no part`);
    const stepMs: number[] = [];
    let lastLoss = NaN;
    for (let step = 0; step < stepCount; step++) {
      const startMs = performance.now();
      lastLoss = await contestant.step();
      stepMs.push(performance.now() - startMs);
    }
    return { stepMs, lastLoss };
  },

  async matmul(runCount) {
    pace ??= await createMatmulPace();
    return pace.run(runCount);
  },
};
Comlink.expose(raceTrack);

function createInput({ model, batchSize }: RaceSetup): RaceInput {
  const { layout } = createModel(model);
  const random = createRandom("benchmark");
  const rows = batchSize * model.blockSize;
  const draw = (label: string) =>
    Int32Array.from({ length: rows }, (_, row) => random.fork(label).below(model.vocabularySize, row));
  return {
    model,
    layout,
    batchSize,
    parameters: initialParameters(layout, "benchmark"),
    tokens: draw("tokens"),
    targets: draw("targets"),
  };
}

async function compareGradients(): Promise<Partial<Record<ContestantName, Agreement>>> {
  const agreements: Partial<Record<ContestantName, Agreement>> = {};
  const ours = await must(contestants.get("tabloom"), "the product takes part in every race").gradient();
  for (const [name, contestant] of contestants) {
    const { loss, gradient } = name === "tabloom" ? ours : await contestant.gradient();
    agreements[name] = { loss, relativeL2: relativeDistance(gradient, ours.gradient) };
  }
  return agreements;
}
