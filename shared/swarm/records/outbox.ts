/** Records on their way to neighbours that asked for many: a few messages at a time, so that a cold start does not hold up a round. */
import type { PeerId } from "../../core/ids.ts";
import { type SignedRecord, signedRecordBytes } from "../../ledger/signed-record.ts";
import type { Clock } from "../../ports/clock.ts";
import { CONTROL_BYTES, RECORDS_AT_ONCE } from "../../protocol/limits.ts";

/** Between two messages to one neighbour: 15 kB each make 1.5 Mbit/s. */
const PAUSE_MS = 80;
/** Waiting records of one neighbour: a cold start. What does not fit is found missing by the next comparison. */
const MOST_WAITING = 200_000;
/** The rest of a message around its records. */
const MESSAGE_BYTES = 64;

export interface OutboxPorts {
  readonly clock: Clock;
  readonly send: (peer: PeerId, records: readonly SignedRecord[]) => void;
}

interface Waiting {
  readonly records: SignedRecord[];
  /** Records that were sent, at the front. */
  sent: number;
  cancel: () => void;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #waiting = new Map<PeerId, Waiting>();

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  add(peer: PeerId, records: readonly SignedRecord[]): void {
    if (records.length === 0) return;
    const waiting = this.#waiting.get(peer);
    if (waiting !== undefined) {
      for (const record of records.slice(0, MOST_WAITING - waiting.records.length))
        waiting.records.push(record);
      return;
    }
    const fresh: Waiting = { records: [...records], sent: 0, cancel: () => undefined };
    this.#waiting.set(peer, fresh);
    this.#sendSome(peer, fresh);
  }

  drop(peer: PeerId): void {
    this.#waiting.get(peer)?.cancel();
    this.#waiting.delete(peer);
  }

  stop(): void {
    for (const waiting of this.#waiting.values()) waiting.cancel();
    this.#waiting.clear();
  }

  #sendSome(peer: PeerId, waiting: Waiting): void {
    const batch: SignedRecord[] = [];
    let bytes = MESSAGE_BYTES;
    for (let next = waiting.sent; next < waiting.records.length && batch.length < RECORDS_AT_ONCE; next++) {
      const record = waiting.records[next]!;
      bytes += signedRecordBytes(record.bytes, record.signatures.length);
      if (bytes > CONTROL_BYTES) break;
      batch.push(record);
    }
    waiting.sent += batch.length;
    this.#ports.send(peer, batch);
    if (waiting.sent >= waiting.records.length) this.#waiting.delete(peer);
    else waiting.cancel = this.#ports.clock.setTimer(PAUSE_MS, () => this.#sendSome(peer, waiting));
  }
}
