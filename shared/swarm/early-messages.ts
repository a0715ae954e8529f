/** Messages about a head that is not here yet: another peer was a moment faster. They are heard again when the head is. */
import type { Hash, PeerId } from "../core/ids.ts";
import { LINKS_ALIVE } from "../protocol/limits.ts";
import type { ParticipantMessage } from "./links.ts";

/** Of one peer: what it says in a few rounds, so that a peer that fetches a head can go on from there. Who says more pushes out only its own. */
const MESSAGES_PER_PEER = 24;

export interface EarlyMessage {
  readonly base: Hash;
  readonly peer: PeerId;
  readonly message: ParticipantMessage;
}

export class EarlyMessages {
  /** Oldest first. The peer that spoke last comes last. */
  readonly #byPeer = new Map<PeerId, readonly EarlyMessage[]>();

  add(base: Hash, peer: PeerId, message: ParticipantMessage): void {
    const kept = [...(this.#byPeer.get(peer) ?? []), { base, peer, message }].slice(-MESSAGES_PER_PEER);
    this.#byPeer.delete(peer);
    this.#byPeer.set(peer, kept);
    const [quietest] = this.#byPeer.keys();
    if (this.#byPeer.size > LINKS_ALIVE && quietest !== undefined) this.#byPeer.delete(quietest);
  }

  /** Those about this head; they are forgotten here. */
  take(base: Hash): readonly EarlyMessage[] {
    const taken: EarlyMessage[] = [];
    for (const [peer, messages] of this.#byPeer) {
      taken.push(...messages.filter((early) => early.base === base));
      const rest = messages.filter((early) => early.base !== base);
      if (rest.length > 0) this.#byPeer.set(peer, rest);
      else this.#byPeer.delete(peer);
    }
    return taken;
  }
}
