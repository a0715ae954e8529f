/** What replays have shown of the last rounds of a branch, and what is to be replayed next. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CommitBody, IncludedContribution } from "../../ledger/records/commit.ts";

/** Contributions that must hold, or of one round must not. With a fifth of liars an honest branch is refused in one of five hundred cases at most. */
const ENOUGH = 3;
/** Of a round: so many are drawn. Among six of sixteen there is more than one honest peer, but for one case in a thousand. */
const PARTS = 6;

export type Part = IncludedContribution;

interface TalliedRound {
  readonly commit: CommitBody;
  /** In the order in which they are replayed. */
  readonly parts: readonly Part[];
}

interface Place {
  /** Of the branch, 0 the newest. */
  readonly round: number;
  /** Among its parts. */
  readonly index: number;
}

export class BranchTally {
  /** Whose work was shown to be false: nothing else of them has to be looked at. */
  readonly liars = new Set<PeerId>();
  readonly #rounds: readonly TalliedRound[];
  readonly #looked = new Set<Hash>();
  readonly #held: number[];

  /** @param rounds the newest first */
  constructor(rounds: readonly TalliedRound[]) {
    this.#rounds = rounds;
    this.#held = rounds.map(() => 0);
  }

  /** Null when enough is known, or nothing is left. A round is stayed with until it is settled: a forged one is seen soonest so. */
  next(): Place | null {
    if (this.isRefused || this.isProven) return null;
    const indices = [...this.#rounds.keys()];
    const unsettled = indices.filter((round) => this.#held[round] === 0);
    for (const round of [...unsettled, ...indices]) {
      const index = this.#leftOf(round)[0];
      if (index !== undefined) return { round, index };
    }
    return null;
  }

  /** @param isTrue null: the replay says nothing */
  count({ round, index }: Place, isTrue: boolean | null): void {
    const { device, record } = this.#rounds[round]!.parts[index]!;
    this.#looked.add(record);
    if (isTrue === true) this.#held[round]!++;
    if (isTrue === false) this.liars.add(device);
  }

  /** In one of the rounds most of the weight is false, or all that was looked at. */
  get isRefused(): boolean {
    return this.#rounds.some(({ commit }, round) => {
      const isLiar = ({ device }: Part) => this.liars.has(device);
      const all = sum(commit.contributions.map(({ weight }) => weight));
      const falseWeight = sum(commit.contributions.filter(isLiar).map(({ weight }) => weight));
      const { parts } = this.#rounds[round]!;
      const found = parts.filter((part) => isLiar(part) && this.#looked.has(part.record)).length;
      return 2 * falseWeight > all || found >= ENOUGH + 2 * this.#held[round]!;
    });
  }

  /** Every round has something that held, and all together more of it for every liar. */
  get isProven(): boolean {
    const left = sum(this.#rounds.map((_, round) => this.#leftOf(round).length));
    const held = sum(this.#held);
    return this.#held.every((count) => count > 0) && (held >= ENOUGH + this.liars.size || left === 0);
  }

  #leftOf(round: number): readonly number[] {
    const { parts } = this.#rounds[round]!;
    const isLeft = ({ device, record }: Part) => !this.liars.has(device) && !this.#looked.has(record);
    return [...parts.keys()].filter((index) => isLeft(parts[index]!));
  }
}

/**
 * Some of the contributions of a commit, in random order: what counts more comes sooner.
 * @param below draws a whole number under its bound
 */
export function drawParts({ contributions }: CommitBody, below: (bound: number) => number): readonly Part[] {
  let left = contributions.filter(({ weight }) => weight > 0);
  const drawn: Part[] = [];
  while (left.length > 0 && drawn.length < PARTS) {
    let at = below(sum(left.map(({ weight }) => weight)));
    const part = left.find(({ weight }) => (at -= weight) < 0) ?? left.at(-1)!;
    drawn.push(part);
    left = left.filter((other) => other !== part);
  }
  return drawn;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
