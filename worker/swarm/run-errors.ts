/** Why a run in the swarm cannot go on as it was. Told apart by name where they cross a worker boundary. */
import { TabloomError } from "../../shared/core/errors.ts";
import { ProblemError, tell } from "../../shared/problems/problem.ts";
import type { FeedDoubt } from "../../shared/swarm/records/feed-witness.ts";

/** What was saved does not match its certificate. */
export class DamagedHeadError extends ProblemError {
  override readonly name = "DamagedHeadError";

  constructor(round: number) {
    super(tell("run.damaged-head", { round }));
  }
}

/** This device must not go on writing into its feed: another one has to. */
export class FeedDoubtError extends TabloomError {
  override readonly name = "FeedDoubtError";

  constructor(doubt: FeedDoubt) {
    super(
      doubt === "forgotten"
        ? "others know records of this device that this browser has forgotten"
        : "nobody who is connected could confirm this device's last record",
    );
  }
}
