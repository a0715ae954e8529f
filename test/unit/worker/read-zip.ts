/** A reader of stored ZIP archives that shares no code with what writes them: Node's own checksum, and anything unexpected throws. */
import { strict as assert } from "node:assert";
import { crc32 } from "node:zlib";

/** @returns the files by their paths, in the order of the directory */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const archive = Buffer.from(bytes);
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const count = archive.readUInt16LE(end + 10);
  let entry = archive.readUInt32LE(end + 16);
  assert.equal(entry + archive.readUInt32LE(end + 12), end);
  const files = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index++) {
    assert.equal(archive.readUInt32LE(entry), 0x02014b50);
    const size = archive.readUInt32LE(entry + 20);
    assert.equal(archive.readUInt32LE(entry + 24), size);
    const nameLength = archive.readUInt16LE(entry + 28);
    const name = archive.toString("utf8", entry + 46, entry + 46 + nameLength);
    const local = archive.readUInt32LE(entry + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    assert.deepEqual(archive.subarray(local + 4, local + 30), archive.subarray(entry + 6, entry + 32));
    const start = local + 30 + nameLength;
    const content = archive.subarray(start, start + size);
    assert.equal(crc32(content), archive.readUInt32LE(entry + 16));
    files.set(name, content);
    entry += 46 + nameLength;
  }
  assert.equal(entry, end);
  return files;
}
