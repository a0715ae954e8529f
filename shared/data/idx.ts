/**
 * IDX, the format of MNIST and its relatives: two zero bytes, a type, the number of axes, the axes as big-endian 32-bit
 * integers, the values. Only bytes as values (type 8) are read. Files often come compressed; whoever reads the file
 * decompresses it first, because that needs the platform. Source: http://yann.lecun.com/exdb/mnist/
 */
import { DataError } from "./data-error.ts";

const UNSIGNED_BYTE = 8;
const LARGEST_RANK = 4;
const AXIS_BYTES = 4;
const MAGIC_BYTES = 4;

export interface IdxFile {
  readonly shape: readonly number[];
  /** A view into the file, row-major; as long as the shape says. */
  readonly values: Uint8Array;
}

/** Whether the first bytes are those of an IDX file of bytes. */
export function isIdx(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    bytes[2] === UNSIGNED_BYTE &&
    bytes[3]! >= 1 &&
    bytes[3]! <= LARGEST_RANK
  );
}

/** @throws DataError when the bytes are not IDX, or are not as many as the header says */
export function parseIdx(bytes: Uint8Array): IdxFile {
  if (!isIdx(bytes)) {
    throw new DataError("not-idx");
  }
  const rank = bytes[3]!;
  const headerBytes = MAGIC_BYTES + rank * AXIS_BYTES;
  if (bytes.length < headerBytes) refuseLength(bytes.length, headerBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(MAGIC_BYTES + axis * AXIS_BYTES));
  // Four axes of 2³² overflow a double's integers, but never down to the length of a real file.
  const expectedBytes = headerBytes + shape.reduce((product, axis) => product * axis, 1);
  if (bytes.length !== expectedBytes) refuseLength(bytes.length, expectedBytes);
  return { shape, values: bytes.subarray(headerBytes) };
}

function refuseLength(found: number, expected: number): never {
  throw new DataError("idx-length", {
    count: found,
    expected,
    fault: found < expected ? "cut" : "damaged",
  });
}
