/** A whole cell of honest rounds. What one says reaches the others in whatever order the test chooses; no time passes unless the test says so. */
import type { PeerId } from "../../../../shared/core/ids.ts";
import type { RoundEffect, RoundEvent } from "../../../../shared/swarm/round/round-state.ts";
import { cellOf, heard, received, signatureOf, signedBy, TestRound, workOf } from "./round-fixture.ts";

interface Letter {
  readonly from: PeerId;
  readonly to: PeerId;
  readonly event: RoundEvent;
}

export class TestCell {
  readonly rounds: ReadonlyMap<PeerId, TestRound>;
  /** On their way. */
  readonly letters: Letter[] = [];
  readonly #isLost: (letter: Letter) => boolean;

  constructor(count: number, isLost: (letter: Letter) => boolean = () => false) {
    const cell = cellOf(count);
    this.#isLost = isLost;
    this.rounds = new Map(cell.map((self) => [self, new TestRound(cell, self)]));
  }

  roundOf(peer: PeerId): TestRound {
    return this.rounds.get(peer)!;
  }

  /** Hands an event to one peer; what it says to the others is on its way then. */
  tell(peer: PeerId, event: RoundEvent): readonly RoundEffect[] {
    const effects = this.roundOf(peer).step(event);
    for (const effect of effects) {
      const said = saidBy(peer, effect);
      if (said !== null) this.#send(peer, said);
    }
    return effects;
  }

  /** Delivers the letter at this place in the line; places are counted round and round. */
  deliver(place: number): void {
    const [letter] = this.letters.splice(place % this.letters.length, 1);
    if (letter && !this.#isLost(letter)) this.tell(letter.to, letter.event);
  }

  deliverAll(places: Iterable<number> = []): void {
    for (const place of places) if (this.letters.length > 0) this.deliver(place);
    while (this.letters.length > 0) this.deliver(0);
  }

  #send(from: PeerId, event: RoundEvent): void {
    for (const to of this.rounds.keys()) if (to !== from) this.letters.push({ from, to, event });
  }
}

function saidBy(peer: PeerId, effect: RoundEffect): RoundEvent | null {
  switch (effect.kind) {
    case "publish-contribution":
      return heard(effect.contribution);
    case "reveal":
      return received(workOf(peer));
    case "vote": {
      const { commit, proposedView: view } = effect;
      if (view === null) return { kind: "vote", commit: commit.record.hash, vote: signatureOf(peer) };
      return { kind: "proposal", view, proposer: peer, commit: signedBy(commit, peer) };
    }
    case "adopt":
      return { kind: "certificate", commit: effect.commit, isAdmitted: true };
    default:
      return null;
  }
}
