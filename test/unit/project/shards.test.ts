import * as fc from "fast-check";
import { expect, test } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import {
  cutFile,
  readShardList,
  SHARD_BYTES,
  shardBytes,
  shardListBytes,
} from "../../../shared/project/shards.ts";

const fileOf = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);

test.for([1, SHARD_BYTES - 1, SHARD_BYTES, SHARD_BYTES + 1, 3 * SHARD_BYTES, 3 * SHARD_BYTES + 5])(
  "a file of %d bytes is its shards, and each is named by its hash",
  (length) => {
    const file = fileOf(length);
    const { shardList, blobs } = cutFile(file);
    for (const [hash, blob] of blobs) expect(hashOf(blob)).toBe(hash);
    const list = blobs.get(shardList)!;
    expect(list).toHaveLength(shardListBytes(length));
    const shards = readShardList(list).map((hash) => blobs.get(hash)!);
    shards.forEach((shard, index) => expect(shard).toHaveLength(shardBytes(length, index)));
    expect(hashOf(concatBytes(shards))).toBe(hashOf(file));
  },
);

test("any changed byte changes the name of the file", () => {
  const length = SHARD_BYTES + 1000;
  const { shardList } = cutFile(fileOf(length));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const other = fileOf(length);
      other[at] = other[at]! ^ change;
      expect(cutFile(other).shardList).not.toBe(shardList);
    }),
    { numRuns: 10 },
  );
});

test("equal pieces are one blob", () => {
  const { blobs } = cutFile(new Uint8Array(4 * SHARD_BYTES));
  expect(blobs.size).toBe(2);
});
