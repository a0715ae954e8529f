/** The four bytes in front of every frame: "TB", the version in which the frame is written, and what follows. */
import { concatBytes } from "../core/bytes.ts";
import { type Parsed, refuse } from "../ledger/parse.ts";
import { FRAME_BYTES } from "./limits.ts";
import { HELLO_VERSION, OLDEST_VERSION, PROTOCOL_VERSION } from "./version.ts";

export const HEADER_BYTES = 4;
export const CONTROL_TYPE = 1;
export const BLOB_TYPE = 2;

const MAGIC_0 = 0x54; // T
const MAGIC_1 = 0x42; // B

/** One frame of ours; what comes after the header is given in parts. */
export function frameOf(version: number, type: number, ...body: readonly Uint8Array[]): Uint8Array {
  return concatBytes([Uint8Array.of(MAGIC_0, MAGIC_1, version, type), ...body]);
}

/** Splits a stranger's frame. `body` is a view, not a copy. */
export function splitFrame(frame: Uint8Array): Parsed<{ readonly type: number; readonly body: Uint8Array }> {
  if (frame.length > FRAME_BYTES) return refuse(`a frame of ${frame.length} bytes, at most ${FRAME_BYTES}`);
  if (frame.length < HEADER_BYTES) return refuse("a frame without a header");
  const [magic0, magic1, version, type] = frame as unknown as readonly [number, number, number, number];
  if (magic0 !== MAGIC_0 || magic1 !== MAGIC_1) return refuse("not a frame of this protocol");
  const isSpoken = version === HELLO_VERSION || (version >= OLDEST_VERSION && version <= PROTOCOL_VERSION);
  if (!isSpoken) return refuse(`a frame of version ${version}`);
  return { ok: true, type, body: frame.subarray(HEADER_BYTES) };
}
