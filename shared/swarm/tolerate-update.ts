/** An update that is of no use here is on its way all the same: its sender cannot know. It is dropped when it comes, and no offence. */
import type { PeerId } from "../core/ids.ts";
import { openRecord } from "../ledger/record-content.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import { exactly } from "./blob/blob-ports.ts";
import type { Blobs } from "./blobs.ts";

/** @param contribution announces the update; nothing is allocated for the size that it claims */
export function tolerateUpdate(blobs: Blobs, from: PeerId, contribution: SignedRecord): void {
  const opened = openRecord(contribution.bytes);
  if (!opened.ok || opened.content.type !== "contribution") return;
  const { update, updateBytes } = opened.content.body;
  blobs.tolerate(from, update, exactly(updateBytes));
}
