/** Signs what a person says: into the feed, into the ledger, and out to everybody. */
import { must } from "../../shared/core/assert.ts";
import type { PeerId } from "../../shared/core/ids.ts";
import { openStored } from "../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { openRecord } from "../../shared/ledger/record-content.ts";
import { feedRecordBytes } from "../../shared/ledger/record.ts";
import type { FeedEntry } from "../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { Pen } from "../identity/profile.ts";
import { RefusedError } from "./outcome.ts";

export interface WriterPorts {
  readonly ledger: Ledger;
  /** Tells everybody who is connected; the others hear of it later. */
  readonly publish: (record: SignedRecord) => void;
}

export class Writer {
  readonly #ports: WriterPorts;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  /**
   * @param person signs too, which a delegation needs
   * @throws RefusedError when nobody could read it: then nothing was begun
   */
  async append({ feed }: Pen, entry: FeedEntry, person: Signer | null = null): Promise<SignedRecord> {
    const { seq, hash } = feed.end;
    const opened = openRecord(feedRecordBytes({ device: feed.device, seq: seq + 1, prev: hash }, entry));
    if (!opened.ok) throw new RefusedError("unsignable", {}, opened.reason);
    const record = await feed.append(entry, person);
    this.tell(record);
    return record;
  }

  /** A record that is on the disk already. */
  tell(record: SignedRecord): void {
    this.#ports.ledger.add(must(openStored(record), "made here"));
    this.#ports.publish(record);
  }

  /** Says that the device is the person's, unless its feed has said so. */
  async delegate(pen: Pen, person: Signer, at: number): Promise<void> {
    if (this.isDelegated(pen.signer.device)) return;
    await this.append(pen, { type: "delegation", body: { root: person.device, at } }, person);
  }

  isDelegated(device: PeerId): boolean {
    return this.#ports.ledger.book.delegationsBy(device).length > 0;
  }
}
