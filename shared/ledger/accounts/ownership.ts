/** Whose a device is. A device that nobody has taken is a person of its own, with its key for a root. */
import type { PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { compareBySeq } from "../book/known-record.ts";

export interface Ownership {
  /** The person, whatever was revoked later: what counts where it matters that two devices are in one hand. */
  readonly root: PeerId;
  /** Place of the last record that is the person's: what a lost device writes after that is its own. Infinity while it is not revoked. */
  readonly lastSeq: number;
}

/**
 * The first delegation in a feed holds, for what stands before it too: people donate before they make up their mind who they are. Of several revocations by
 * the person the earliest place holds.
 */
export function ownershipOf(book: RecordBook, device: PeerId): Ownership {
  const [first] = book.delegationsBy(device).toSorted(compareBySeq);
  if (first === undefined) return { root: device, lastSeq: Infinity };
  const { root } = first.content.body;
  let lastSeq = Infinity;
  for (const { content } of book.revocationsOf(device))
    if (content.body.root === root) lastSeq = Math.min(lastSeq, content.body.lastSeq);
  return { root, lastSeq };
}

/** Whose the record at `seq` is. */
export function ownerAt({ root, lastSeq }: Ownership, device: PeerId, seq: number): PeerId {
  return seq <= lastSeq ? root : device;
}

/** Whose the record at this place of this feed is; without a place, who has the device in hand. */
export function rootOf(book: RecordBook, device: PeerId, seq: number | null = null): PeerId {
  const ownership = ownershipOf(book, device);
  return seq === null ? ownership.root : ownerAt(ownership, device, seq);
}

/** Devices that a person has in hand, after the key itself: who has taken none is one. */
export function devicesOf(book: RecordBook, root: PeerId): readonly PeerId[] {
  const delegated = new Set(book.delegationsTo(root).map(({ content }) => content.device));
  return [
    root,
    ...[...delegated].filter((device) => device !== root && rootOf(book, device) === root).sort(),
  ];
}
