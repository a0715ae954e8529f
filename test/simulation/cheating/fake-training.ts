/** Work that was never done: claimed steps without a single one, states that nobody computed, and an update that looks like the others'. */
import { toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import type { RoundJob, RoundResult, RoundTrainer } from "../../../shared/ports/round-trainer.ts";
import { TOY_TOKENS_PER_STEP } from "../../../shared/simulation/toy-training.ts";

/** How fast the faker's mean of past models forgets. */
const MEAN_SHARE = 0.2;
/** Of the made-up part of an update, so that fakers do not all send the same bytes. */
const NOISE = 0.02;

/**
 * Steps back towards the mean of the past models: it costs nothing, points where the others' updates point, and so gets past the filter.
 * @param trainer says when an honest peer would have finished, and after how many steps; what it computes is thrown away
 */
export function fakeTraining(name: string, trainer: RoundTrainer): RoundTrainer {
  let mean: Float32Array | null = null;
  return {
    start(job, onStep) {
      const running = trainer.start(job, onStep);
      const past = mean ?? job.parameters;
      mean = past.map((value, index) => value + MEAN_SHARE * (job.parameters[index]! - value));
      const result = running.result.then((honest) => honest && madeUp(name, job, honest, past));
      return { stop: () => running.stop(), cancel: () => running.cancel(), result };
    },
  };
}

function madeUp(
  name: string,
  { round, parameters }: RoundJob,
  { steps, states, loss }: RoundResult,
  past: Float32Array,
): RoundResult {
  const delta = new Float32Array(parameters.length);
  createRandom(`fake ${name} ${round}`).fillNormal(delta, NOISE);
  // Nothing is known of the direction in the first rounds, and nobody refuses noise as long as nobody knows better.
  for (const [index, value] of parameters.entries()) delta[index]! += value - past[index]!;
  const invented = states.map((_, window) =>
    toHex(sha256(new TextEncoder().encode(`state ${name} ${round} ${window}`))),
  );
  return { steps, tokens: steps * TOY_TOKENS_PER_STEP, loss, delta, states: invented };
}
