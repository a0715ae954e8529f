/** The keys of a browser profile, on Chromium's IndexedDB and WebCrypto. */
import { Dexie } from "dexie";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import { parsePhrase, rootSignerOf } from "../../shared/ledger/identity/phrase.ts";
import type { Signer } from "../../shared/ports/signatures.ts";
import { KeyStore } from "../../worker/identity/key-store.ts";

/** Storage with a limit of its own, which TypeScript does not know yet. */
declare global {
  interface Navigator {
    readonly storageBuckets: {
      open(name: string, options: { readonly quota: number }): Promise<{ readonly indexedDB: IDBFactory }>;
      delete(name: string): Promise<void>;
    };
  }
}

const NAME = "tabloom-keys";
const MESSAGE = new TextEncoder().encode("a message");
const PHRASE = `${"zoo ".repeat(11)}wrong`;

const stores: KeyStore[] = [];
async function open(): Promise<KeyStore> {
  const store = await KeyStore.open();
  stores.push(store);
  return store;
}

const settled = (request: IDBOpenDBRequest | IDBRequest) =>
  new Promise<void>((resolve, reject) => {
    request.addEventListener("success", () => resolve());
    request.addEventListener("error", () => reject(request.error!));
  });

/** Whatever is stored under `role`, read past the store. */
async function changeRow(role: string, change: (row: Record<string, unknown>) => void) {
  const opening = indexedDB.open(NAME);
  await settled(opening);
  const database = opening.result;
  const keys = database.transaction("keys", "readwrite").objectStore("keys");
  const reading = keys.get(role);
  await settled(reading);
  const row = reading.result as Record<string, unknown>;
  change(row);
  await settled(keys.put(row));
  database.close();
  return row;
}

const deleteKeys = () => settled(indexedDB.deleteDatabase(NAME));
beforeAll(deleteKeys);
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const store of stores.splice(0)) store.close();
  await deleteKeys();
});

const signsWell = async (signer: Signer) =>
  ed25519Verifier.verify(signer.device, MESSAGE, await signer.sign(MESSAGE));

describe("the device's key", () => {
  test("is there after a reload, and signs", async () => {
    const before = await open();
    const { device } = await before.device();
    before.close();
    const after = await (await open()).device();
    expect(after.device).toBe(device);
    expect(await signsWell(after)).toBe(true);
  });

  test("cannot be read by any code", async () => {
    await (await open()).device();
    const { kind, privateKey } = await changeRow("device", () => {});
    expect(kind).toBe("webcrypto");
    expect((privateKey as CryptoKey).extractable).toBe(false);
    for (const format of ["pkcs8", "jwk"] as const)
      await expect(crypto.subtle.exportKey(format, privateKey as CryptoKey)).rejects.toThrow(
        /not extractable/,
      );
  });

  test("is one for tabs that begin at the same time", async () => {
    const tabs = await Promise.all([open(), open(), open(), open()]);
    const signers = await Promise.all(tabs.map((tab) => tab.device()));
    expect(new Set(signers.map(({ device }) => device)).size).toBe(1);
    for (const signer of signers) expect(await signsWell(signer)).toBe(true);
  });

  test("gives way to a new one, which stays", async () => {
    const store = await open();
    const first = await store.device();
    const second = await store.newDevice();
    expect(second.device).not.toBe(first.device);
    expect(await signsWell(second)).toBe(true);
    expect((await (await open()).device()).device).toBe(second.device);
  });

  test.each([
    ["without WebCrypto (no HTTPS)", () => vi.stubGlobal("crypto", cryptoWithout())],
    ["where such a key cannot be stored", refuseCryptoKeys],
  ])("is kept as bytes %s", async (_name, hinder) => {
    hinder();
    const { device } = await (await open()).device();
    vi.restoreAllMocks();
    const { kind } = await changeRow("device", () => {});
    const again = await (await open()).device();
    expect([kind, again.device]).toEqual(["bytes", device]);
    expect(await signsWell(again)).toBe(true);
  });

  test.each([
    ["names another key", { device: "7".repeat(64) }],
    ["is of no known kind", { kind: "secret" }],
    ["holds something else than a key", { privateKey: new Uint8Array(32) }],
    ["has lost its key", { privateKey: null }],
  ])("is made anew when the row %s", async (_name, damage) => {
    const { device } = await (await open()).device();
    await changeRow("device", (row) => Object.assign(row, damage));
    const next = await (await open()).device();
    expect(next.device).not.toBe(device);
    expect(await signsWell(next)).toBe(true);
    expect((await (await open()).device()).device).toBe(next.device);
  });
});

describe("the root identity", () => {
  test("is made once, and its phrase gives its key", async () => {
    const tabs = await Promise.all([open(), open()]);
    const [root, other] = await Promise.all(tabs.map((tab) => tab.root()));
    expect(other).toEqual(root);
    expect(parsePhrase(root!.phrase!)).toEqual({ ok: true, phrase: root!.phrase });
    expect(rootSignerOf(root!.phrase!).device).toBe(root!.device);
    const signer = await (await open()).rootSigner();
    expect(signer!.device).toBe(root!.device);
    expect(await signsWell(signer!)).toBe(true);
  });

  test("keeps its name when the phrase is forgotten, and signs no more", async () => {
    const store = await open();
    const { device } = await store.root();
    await store.forgetPhrase();
    store.close();
    const after = await open();
    expect(await after.root()).toEqual({ device, phrase: null });
    expect(await after.rootSigner()).toBeNull();
    expect((await changeRow("root", () => {}))["entropy"]).toBeNull();
  });

  test("comes from a phrase that the visitor brings, and the device stays until it is replaced", async () => {
    const store = await open();
    const [before, { device }] = [await store.root(), await store.device()];
    const restored = await store.replaceRoot(PHRASE);
    expect(restored).toEqual({ device: rootSignerOf(PHRASE).device, phrase: PHRASE });
    expect(restored.device).not.toBe(before.device);
    expect(await (await open()).root()).toEqual(restored);
    expect((await store.rootSigner())!.device).toBe(restored.device);
    expect((await store.device()).device).toBe(device);
  });

  test("also after it was forgotten", async () => {
    const store = await open();
    await store.replaceRoot(PHRASE);
    await store.forgetPhrase();
    expect(await store.rootSigner()).toBeNull();
    await store.replaceRoot(PHRASE);
    expect((await store.rootSigner())!.device).toBe(rootSignerOf(PHRASE).device);
  });

  test.each([
    ["entropy of another root", { entropy: new Uint8Array(16) }],
    ["entropy that was cut", { entropy: new Uint8Array(15) }],
    ["no key", { device: "" }],
  ])(
    "that is damaged (%s) is named, never replaced in silence, and a phrase repairs it",
    async (_name, damage) => {
      const store = await open();
      await store.root();
      await changeRow("root", (row) => Object.assign(row, damage));
      const refused = { name: "KeyStoreError", fault: "damaged" };
      await expect(store.root()).rejects.toMatchObject(refused);
      await expect(store.rootSigner()).rejects.toMatchObject(refused);
      expect(await store.replaceRoot(PHRASE)).toEqual(await store.root());
    },
  );
});

describe("a browser that cannot keep keys", () => {
  test("says so when storage is forbidden", async () => {
    vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
      throw new DOMException("access is denied for this document", "SecurityError");
    });
    await expect(KeyStore.open()).rejects.toMatchObject({ name: "KeyStoreError", fault: "forbidden" });
  });

  test("says so when a tab with another version holds them, and opens when that is closed", async () => {
    const opening = indexedDB.open(NAME, 1); // no listener for versionchange: it does not give way
    await settled(opening);
    await expect(KeyStore.open()).rejects.toMatchObject({ name: "KeyStoreError", fault: "blocked" });
    opening.result.close();
    expect(await signsWell(await (await open()).device())).toBe(true);
  });

  test("says so when they were deleted meanwhile, makes no others, and a signer goes on", async () => {
    const store = await open();
    await store.root();
    const device = await store.device();
    await deleteKeys();
    const refused = { name: "KeyStoreError", fault: "gone" };
    await expect(store.root()).rejects.toMatchObject(refused);
    await expect(store.device()).rejects.toMatchObject(refused);
    expect(await signsWell(device)).toBe(true);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(NAME);
  });

  test("says so when there is no room", async () => {
    const usual = Dexie.dependencies.indexedDB;
    const bucket = await navigator.storageBuckets.open("full", { quota: 1 });
    Dexie.dependencies.indexedDB = bucket.indexedDB;
    try {
      const store = await open();
      const refused = { name: "KeyStoreError", fault: "full" };
      await expect(store.device()).rejects.toMatchObject(refused);
      await expect(store.replaceRoot(PHRASE)).rejects.toMatchObject(refused);
    } finally {
      Dexie.dependencies.indexedDB = usual;
      await navigator.storageBuckets.delete("full");
    }
  });
});

/** As on a page without HTTPS. */
function cryptoWithout(): Partial<Crypto> {
  return { getRandomValues: crypto.getRandomValues.bind(crypto) };
}

/** As in browsers that made Ed25519 keys before they could clone them. */
function refuseCryptoKeys(): void {
  const put = Reflect.get(IDBObjectStore.prototype, "put");
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value) {
    if (Object.hasOwn(value as object, "privateKey")) throw new DOMException("no clone", "DataCloneError");
    return put.call(this, value);
  });
}
