/** Rounds of which this peer has everything that a replay needs: θ below, what was contributed, and the updates. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";

export interface ShelvedRound {
  /** Hash of the commit. */
  readonly commit: Hash;
  readonly body: CommitBody;
  /** θ of the head below it, [parameterCount], and the inner steps per peer that it stands for. */
  readonly parameters: Float32Array;
  readonly progress: number;
  readonly contributions: ReadonlyMap<Hash, ShelvedContribution>;
}

export interface ShelvedContribution {
  readonly record: Hash;
  readonly device: PeerId;
  readonly body: ContributionBody;
  /** The encoded update, which shows what was done where bits cannot be compared. */
  readonly update: Uint8Array;
}

/** Rounds that are kept: an accusation comes some rounds after the work, because audits take their time. */
export const REPLAYABLE_ROUNDS = 32;
/** Memory for θ and updates; large models are kept for fewer rounds, but always for three. */
const MOST_BYTES = 67_108_864;
const LEAST_ROUNDS = 3;

export class RoundShelf {
  readonly #rounds = new Map<Hash, ShelvedRound>();

  add(round: ShelvedRound): void {
    this.#rounds.set(round.commit, round);
    for (const [commit] of this.#rounds) {
      if (this.#rounds.size <= LEAST_ROUNDS) return;
      if (this.#rounds.size <= REPLAYABLE_ROUNDS && this.#bytes() <= MOST_BYTES) return;
      this.#rounds.delete(commit);
    }
  }

  /** The round that a contribution went into. */
  find(contribution: Hash): ShelvedRound | null {
    for (const round of this.#rounds.values()) if (round.contributions.has(contribution)) return round;
    return null;
  }

  #bytes(): number {
    let bytes = 0;
    for (const { parameters, contributions } of this.#rounds.values()) {
      bytes += parameters.byteLength;
      for (const { update } of contributions.values()) bytes += update.length;
    }
    return bytes;
  }
}
