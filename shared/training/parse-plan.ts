/** A run's plan from a file: a stranger can have written it, and a hash inside the same file proves nothing. */
import { parseModelSpec } from "../model/spec.ts";
import { CheckpointError } from "./checkpoint.ts";
import type { RunPlan } from "./run-plan.ts";

/** Samples per step that anybody can ask for. */
const MAX_BATCH_SIZE = 65_536;
/** Every iteration adds products to the optimiser's graph; five are usual. */
const MAX_ITERATIONS = 16;

type Check = (value: unknown) => boolean;

const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isShare: Check = (value) => isFinite(value) && value >= 0 && value <= 1;
const isDecayRate: Check = (value) => isFinite(value) && value >= 0 && value < 1;
const isPositive: Check = (value) => isFinite(value) && value > 0;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isCoefficients: Check = (value) => Array.isArray(value) && value.length === 3 && value.every(isFinite);

const CHECKS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  optimizer: {
    kind: (value) => value === "muon" || value === "adamw",
    beta1: isDecayRate,
    beta2: isDecayRate,
    weightDecay: (value) => isFinite(value) && value >= 0,
    clipNorm: isPositive,
    momentum: isDecayRate,
    newtonSchulz: (value) =>
      Array.isArray(value) && value.length <= MAX_ITERATIONS && value.every(isCoefficients),
  },
  schedule: {
    kind: (value) => value === "cosine" || value === "stable",
    peak: isPositive,
    warmupSteps: isCount,
    stepCount: isCount,
    finalShare: isShare,
  },
};

/**
 * @returns what the text says, untouched: the checkpoint's hash covers its spelling
 * @throws CheckpointError or ModelSpecError when it is not a plan that can be run
 */
export function parsePlan(text: string): RunPlan {
  const plan = recordOf(parseJson(text), "it");
  parseModelSpec(plan["model"]);
  for (const [part, checks] of Object.entries(CHECKS)) {
    const record = recordOf(plan[part], part);
    for (const [name, check] of Object.entries(checks)) demand(check(record[name]), `${part}.${name}`);
    if (record["kind"] === "stable") demand(isCount(record["decaySteps"]), `${part}.decaySteps`);
  }
  const { batchSize, seed } = plan;
  demand(isCount(batchSize) && batchSize !== 0 && (batchSize as number) <= MAX_BATCH_SIZE, "batchSize");
  demand(typeof seed === "string", "seed");
  return plan as unknown as RunPlan;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CheckpointError("the checkpoint's plan is not JSON", { cause: error });
  }
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), name);
  return value as Record<string, unknown>;
}

function demand(isGood: boolean, name: string): void {
  if (!isGood) throw new CheckpointError(`the checkpoint's plan cannot be run: ${name} is not valid`);
}
