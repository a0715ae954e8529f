/** Which contributions this peer should replay next. Nobody can check everything: what falls off the end stays unaudited here, and says so. */
import type { Hash } from "../../core/ids.ts";
import type { ShelvedContribution, ShelvedRound } from "./round-shelf.ts";

export interface Duty {
  readonly round: ShelvedRound;
  readonly contribution: ShelvedContribution;
  /** Somebody calls it false: until that is settled nobody knows whom to believe. */
  readonly isJury: boolean;
  /** How often this peer has replayed work of the trainer. What it has seen itself nobody else can make up, and accomplices vouch for each other. */
  readonly replays: number;
}

/** More would be of rounds that are long forgotten when their turn comes. */
const MOST_DUTIES = 6;
/** Disputes come many at a time, when several cheats are found at once; most end with the first wrong window. */
const MOST_DISPUTES = 24;

export class Duties {
  #waiting: readonly Duty[] = [];

  add(duty: Duty): void {
    const others = this.#waiting.filter((other) => other.contribution.record !== duty.contribution.record);
    const all = [...others, duty].toSorted(byUrgency);
    const disputes = all.filter(({ isJury }) => isJury).slice(0, MOST_DISPUTES);
    this.#waiting = [...disputes, ...all.filter(({ isJury }) => !isJury).slice(0, MOST_DUTIES)];
  }

  take(): Duty | null {
    const [first = null, ...rest] = this.#waiting;
    this.#waiting = rest;
    return first;
  }

  remove(contribution: Hash): void {
    this.#waiting = this.#waiting.filter((duty) => duty.contribution.record !== contribution);
  }
}

/** Disputes first, then those of whom this peer has seen least, then what is newest: the others can still be vouched for by a later audit. */
function byUrgency(one: Duty, other: Duty): number {
  if (one.isJury !== other.isJury) return one.isJury ? -1 : 1;
  return one.replays - other.replays || other.round.body.round - one.round.body.round;
}
