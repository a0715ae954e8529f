/**
 * Who this browser is: the ledger that everybody in it may read, and the one tab that may write for its device. Where the browser keeps nothing, a tab is a
 * device of its own for as long as it lives.
 */
import { must } from "../../shared/core/assert.ts";
import { Feed, StuckFeedError } from "../../shared/ledger/feed.ts";
import { Ledger } from "../../shared/ledger/ledger.ts";
import { MemoryFeedStore } from "../../shared/ledger/memory-feed-store.ts";
import { openStored } from "../../shared/ledger/checked-record.ts";
import { MemoryRecordStore, type RecordStore } from "../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import { LedgerStoreError } from "../storage/ledger-store-error.ts";
import { LedgerDatabase } from "../storage/ledger-store.ts";
import { KeyStore } from "./key-store.ts";
import { KeyStoreError } from "./key-store-error.ts";
import { holdProfile, type Release } from "./profile-lock.ts";
import { createSessionSigner } from "./webcrypto-signer.ts";

export interface ProfilePorts {
  /** Seconds since 1970. */
  readonly wallSeconds: () => number;
  /** Something could not be kept; what runs goes on. */
  readonly onProblem: (error: unknown) => void;
  /** Records of the ledger are on the disk. */
  readonly onKept: () => void;
}

/** The right to write for the device. */
export interface Pen {
  readonly signer: Signer;
  readonly feed: Feed;
  /** Signed when this pen was taken up, and not told to anybody yet. */
  readonly fresh: readonly SignedRecord[];
  readonly release: Release;
}

/** Where the feed ends cannot be read any more, and must not be guessed. */
const isLost = (error: unknown): boolean => error instanceof LedgerStoreError && error.fault === "lost-feed";

export class Profile {
  readonly #ports: ProfilePorts;
  #isAlone = false;
  #keys: Promise<KeyStore> | null = null;
  #database: LedgerDatabase | null = null;
  #ledger: Promise<Ledger> | null = null;

  constructor(ports: ProfilePorts) {
    this.#ports = ports;
  }

  /** In a frame on somebody else's page, for as long as this lives: no person begins here, and none that is here signs. */
  standAlone(): void {
    this.#isAlone = true;
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** Null where the browser keeps nothing. */
  async keys(): Promise<KeyStore | null> {
    try {
      return await (this.#keys ??= KeyStore.open());
    } catch (error) {
      this.#keys = null;
      if (!(error instanceof KeyStoreError)) throw error;
      this.#ports.onProblem(error);
      return null;
    }
  }

  /** What the ledger is kept in; null where the browser keeps nothing. */
  async disk(): Promise<LedgerDatabase | null> {
    await this.ledger();
    return this.#database;
  }

  /** All records of this browser, to read and to add what comes from others. */
  ledger(): Promise<Ledger> {
    this.#ledger ??= this.#openLedger();
    return this.#ledger;
  }

  /**
   * Takes up the pen. Of several tabs one has it.
   * @param onWaiting called once, when another tab has it now
   * @throws the reason of `signal`, while waiting
   */
  async takePen(signal: AbortSignal, onWaiting: () => void): Promise<Pen> {
    const release = await holdProfile(signal, onWaiting);
    try {
      const ledger = await this.ledger();
      await ledger.reload(); // what other tabs have added
      const keys = await this.keys();
      if (keys === null || this.#database === null)
        return { ...(await this.#beginForNow(keys, ledger)), release };
      return { ...(await this.#openFeed(keys, ledger)), release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Another device in place of the present one, whose feed must not go on. The pen stays taken. */
  async replaceDevice({ release }: Pen): Promise<Pen> {
    const [keys, ledger] = await Promise.all([this.keys(), this.ledger()]);
    if (keys === null || this.#database === null)
      return { ...(await this.#beginForNow(keys, ledger)), release };
    return { ...(await this.#beginNew(keys, ledger)), release };
  }

  async #openFeed(keys: KeyStore, ledger: Ledger): Promise<Omit<Pen, "release">> {
    const [signer, person] = await Promise.all([keys.device(), this.#personOf(keys)]);
    const owner = ledger.accounts.rootOf(signer.device);
    const mayBeForeign = owner !== signer.device && !this.#isAlone; // alone it goes on, for whoever has claimed it
    const isForeign = mayBeForeign && owner !== (await keys.root()).device; // somebody else's words were entered
    if (isForeign) return this.#beginNew(keys, ledger);
    const feeds = this.#feedStore();
    try {
      // A key whose feed the disk does not know may have signed what was deleted.
      if ((await feeds.load(signer.device)) !== null)
        return { signer, feed: await Feed.open(signer, feeds, person), fresh: [] };
    } catch (error) {
      if (!(error instanceof StuckFeedError) && !isLost(error)) throw error;
    }
    return this.#beginNew(keys, ledger);
  }

  async #beginNew(keys: KeyStore, ledger: Ledger): Promise<Omit<Pen, "release">> {
    const [signer, feeds] = [await keys.newDevice(), this.#feedStore()];
    await feeds.begin(signer.device);
    return this.#delegate(Feed.begin(signer, feeds), signer, keys, ledger);
  }

  /** A device that ends with this visit. What it does is its person's all the same, where the person is known: others keep it. */
  async #beginForNow(keys: KeyStore | null, ledger: Ledger): Promise<Omit<Pen, "release">> {
    const signer = await createSessionSigner();
    return this.#delegate(Feed.begin(signer, new MemoryFeedStore()), signer, keys, ledger);
  }

  /** The first record of a feed says whose the device is. Without the person's key it is a person of its own. */
  async #delegate(
    feed: Feed,
    signer: Signer,
    keys: KeyStore | null,
    ledger: Ledger,
  ): Promise<Omit<Pen, "release">> {
    const person = await this.#personOf(keys);
    if (person === null) return { signer, feed, fresh: [] };
    const body = { root: person.device, at: this.#ports.wallSeconds() };
    const record = await feed.append({ type: "delegation", body }, person);
    ledger.add(must(openStored(record), "made here"));
    return { signer, feed, fresh: [record] };
  }

  async #personOf(keys: KeyStore | null): Promise<Signer | null> {
    return this.#isAlone ? null : ((await keys?.rootSigner()) ?? null);
  }

  #feedStore() {
    return must(this.#database, "the ledger is opened before its feeds").feeds;
  }

  async #openLedger(): Promise<Ledger> {
    const { onProblem, onKept } = this.#ports;
    let ledger: Ledger | null = null;
    const database = new LedgerDatabase(() => ledger?.rewrite());
    try {
      ledger = await Ledger.open({ store: heard(database.records, onKept), onProblem });
      this.#database = database;
      return ledger;
    } catch (error) {
      onProblem(error);
      ledger = await Ledger.open({ store: new MemoryRecordStore(), onProblem });
      return ledger;
    }
  }
}

/** The store, with somebody who hears when it has written. */
const heard = (store: RecordStore, onKept: () => void): RecordStore => ({
  load: () => store.load(),
  add: async (records) => {
    await store.add(records);
    onKept();
  },
  remove: (records) => store.remove(records),
  loadClosed: () => store.loadClosed(),
  close: (closing) => store.close(closing),
});
