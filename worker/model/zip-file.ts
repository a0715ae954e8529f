/**
 * Files as one ZIP archive, stored without compression: weights do not shrink. No time is in it, so the same files are the same archive. Source: PKWARE,
 * APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end).
 */
import { assert } from "../../shared/core/assert.ts";
import type { ExportedFile } from "../../shared/export/exported-file.ts";

const LOCAL_SIGNATURE = 0x04034b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the first day that the format knows. */
const DATE = 0x0021;
/** What 32 bits can say; larger archives have another form. */
const MOST_BYTES = 0xffff_ffff;

/** @param folder all files lie in it */
export function zipFile(folder: string, files: readonly ExportedFile[]): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = new TextEncoder().encode(`${folder}/${path}`);
    const facts = fieldsOf([
      [2, FLAGS],
      [2, 0], // stored
      [2, 0],
      [2, DATE],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ]);
    const local = [
      fieldsOf([
        [4, LOCAL_SIGNATURE],
        [2, VERSION],
      ]),
      facts,
      name,
      bytes,
    ];
    directory.push(
      fieldsOf([
        [4, ENTRY_SIGNATURE],
        [2, VERSION],
        [2, VERSION],
      ]),
      facts,
    );
    directory.push(
      fieldsOf([
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      name,
    );
    parts.push(...local);
    offset += lengthOf(local);
  }
  const size = lengthOf(directory);
  assert(offset + size <= MOST_BYTES, "an archive of less than 4 GiB");
  const end = fieldsOf([
    [4, END_SIGNATURE],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  return new Blob([...parts, ...directory, end] as BlobPart[], { type: "application/zip" });
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** @param fields size in bytes and value, little-endian */
function fieldsOf(fields: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let position = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(position, value, true);
    else view.setUint32(position, value, true);
    position += size;
  }
  return bytes;
}

/** Of the polynomial of ISO 3309, reflected. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffff_ffff;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff]!;
  return (value ^ 0xffff_ffff) >>> 0;
}
