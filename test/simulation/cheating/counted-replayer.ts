import type { RoundReplayer } from "../../../shared/ports/round-replayer.ts";

/** Inner steps that were replayed: for audits, and to look into a branch. */
export class CountedReplayer implements RoundReplayer {
  readonly #replayer: RoundReplayer;
  auditSteps = 0;
  branchSteps = 0;

  constructor(replayer: RoundReplayer) {
    this.#replayer = replayer;
  }

  canReplay(): boolean {
    return this.#replayer.canReplay();
  }

  start(...[request, onWindow]: Parameters<RoundReplayer["start"]>): ReturnType<RoundReplayer["start"]> {
    let taken = 0;
    return this.#replayer.start(request, (parameters) => {
      const end = Math.min(request.steps, taken + request.windowSteps);
      if (request.isUrgent) this.branchSteps += end - taken;
      else this.auditSteps += end - taken;
      taken = end;
      return onWindow(parameters);
    });
  }
}
