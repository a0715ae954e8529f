/**
 * The keys of this browser profile, in IndexedDB: the key that its device signs with, and the root identity behind it, with
 * the entropy of its phrase until the visitor has it written down. Made at first use; nobody is asked for anything. Nothing is held in
 * memory, so that two tabs never disagree.
 */
import { Dexie, type Table } from "dexie";
import * as v from "valibot";
import { isHash, type PeerId } from "../../shared/core/ids.ts";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import { bytesField } from "../../shared/ledger/fields.ts";
import {
  createPhrase,
  ENTROPY_BYTES,
  entropyOf,
  type Phrase,
  rootSignerOf,
} from "../../shared/ledger/identity/phrase.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import { createPlainKey, createWebCryptoKey, type DeviceKey, signerOf } from "./device-key.ts";
import { KeyStoreError, type KeyStoreFault } from "./key-store-error.ts";

const DATABASE_NAME = "tabloom-keys";
/** What a key signs to show that it is whole. No record, and nothing on a link, begins like this. */
const PROBE = new TextEncoder().encode("tabloom/key-probe/1\0");

export interface RootIdentity {
  /** Public key of the root. */
  readonly device: PeerId;
  /** Null when the visitor asked this browser to forget it. */
  readonly phrase: Phrase | null;
}

const keyName = v.pipe(v.string(), v.check(isHash, "not a key"));
const deviceSchema = v.variant("kind", [
  v.strictObject({
    role: v.literal("device"),
    kind: v.literal("webcrypto"),
    device: keyName,
    // Whether it is one is seen when it signs: pages without HTTPS do not even know the class.
    privateKey: v.custom<CryptoKey>((value) => typeof value === "object", "not a key"),
  }),
  v.strictObject({
    role: v.literal("device"),
    kind: v.literal("bytes"),
    device: keyName,
    secretKey: bytesField(32),
  }),
]);
const rootSchema = v.strictObject({
  role: v.literal("root"),
  device: keyName,
  entropy: v.nullable(bytesField(ENTROPY_BYTES)),
});
type RootRow = v.InferOutput<typeof rootSchema>;
type Row = RootRow | v.InferOutput<typeof deviceSchema>;

type Database = Dexie & { readonly keys: Table<Row, Row["role"]> };

export class KeyStore {
  readonly #database: Database;

  /** @throws KeyStoreError where the browser gives no database, as does every method below */
  static async open(): Promise<KeyStore> {
    const database = new Dexie(DATABASE_NAME, {
      chromeTransactionDurability: "strict", // a key that has signed must survive a killed browser
      autoOpen: false, // deleted under our feet, it must not come back empty, with another identity
    }) as Database;
    database.version(1).stores({ keys: "role" });
    const blocked = new Promise<never>((_, reject) => {
      database.on("blocked", () => reject(new KeyStoreError("blocked")));
    });
    try {
      await reach(() => Promise.race([database.open(), blocked]));
    } catch (error) {
      database.close();
      throw error;
    }
    return new KeyStore(database);
  }

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Signs as this device. A stored key that no longer signs is as good as none: the device gets a new one. */
  async device(): Promise<Signer> {
    const row = await reach(() => this.#database.keys.get("device"));
    return signerOf((await wholeKey(row)) ?? (await this.#createDevice(row)));
  }

  /** A new key takes the place of the device's, whose feed ends with that. */
  async newDevice(): Promise<Signer> {
    return signerOf(await this.#createDevice(await reach(() => this.#database.keys.get("device"))));
  }

  async root(): Promise<RootIdentity> {
    const row = await reach(() => this.#database.keys.get("root"));
    return parseRoot(row ?? (await this.#createRoot()));
  }

  /** Null before the first `root`. */
  async knownRoot(): Promise<RootIdentity | null> {
    const row = await reach(() => this.#database.keys.get("root"));
    return row === undefined ? null : parseRoot(row);
  }

  /** Signs as the root. Null when the phrase was forgotten: only the visitor can bring it back. */
  async rootSigner(): Promise<Signer | null> {
    const { phrase } = await this.root();
    return phrase === null ? null : rootSignerOf(phrase);
  }

  /** Another identity, as its owner typed it. The device belongs to the one before, so a new device is due. */
  async replaceRoot(phrase: Phrase): Promise<RootIdentity> {
    const row = rootRow(phrase);
    await reach(() => this.#database.keys.put(row));
    return { device: row.device, phrase };
  }

  /** From now on only the visitor knows the phrase, and nothing more can be signed as the root. */
  async forgetPhrase(): Promise<void> {
    const { keys } = this.#database;
    await reach(() =>
      this.#database.transaction("rw", keys, async () => {
        const row = await keys.get("root");
        if (row?.role === "root") await keys.put({ ...row, entropy: null });
      }),
    );
  }

  close(): void {
    this.#database.close();
  }

  async #createRoot(): Promise<Row> {
    const { keys } = this.#database;
    const row = rootRow(createPhrase(crypto.getRandomValues(new Uint8Array(ENTROPY_BYTES))));
    return reach(() =>
      this.#database.transaction("rw", keys, async () => {
        const other = await keys.get("root"); // of a tab that began at the same time
        if (other === undefined) await keys.put(row);
        return other ?? row;
      }),
    );
  }

  async #createDevice(replaced: Row | undefined): Promise<DeviceKey> {
    const key = await createWebCryptoKey();
    if (key === null) return this.#putDevice(createPlainKey(), replaced);
    try {
      return await this.#putDevice(key, replaced);
    } catch (error) {
      // Browsers learned to store such a key later than to make one.
      if (!(error instanceof KeyStoreError && isCloneFault(error.cause))) throw error;
      return this.#putDevice(createPlainKey(), replaced);
    }
  }

  /** Whoever replaces a key first has replaced it: two tabs that begin at once end with the same. */
  async #putDevice(key: DeviceKey, replaced: Row | undefined): Promise<DeviceKey> {
    const { keys } = this.#database;
    const other = await reach(() =>
      this.#database.transaction("rw", keys, async () => {
        const current = await keys.get("device");
        if (current !== undefined && current.device !== replaced?.device) return current;
        await keys.put({ role: "device", ...key });
        return undefined;
      }),
    );
    return (await wholeKey(other)) ?? key;
  }
}

function rootRow(phrase: Phrase): RootRow {
  return { role: "root", device: rootSignerOf(phrase).device, entropy: entropyOf(phrase) };
}

/** @throws KeyStoreError unless the row is what rootRow made: a wrong root would look like credit that is gone */
function parseRoot(row: unknown): RootIdentity {
  const parsed = v.safeParse(rootSchema, row);
  if (!parsed.success) throw new KeyStoreError("damaged");
  const { device, entropy } = parsed.output;
  if (entropy === null) return { device, phrase: null };
  const phrase = createPhrase(entropy);
  if (rootSignerOf(phrase).device !== device) throw new KeyStoreError("damaged");
  return { device, phrase };
}

/** The key of a row, or null when there is none, or one that does not sign as it says. */
async function wholeKey(row: unknown): Promise<DeviceKey | null> {
  const parsed = v.safeParse(deviceSchema, row);
  if (!parsed.success) return null;
  const { role: _role, ...key } = parsed.output;
  try {
    const signature = await signerOf(key).sign(PROBE);
    return ed25519Verifier.verify(key.device, PROBE, signature) ? key : null;
  } catch {
    return null; // WebCrypto refuses it
  }
}

/** Does `work` on the database. @throws KeyStoreError in place of the database's own errors */
async function reach<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Dexie.DexieError) && !(error instanceof DOMException)) throw error;
    throw new KeyStoreError(faultOf(error), { cause: error });
  }
}

function faultOf({ name, message }: Error): KeyStoreFault {
  // A full disk aborts the transaction, and is named in the message of that.
  if (`${name} ${message}`.includes("QuotaExceededError")) return "full";
  return name === "DatabaseClosedError" ? "gone" : "forbidden";
}

function isCloneFault(error: unknown): boolean {
  return error instanceof Error && error.name === "DataCloneError";
}
