/** Records that came in, before they are believed: checked a few at a time, because a signature costs a millisecond and a heartbeat must not wait. */
import type { Hash, PeerId } from "../../core/ids.ts";
import { type CheckedRecord, checkRecord } from "../../ledger/checked-record.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { SignedRecord } from "../../ledger/signed-record.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Verifier } from "../../ports/signatures.ts";

/** Signatures checked in one go: some 15 ms. */
const SLICE_SIGNATURES = 12;
/** Records that wait; what does not fit is found missing by the next comparison. */
const MOST_WAITING = 10_000;

export interface AdmissionPorts {
  readonly clock: Clock;
  readonly verifier: Verifier;
  readonly ledger: Ledger;
  readonly isWanted: (checked: CheckedRecord) => boolean;
  readonly onBad: (peer: PeerId) => void;
  /** It is in the ledger now. */
  readonly onNew: (peer: PeerId, checked: CheckedRecord, isNews: boolean) => void;
}

interface Arrival {
  /** It came alone: somebody tells what is new. Many at once are the past, which others get by comparing. */
  readonly isNews: boolean;
  readonly peer: PeerId;
  readonly record: SignedRecord;
}

export class Admission {
  readonly #ports: AdmissionPorts;
  #arrivals: Arrival[] = [];
  readonly #waiting = new Set<Hash>();
  #cancel: (() => void) | null = null;

  constructor(ports: AdmissionPorts) {
    this.#ports = ports;
  }

  take(peer: PeerId, records: readonly SignedRecord[]): void {
    for (const record of records) {
      const isKnown = this.#ports.ledger.has(record.hash) || this.#waiting.has(record.hash);
      if (isKnown || this.#arrivals.length >= MOST_WAITING) continue;
      this.#waiting.add(record.hash);
      this.#arrivals.push({ peer, record, isNews: records.length === 1 });
    }
    this.#goOnSoon();
  }

  /** Whatever this neighbour sent last is forgotten: it left, or was cut off. */
  drop(peer: PeerId): void {
    this.#arrivals = this.#arrivals.filter((arrival) => {
      if (arrival.peer === peer) this.#waiting.delete(arrival.record.hash);
      return arrival.peer !== peer;
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#arrivals = [];
  }

  #goOnSoon(): void {
    if (this.#arrivals.length === 0) return;
    this.#cancel ??= this.#ports.clock.setTimer(0, () => {
      this.#cancel = null;
      this.#checkSome();
      this.#goOnSoon();
    });
  }

  #checkSome(): void {
    let signatures = 0;
    while (signatures < SLICE_SIGNATURES) {
      const arrival = this.#arrivals.shift();
      if (arrival === undefined) return;
      signatures += 1 + arrival.record.signatures.length;
      this.#check(arrival);
    }
  }

  #check({ peer, record, isNews }: Arrival): void {
    const { verifier, ledger, isWanted, onBad, onNew } = this.#ports;
    this.#waiting.delete(record.hash);
    const parsed = checkRecord(record, verifier);
    // A record of another project, or of long ago, has no place here, but whoever passes it on may be right about it.
    if (!parsed.ok) onBad(peer);
    else if (isWanted(parsed.checked) && ledger.add(parsed.checked)) onNew(peer, parsed.checked, isNews);
  }
}
