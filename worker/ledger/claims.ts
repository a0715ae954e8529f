/**
 * How a person takes the device of a widget's frame. Browsers keep the frame's storage apart from that of our own page, so two programs take part: on our page,
 * where the person's key is, they sign that the device is theirs; in the frame the device signs the same and takes it into its feed.
 */
import { type Parsed, refuse } from "../../shared/ledger/parse.ts";
import type { PeerId } from "../../shared/core/ids.ts";
import { checkRecord } from "../../shared/ledger/checked-record.ts";
import { cleanDisplayName } from "../../shared/ledger/identity/display-name.ts";
import { fingerprintOf, pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { type FeedPlace, feedRecordBytes, isSignedBy, signRecord } from "../../shared/ledger/record.ts";
import { openRecord } from "../../shared/ledger/record-content.ts";
import {
  decodeSignedRecord,
  encodeSignedRecord,
  type SignedRecord,
} from "../../shared/ledger/signed-record.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { KeyStore } from "../identity/key-store.ts";
import type { Pen } from "../identity/profile.ts";
import type { ClaimAnswer, Claimant, OwnerTicket } from "../ledger-api.ts";
import { RefusedError } from "./outcome.ts";
import type { SharedPen } from "./shared-pen.ts";
import type { Writer } from "./writer.ts";

export interface ClaimPorts {
  readonly ledger: Ledger;
  /** Null where the browser keeps nothing. */
  readonly keys: KeyStore | null;
  readonly pen: Pick<SharedPen, "held" | "write" | "standAlone">;
  readonly writer: Writer;
  readonly verifier: Verifier;
  /** Seconds since 1970. */
  readonly wallSeconds: () => number;
}

/** All of them throw RefusedError, PenTakenError, KeyStoreError and LedgerStoreError. */
export class Claims {
  readonly #ports: ClaimPorts;

  constructor(ports: ClaimPorts) {
    this.#ports = ports;
  }

  /** In the frame: where its device writes next. */
  async place(): Promise<FeedPlace> {
    return this.#inFrame(async ({ feed }) => feed.next);
  }

  /** In the frame. */
  async accept({ place, root, at, signature }: OwnerTicket): Promise<ClaimAnswer> {
    const { writer, verifier } = this.#ports;
    const bytes = delegationBytes(place, root, at);
    const person = { device: root, signature };
    if (!isSignedBy(bytes, person, verifier)) throw new RefusedError("unsignable");
    return this.#inFrame(async ({ feed }) => {
      const record = await feed.appendSigned(bytes, person);
      if (record === null) return { kind: "moved", place: feed.next };
      writer.tell(record);
      return { kind: "done", record: encodeSignedRecord(record) };
    });
  }

  /** On our page. */
  async claimant(): Promise<Claimant | null> {
    const { ledger, keys } = this.#ports;
    if (keys === null) throw new RefusedError("no-storage");
    const known = await keys.knownRoot();
    if (known === null) return null;
    const root = known.device;
    const name = cleanDisplayName(ledger.accounts.identityOf(root)?.name ?? "");
    return { root, fingerprint: fingerprintOf(root), name: name ?? pseudonymOf(root) };
  }

  /** On our page. */
  async sign(place: FeedPlace): Promise<OwnerTicket> {
    const { keys, wallSeconds } = this.#ports;
    if (keys === null) throw new RefusedError("no-storage");
    this.#refuseTaken(place.device);
    const person = await keys.rootSigner();
    if (person === null) throw new RefusedError("no-words");
    const at = wallSeconds();
    const { signature } = await signRecord(delegationBytes(place, person.device, at), person);
    return { place, root: person.device, at, signature };
  }

  /** On our page. */
  async keep(record: Uint8Array): Promise<void> {
    const { ledger, keys, writer, verifier } = this.#ports;
    const root = (await keys?.knownRoot())?.device;
    const checked = checkDelegation(record, verifier);
    if (!checked.ok || checked.root !== root) throw new RefusedError("unsignable");
    if (!ledger.has(checked.record.hash)) writer.tell(checked.record);
  }

  /** With a device that nobody has. */
  async #inFrame<T>(work: (pen: Pen) => Promise<T>): Promise<T> {
    const { keys, pen } = this.#ports;
    pen.standAlone();
    // A device of this visit that does not work would be another one when it does.
    if (keys === null && pen.held === null) throw new RefusedError("no-storage");
    return pen.write((held) => {
      this.#refuseTaken(held.signer.device);
      return work(held);
    });
  }

  #refuseTaken(device: PeerId): void {
    if (this.#ports.ledger.accounts.rootOf(device) !== device) throw new RefusedError("claimed");
  }
}

/** @throws RefusedError for what is no place of a device */
function delegationBytes(place: FeedPlace, root: PeerId, at: number): Uint8Array {
  const bytes = feedRecordBytes(place, { type: "delegation", body: { root, at } });
  const opened = openRecord(bytes);
  if (!opened.ok || place.device === root) throw new RefusedError("unsignable");
  return bytes;
}

function checkDelegation(
  bytes: Uint8Array,
  verifier: Verifier,
): Parsed<{ readonly record: SignedRecord; readonly root: PeerId }> {
  const decoded = decodeSignedRecord(bytes);
  if (!decoded.ok) return decoded;
  const checked = checkRecord(decoded.record, verifier);
  if (!checked.ok) return checked;
  const { content } = checked.checked;
  if (content?.type !== "delegation") return refuse("no delegation");
  return { ok: true, record: decoded.record, root: content.body.root };
}
