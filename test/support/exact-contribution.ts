/** The same contribution in Node and in Chromium: what it says is known, so whoever finds these names has made, and could replay, the other's work. */
import { codecNamed } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { createModel } from "../../shared/model/spec.ts";
import { openDataset } from "../../shared/data/detect.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { type LocalRound, pseudoGradient, thetaHash, trainRound } from "../../shared/training/local-round.ts";
import { genesisParameters } from "../../shared/training/project-plan.ts";
import { RoundReplay } from "../../shared/training/replay-round.ts";
import { smallPlan, storyBytes } from "./project-fixtures.ts";

const STEPS = 7;
const WINDOW_STEPS = 3;

const plan = smallPlan();
const dataset = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
const round: LocalRound = {
  project: "a".repeat(64),
  round: 3,
  device: "b".repeat(64),
  parameters: genesisParameters(plan),
  progress: 12,
};

/** What the contribution record of this work would name. */
export interface ContributionNames {
  readonly update: string;
  readonly states: readonly string[];
}

/** Found in Node with one thread. Other bits mean that no contribution of before can be replayed any more. */
export const EXPECTED: ContributionNames = {
  update: "81fdf1bd7fc6823118444f0a911887217e5f3283c7b85253271fb191818dc0fe",
  states: [
    "f7e9dbda29fa2a1a9d34247a6d1fb91b76406d651e87377e2f0c30b720e13c47",
    "668f725a0a25b06df5546f0525bd4096fbe476b9f4d265d21e59d96c981009e4",
    "08e34c75547ec6b12415ebf1b809b891b5c9bb6ffb8e044b7e0d797bf28be9e4",
  ],
};

type OpenEngine = (plan: EnginePlan) => Promise<Engine>;

export async function trainContribution(open: OpenEngine): Promise<ContributionNames> {
  return withEngine(open, async (engine) => {
    const hooks = { shouldStop: (steps: number) => steps >= STEPS, windowSteps: WINDOW_STEPS };
    const { delta, states } = await trainRound(engine, plan, dataset, round, hooks);
    return { update: updateName(delta), states };
  });
}

/** As an auditor does it: a step at a time, with the engine free for other work in between. */
export async function replayContribution(open: OpenEngine): Promise<ContributionNames> {
  return withEngine(open, async (engine) => {
    const replay = new RoundReplay(plan, dataset, { ...round, steps: STEPS, windowSteps: WINDOW_STEPS });
    const states: string[] = [];
    while (!replay.isDone) {
      await replay.advance(engine, () => true);
      if (replay.isAtWindow) states.push(thetaHash(replay.parameters));
    }
    return { update: updateName(pseudoGradient(round.parameters, replay.parameters)), states };
  });
}

async function withEngine<Result>(
  open: OpenEngine,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await open(plan);
  try {
    return await work(engine);
  } finally {
    await engine.dispose();
  }
}

function updateName(delta: Float32Array): string {
  const codec = must(codecNamed(plan.codec), "the plan's codec exists");
  return hashOf(codec.encode(delta, createModel(plan.model).layout));
}
