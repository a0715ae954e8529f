/** Who may propose: an order that nobody can choose and everybody can compute. */
import { toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { Hash, PeerId } from "../../core/ids.ts";

/** The peers in the order in which they lead `view` of the round on `base`; the first proposes. */
export function leaderOrder(base: Hash, view: number, peers: Iterable<PeerId>): readonly PeerId[] {
  return [...peers]
    .map((peer) => ({ peer, rank: rankOf(base, view, peer) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ peer }) => peer);
}

function rankOf(base: Hash, view: number, peer: PeerId): string {
  return toHex(sha256(new TextEncoder().encode(`tabloom leader ${base} ${view} ${peer}`)));
}
