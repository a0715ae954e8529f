import type { PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import type { Known } from "../book/known-record.ts";
import type { IdentityBody } from "../records/identity.ts";
import { rootOf } from "./ownership.ts";

/**
 * What a person says about themselves now: the newest record by time, and between equals the higher hash, from any of their devices. Null for whoever has
 * said nothing; a record from somebody else's device counts for nothing.
 */
export function identityOf(book: RecordBook, root: PeerId): IdentityBody | null {
  let newest: Known<"identity"> | null = null;
  for (const identity of book.identitiesOf(root)) {
    const { device, seq } = identity.content;
    if (rootOf(book, device, seq) === root && (newest === null || isNewer(identity, newest)))
      newest = identity;
  }
  return newest?.content.body ?? null;
}

function isNewer(a: Known<"identity">, b: Known<"identity">): boolean {
  return a.at > b.at || (a.at === b.at && a.record.hash > b.record.hash);
}
