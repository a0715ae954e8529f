import type { ReplayRequest, RoundReplayer, RunningReplay } from "../../../shared/ports/round-replayer.ts";
import { AUDIT_SHARE } from "../../../shared/swarm/audit/audit-share.ts";
import { PAPER_WINDOWS, paperState } from "./paper-work.ts";

interface Job {
  readonly request: ReplayRequest;
  readonly onWindow: (parameters: Float32Array) => boolean;
  readonly resolve: (parameters: Float32Array | null) => void;
  taken: number;
}

/** Replays on paper: windows cost a share of a round's time and nothing else. As in a tab, of the time that is not needed at most a round is saved. */
export class PaperReplayer implements RoundReplayer {
  readonly #jobs: Job[] = [];
  #savedWindows = 0;
  /** Replayed so far. */
  windows = 0;

  canReplay(): boolean {
    return true;
  }

  start(request: ReplayRequest, onWindow: (parameters: Float32Array) => boolean): RunningReplay {
    const result = new Promise<Float32Array | null>((resolve) => {
      this.#jobs.push({ request, onWindow, resolve, taken: 0 });
    });
    return { cancel: () => undefined, result };
  }

  /** A round's time has passed. */
  earn(): void {
    this.#savedWindows = Math.min(this.#savedWindows + AUDIT_SHARE * PAPER_WINDOWS, PAPER_WINDOWS);
  }

  /** Goes on until a replay ends or the time is used up. @returns whether one ended, after which another may begin */
  advance(): boolean {
    const [job] = this.#jobs;
    if (job === undefined) return false;
    while (this.#savedWindows >= 1) {
      this.#savedWindows--;
      this.windows++;
      const { device, round } = job.request;
      const parameters = paperState(device, round, ++job.taken);
      const goesOn = job.onWindow(parameters);
      if (goesOn && job.taken < PAPER_WINDOWS) continue;
      this.#jobs.shift();
      job.resolve(goesOn ? parameters : null);
      return true;
    }
    return false;
  }
}
