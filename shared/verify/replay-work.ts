/** Does the work of a contribution again, as an audit does, but with an engine of its own and nothing else to do meanwhile. */
import { NonFiniteError } from "../core/errors.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Engine } from "../ports/engine.ts";
import type { ReplayRequest, RoundReplayer } from "../ports/round-replayer.ts";
import { replayContribution, type Shown } from "../swarm/audit/replay-contribution.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import type { KnownHead } from "../swarm/known-head.ts";
import { thetaHash } from "../training/local-round.ts";
import type { ProjectPlan } from "../training/project-plan.ts";
import { RoundReplay } from "../training/replay-round.ts";
import type { Because } from "./failure.ts";
import type { PlacedContribution } from "./history.ts";

/** What replays stand on; the same for all contributions of a project. */
export interface ReplayBench {
  readonly engine: Engine;
  readonly plan: ProjectPlan;
  readonly dataset: Dataset;
  readonly rules: SwarmRules;
  /** Between windows. */
  readonly pause: () => Promise<void>;
}

/**
 * @param base the head that the work started from
 * @param update the bytes that the contribution names
 * @returns what was not done as it says; null when it was, and when rounding alone explains any result
 * @throws what the engine throws, except for steps that are not finite: those nobody can have done
 */
export async function findUndoneWork(
  bench: ReplayBench,
  { state, head }: KnownHead,
  { device, body }: PlacedContribution,
  update: Uint8Array,
): Promise<Because | null> {
  const replayer = new BenchReplayer(bench);
  const base = { parameters: state.parameters, progress: head.progress };
  try {
    const work = { device, body, update };
    const shown = await replayContribution(replayer, bench.rules, base, work, { isUrgent: true }).result;
    return shown === null || shown.isTrue ? null : describe(shown, body, replayer.reached);
  } catch (error) {
    if (error instanceof NonFiniteError) return ["replay-impossible", {}, error.message];
    throw error;
  }
}

function describe(
  { window, distanceMicros }: Shown,
  { states, steps }: PlacedContribution["body"],
  { windowEnd, windowStart, parameters }: Reached,
): Because {
  if (states.length === 0) return ["replay-distance", { distance: distanceMicros }];
  if (thetaHash(parameters) === states[window]) return ["replay-update"];
  return ["replay-window", { window, first: windowStart + 1, last: windowEnd, steps }];
}

/** Where a replay ended. */
interface Reached {
  readonly parameters: Float32Array;
  /** Inner steps before and after the last window. */
  readonly windowStart: number;
  readonly windowEnd: number;
}

class BenchReplayer implements RoundReplayer {
  readonly #bench: ReplayBench;
  reached: Reached = { parameters: new Float32Array(0), windowStart: 0, windowEnd: 0 };

  constructor(bench: ReplayBench) {
    this.#bench = bench;
  }

  /** Whoever opened the engine has seen to that. */
  canReplay(): boolean {
    return true;
  }

  start(request: ReplayRequest, onWindow: (parameters: Float32Array) => boolean) {
    return { cancel: () => undefined, result: this.#run(request, onWindow) };
  }

  async #run(
    request: ReplayRequest,
    onWindow: (parameters: Float32Array) => boolean,
  ): Promise<Float32Array | null> {
    const { engine, plan, dataset, rules, pause } = this.#bench;
    const replay = new RoundReplay(plan, dataset, { ...request, project: rules.project });
    while (!replay.isDone) {
      const windowStart = replay.steps;
      await replay.advance(engine, () => false);
      const { parameters, steps: windowEnd } = replay;
      this.reached = { parameters, windowStart, windowEnd };
      if (!onWindow(parameters)) return null;
      await pause();
    }
    return replay.parameters;
  }
}
