/** The RoundReplayer port on an engine that trains as well: replays get their share of the time between rounds, and go on where they were. */
import type { OpenedDataset } from "../../shared/data/detect.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { ReplayRequest, RoundReplayer, RunningReplay } from "../../shared/ports/round-replayer.ts";
import { AUDIT_SHARE } from "../../shared/swarm/audit/audit-share.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import { RoundReplay } from "../../shared/training/replay-round.ts";

/** Of a round, what an urgent replay may take at once: this peer still contributes, if less. */
const URGENT_SHARE = 0.5;

export interface EngineReplayerOptions {
  readonly plan: ProjectPlan;
  readonly dataset: OpenedDataset;
  readonly project: Hash;
  /** Milliseconds that only go up. */
  readonly nowMs: () => number;
  readonly canReplay: () => boolean;
  /** There is something to do. */
  readonly onWork: () => void;
}

interface Job {
  readonly replay: RoundReplay;
  readonly isUrgent: boolean;
  readonly onWindow: (parameters: Float32Array) => boolean;
  readonly resolve: (parameters: Float32Array | null) => void;
}

export class EngineReplayer implements RoundReplayer {
  readonly #options: EngineReplayerOptions;
  #jobs: readonly Job[] = [];
  /** Time that audits may take now. */
  #savedMs = 0;
  #savedAtMs: number;

  constructor(options: EngineReplayerOptions) {
    this.#options = options;
    this.#savedAtMs = options.nowMs();
  }

  get hasWork(): boolean {
    return this.#jobs.length > 0;
  }

  canReplay(): boolean {
    return this.#options.canReplay();
  }

  start(request: ReplayRequest, onWindow: (parameters: Float32Array) => boolean): RunningReplay {
    const { plan, dataset, project, onWork } = this.#options;
    const replay = new RoundReplay(plan, dataset, { ...request, project });
    let job: Job | null = null;
    const result = new Promise<Float32Array | null>((resolve) => {
      job = { replay, isUrgent: request.isUrgent, onWindow, resolve };
      this.#jobs = request.isUrgent ? [job, ...this.#jobs] : [...this.#jobs, job];
    });
    onWork();
    return { cancel: () => job && this.#end(job, null), result };
  }

  /**
   * Replays for as long as audits may, on an engine of the exact profile that nobody else uses meanwhile. What it holds afterwards is anything.
   * @throws what Engine.step throws; the replays then go on with the next engine
   */
  async spend(engine: Engine, shouldStop: () => boolean): Promise<void> {
    const { nowMs } = this.#options;
    for (let [job] = this.#jobs; job !== undefined && !shouldStop(); [job] = this.#jobs) {
      const startMs = nowMs();
      const untilMs = startMs + this.#allowanceMs(job.isUrgent);
      if (untilMs <= startMs) return;
      await job.replay.advance(engine, () => shouldStop() || nowMs() >= untilMs);
      this.#savedMs -= nowMs() - startMs;
      this.#lookAt(job);
      if (job.isUrgent && nowMs() >= untilMs) return;
    }
  }

  #allowanceMs(isUrgent: boolean): number {
    const { nowMs, plan } = this.#options;
    const { roundMs } = plan.rules;
    const atMs = nowMs();
    this.#savedMs = Math.min(this.#savedMs + AUDIT_SHARE * (atMs - this.#savedAtMs), roundMs);
    this.#savedAtMs = atMs;
    return isUrgent ? URGENT_SHARE * roundMs : this.#savedMs;
  }

  #lookAt(job: Job): void {
    const { replay, onWindow } = job;
    if (!this.#jobs.includes(job) || !replay.isAtWindow) return;
    if (!onWindow(replay.parameters)) this.#end(job, null);
    else if (replay.isDone) this.#end(job, replay.parameters);
  }

  #end(job: Job, parameters: Float32Array | null): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    job.resolve(parameters);
  }
}
