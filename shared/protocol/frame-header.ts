/** The four bytes in front of every frame: "TB", the version in which the frame is written, and what follows. */
import { concatBytes } from "../core/bytes.ts";
import { type Parsed, refuse } from "../ledger/parse.ts";
import { FRAME_BYTES } from "./limits.ts";

export const HEADER_BYTES = 4;
export const CONTROL_TYPE = 1;
export const BLOB_TYPE = 2;

const MAGIC_0 = 0x54; // T
const MAGIC_1 = 0x42; // B

/** One frame of ours; what comes after the header is given in parts. */
export function frameOf(version: number, type: number, ...body: readonly Uint8Array[]): Uint8Array {
  return concatBytes([Uint8Array.of(MAGIC_0, MAGIC_1, version, type), ...body]);
}

export interface SplitFrame {
  /** Whether this peer speaks it depends on what is in the frame. */
  readonly version: number;
  readonly type: number;
  /** A view, not a copy. */
  readonly body: Uint8Array;
}

/** Splits a stranger's frame. */
export function splitFrame(frame: Uint8Array): Parsed<SplitFrame> {
  if (frame.length > FRAME_BYTES) return refuse(`a frame of ${frame.length} bytes, at most ${FRAME_BYTES}`);
  if (frame.length < HEADER_BYTES) return refuse("a frame without a header");
  const [magic0, magic1, version, type] = frame as unknown as readonly [number, number, number, number];
  if (magic0 !== MAGIC_0 || magic1 !== MAGIC_1) return refuse("not a frame of this protocol");
  return { ok: true, version, type, body: frame.subarray(HEADER_BYTES) };
}
