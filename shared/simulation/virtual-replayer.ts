/** A replayer in virtual time: steps take as long as this peer's own do, and audits get their share of the time. */
import type { PeerId } from "../core/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { ReplayRequest, RoundReplayer, RunningReplay } from "../ports/round-replayer.ts";
import { AUDIT_SHARE } from "../swarm/audit/audit-share.ts";

/** θ after so many of the steps of `device`. */
export type ComputeSteps = (
  device: PeerId,
  request: ReplayRequest,
  steps: number,
) => Promise<Float32Array> | Float32Array;

export class VirtualReplayer implements RoundReplayer {
  readonly #clock: Clock;
  readonly #stepMs: number;
  readonly #compute: ComputeSteps;
  /** Replayed so far. */
  steps = 0;

  constructor(clock: Clock, stepMs: number, compute: ComputeSteps) {
    this.#clock = clock;
    this.#stepMs = stepMs;
    this.#compute = compute;
  }

  canReplay(): boolean {
    return true;
  }

  start(request: ReplayRequest, onWindow: (parameters: Float32Array) => boolean): RunningReplay {
    let isCancelled = false;
    return {
      cancel: () => {
        isCancelled = true;
      },
      result: this.#run(request, (parameters) => !isCancelled && onWindow(parameters)),
    };
  }

  async #run(
    request: ReplayRequest,
    onWindow: (parameters: Float32Array) => boolean,
  ): Promise<Float32Array | null> {
    const { steps, windowSteps, isUrgent } = request;
    const share = isUrgent ? 1 : AUDIT_SHARE;
    for (let taken = 0; taken < steps;) {
      const end = Math.min(steps, taken + windowSteps);
      await this.#wait(((end - taken) * this.#stepMs) / share);
      this.steps += end - taken;
      taken = end;
      const parameters = await this.#compute(request.device, request, taken);
      if (!onWindow(parameters)) return null;
      if (taken === steps) return parameters;
    }
    return null;
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(delayMs, resolve);
    });
  }
}
