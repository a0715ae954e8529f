/** The cache of project data on Chromium's IndexedDB. */
import { afterEach, expect, test } from "vitest";
import { hashOf } from "../../shared/core/hash.ts";
import { BlobStore } from "../../worker/storage/blob-store.ts";

const LIMIT_BYTES = 1000;

let nowMs = 0;
const stores: BlobStore[] = [];
function open(): BlobStore {
  const store = new BlobStore({ wallClockMs: () => ++nowMs, limitBytes: LIMIT_BYTES });
  stores.push(store);
  return store;
}

/** A blob of this length; the number makes it differ from others. */
const blobOf = (length: number, number: number) => new Uint8Array(length).fill(number);

afterEach(async () => {
  for (const store of stores) store.close();
  await stores.splice(0).at(-1)?.destroy();
});

test("a blob is there after a reload, and nothing but the blob", async () => {
  const file = Uint8Array.from({ length: 900 }, (_, index) => index % 251);
  const shard = file.subarray(100, 300); // a view into a file
  const before = open();
  await before.put(hashOf(shard), shard);
  before.close();
  const kept = await open().get(hashOf(shard));
  expect(kept).toEqual(shard);
  expect(kept?.buffer.byteLength).toBe(200);
});

test("what was never kept is not there", async () => {
  expect(await open().get("0".repeat(64))).toBeNull();
});

test("what was not used for longest makes room", async () => {
  const store = open();
  const blobs = [1, 2, 3].map((number) => blobOf(300, number));
  for (const blob of blobs) await store.put(hashOf(blob), blob);
  await store.get(hashOf(blobs[0]!));
  const newcomer = blobOf(300, 4);
  await store.put(hashOf(newcomer), newcomer);
  const kept = await Promise.all([...blobs, newcomer].map((blob) => store.get(hashOf(blob))));
  expect(kept.map((blob) => blob?.[0] ?? null)).toEqual([1, null, 3, 4]);
});

test("the same blob again takes no more room", async () => {
  const store = open();
  const [first, second] = [blobOf(400, 1), blobOf(500, 2)];
  await store.put(hashOf(first), first);
  for (let turn = 0; turn < 3; turn++) await store.put(hashOf(second), second);
  expect(await store.get(hashOf(first))).toEqual(first);
});

test("a blob larger than the store is not kept, and pushes nothing out", async () => {
  const store = open();
  const small = blobOf(10, 1);
  await store.put(hashOf(small), small);
  const large = blobOf(LIMIT_BYTES + 1, 2);
  await store.put(hashOf(large), large);
  expect(await store.get(hashOf(large))).toBeNull();
  expect(await store.get(hashOf(small))).toEqual(small);
});

test("a store that cannot be used is an empty one", async () => {
  const store = open();
  store.close();
  const blob = blobOf(10, 1);
  await store.put(hashOf(blob), blob);
  expect(await store.get(hashOf(blob))).toBeNull();
});
