/** A name never stands without the fingerprint of its key: names can be copied. */
import type { PeerId } from "../../../shared/core/ids.ts";
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";

export const PeerName = ({ name, peer }: { readonly name: string; readonly peer: PeerId }) => (
  <span className="peer-name">
    <bdi>{name}</bdi> <span className="hash">{fingerprintOf(peer)}</span>
  </span>
);
