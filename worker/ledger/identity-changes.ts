/** What a person may change about who they are. Everything is a signed record; nothing is asked of anybody. */
import { type Hash, isHash, type PeerId } from "../../shared/core/ids.ts";
import { cleanDisplayName } from "../../shared/ledger/identity/display-name.ts";
import { parsePhrase, type Phrase, rootSignerOf } from "../../shared/ledger/identity/phrase.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { revocationBytes, sealRecord } from "../../shared/ledger/record.ts";
import type { IdentityBody } from "../../shared/ledger/records/identity.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import type { KeyStore } from "../identity/key-store.ts";
import type { Pen } from "../identity/profile.ts";
import type { IdentityChange } from "../ledger-api.ts";
import { RefusedError } from "./outcome.ts";
import { findSelf } from "./self.ts";
import { PenTakenError, type SharedPen } from "./shared-pen.ts";
import type { Writer } from "./writer.ts";

export interface IdentityPorts {
  readonly ledger: Ledger;
  /** Null where the browser keeps nothing. */
  readonly keys: KeyStore | null;
  /** In a frame on somebody else's page: what gives there says nothing about persons. */
  readonly isAlone: () => boolean;
  readonly pen: Pick<SharedPen, "held" | "write">;
  readonly writer: Writer;
  /** On the disk when it resolves. */
  readonly keep: (record: SignedRecord) => Promise<void>;
  /** Seconds since 1970. */
  readonly wallSeconds: () => number;
}

/** All of them throw RefusedError, PenTakenError, KeyStoreError and LedgerStoreError. */
export class IdentityChanges {
  readonly #ports: IdentityPorts;

  constructor(ports: IdentityPorts) {
    this.#ports = ports;
  }

  async change(change: IdentityChange): Promise<void> {
    const { name, isListed, country, team } = change;
    const asked = {
      ...(name === undefined ? {} : { name: nameToSign(name) }),
      ...(isListed === undefined ? {} : { isListed }),
      ...(country === undefined ? {} : { country }),
      ...(team === undefined ? {} : { team: teamToSign(team) }),
    };
    await this.#write(async (pen) => {
      const { ledger, writer, wallSeconds } = this.#ports;
      const root = await this.#rootOf(pen);
      const now = ledger.accounts.identityOf(root);
      // The newest record holds, so this one must be newer, whatever the clocks of the person's devices say.
      const at = Math.max(wallSeconds(), (now?.at ?? -1) + 1);
      const body: IdentityBody = { ...NOTHING_SAID, ...now, ...asked, root, at };
      await writer.append(pen, { type: "identity", body });
    });
  }

  /** @param url empty, or an address with https @returns the team */
  async createTeam(name: string, url: string): Promise<Hash> {
    const clean = nameToSign(name);
    if (clean === "") throw new RefusedError("team-name");
    if (!/^(https:\/\/\S+)?$/.test(url)) throw new RefusedError("team-address");
    return this.#write(async (pen) => {
      const { writer, wallSeconds } = this.#ports;
      const body = { name: clean, url, at: wallSeconds() };
      return (await writer.append(pen, { type: "team", body })).hash;
    });
  }

  /** What the device signed up to now stays the person's, whatever it signs later. */
  async revoke(device: PeerId): Promise<void> {
    this.#refuseAlone();
    const { ledger, keys, pen, keep, writer, wallSeconds } = this.#ports;
    const person = (await keys?.rootSigner()) ?? null;
    if (keys === null || person === null) throw new RefusedError(keys === null ? "no-storage" : "no-words");
    const self = await findSelf({ ledger, keys, isAlone: false }, pen.held);
    if (device === self.device) throw new RefusedError("this-device");
    if (ledger.accounts.rootOf(device) !== person.device) throw new RefusedError("foreign-device");
    const lastSeq = ledger.feedEnd(device)?.seq ?? 0;
    const body = { root: person.device, device, lastSeq, at: wallSeconds() };
    const record = await sealRecord(revocationBytes(body), person);
    await keep(record);
    writer.tell(record);
  }

  /**
   * Becomes the person whose words these are. What the device did stays with who it was: unless it is the same person, another device takes its place, and whoever
   * works as the present one has to begin again.
   * @returns whether another device is due
   */
  async restore(text: string): Promise<boolean> {
    this.#refuseAlone();
    const parsed = parsePhrase(text);
    if (!parsed.ok) throw new RefusedError(parsed.fault, parsed.values);
    const { phrase } = parsed;
    const person = rootSignerOf(phrase);
    const { keys, writer, wallSeconds } = this.#ports;
    if (keys === null) throw new RefusedError("no-storage");
    const before = await keys.root().catch(() => null);
    if (before === null) return this.#repair(keys, phrase, person);
    return this.#write(async (pen) => {
      const isSame = before.device === person.device;
      await keys.replaceRoot(phrase);
      if (isSame) await writer.delegate(pen, person, wallSeconds());
      // Whoever works replaces the device itself, or would go on with a key that is gone.
      else if (pen !== this.#ports.pen.held) await keys.newDevice();
      return !isSame;
    });
  }

  /**
   * Another device of the person said something newer than the feed of this one does: it says so too, because work counts for the team that its own feed names.
   * The time stays that of what is repeated, so that it never overrides anything.
   */
  async follow(pen: Pen): Promise<void> {
    const { ledger, writer } = this.#ports;
    const { device } = pen.signer;
    const root = ledger.accounts.rootOf(device);
    const newest = ledger.accounts.identityOf(root);
    const said = ledger.book.identitiesBy(device).toSorted((a, b) => b.content.seq - a.content.seq)[0];
    if (newest === null || saysTheSame(newest, said?.content.body)) return;
    await writer.append(pen, { type: "identity", body: newest });
  }

  /** Makes the device the person's, while their words are here. Where another tab has the pen, it has done so. */
  async settle(): Promise<void> {
    const { keys, isAlone, pen } = this.#ports;
    if (keys === null || isAlone()) return;
    await pen
      .write((pen) => this.#rootOf(pen))
      .catch((error: unknown) => {
        if (!(error instanceof PenTakenError)) throw error;
      });
  }

  /** Where the root that was kept is damaged nobody can have the pen. */
  async #repair(keys: KeyStore, phrase: Phrase, person: Signer): Promise<boolean> {
    await keys.replaceRoot(phrase);
    const { device } = await keys.device();
    if (this.#ports.ledger.accounts.rootOf(device) === person.device) return false;
    await keys.newDevice();
    return true;
  }

  /** Who signs; the device becomes theirs first, if nobody has taken it. */
  async #rootOf(pen: Pen): Promise<PeerId> {
    const { ledger, keys, writer, wallSeconds } = this.#ports;
    const person = (await keys?.rootSigner()) ?? null;
    if (person !== null) await writer.delegate(pen, person, wallSeconds());
    return ledger.accounts.rootOf(pen.signer.device);
  }

  #refuseAlone(): void {
    if (this.#ports.isAlone()) throw new RefusedError("in-frame");
  }

  async #write<T>(work: (pen: Pen) => Promise<T>): Promise<T> {
    this.#refuseAlone();
    const { keys, pen } = this.#ports;
    // A device of this visit that does not work yet would be another one when it does.
    if (keys === null && pen.held === null) throw new RefusedError("no-storage");
    return pen.write(work);
  }
}

const NOTHING_SAID = { name: "", isListed: false, country: "", team: null };

function saysTheSame(a: IdentityBody, b: IdentityBody | undefined): boolean {
  if (b === undefined || a.root !== b.root) return false;
  return a.name === b.name && a.isListed === b.isListed && a.country === b.country && a.team === b.team;
}

/** Empty stands for the generated name. */
function nameToSign(typed: string): string {
  if (typed.trim() === "") return "";
  const name = cleanDisplayName(typed);
  if (name === null) throw new RefusedError("name");
  return name;
}

function teamToSign(team: Hash | null): Hash | null {
  if (team !== null && !isHash(team)) throw new RefusedError("invitation");
  return team;
}
