/** Orders of peers that nobody can choose and everybody can compute: who may propose, and who has a seat where there are too many. */
import { toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { Hash, PeerId } from "../../core/ids.ts";

/** The peers in the order in which they lead `view` of the round on `base`; the first proposes. */
export function leaderOrder(base: Hash, view: number, peers: Iterable<PeerId>): readonly PeerId[] {
  return draw(`leader ${base} ${view}`, peers);
}

/** The peers in the order in which they get a seat in the round on `base`. */
export function seatOrder(base: Hash, peers: Iterable<PeerId>): readonly PeerId[] {
  return draw(`seat ${base}`, peers);
}

function draw(purpose: string, peers: Iterable<PeerId>): readonly PeerId[] {
  return [...peers]
    .map((peer) => ({ peer, rank: toHex(sha256(new TextEncoder().encode(`tabloom ${purpose} ${peer}`))) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ peer }) => peer);
}
