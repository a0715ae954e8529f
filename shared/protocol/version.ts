/**
 * Versions of the wire.
 *
 *   1  2026-11  the first: hello, auth, status, contribution, proposal, vote, certificate, want, missing, peers, relay, bye; blob parts
 *   2  2026-11  contributions carry state hashes, records carry times; records, want-records, reconcile, feed.
 *      Nothing of version 1 is understood any more: nobody kept its records, so nothing signed is lost.
 *   3  2026-11  a contribution may name the site that it was given on. Records of version 2 are as they were, byte for byte; its
 *      peers are not spoken with, because they would cut off whoever passes on a record with a site.
 *
 * A peer speaks OLDEST_VERSION … PROTOCOL_VERSION and says so in its hello; two peers use the highest that both speak. The header of
 * a frame names the version in which it is written. A hello is written in version 1 for ever, or nobody could find that out.
 *
 * A change of any schema, limit or layout needs a new version: test/unit/protocol/wire-hash.test.ts fails until it has one.
 */
export const PROTOCOL_VERSION = 3;
export const OLDEST_VERSION = 3;
export const HELLO_VERSION = 1;

/** The version to use with a peer that speaks `oldest` … `version`, or null when there is none. */
export function commonVersion(peer: { readonly version: number; readonly oldest: number }): number | null {
  const highest = Math.min(PROTOCOL_VERSION, peer.version);
  return highest >= Math.max(OLDEST_VERSION, peer.oldest) ? highest : null;
}
