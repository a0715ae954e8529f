/**
 * Entropy coding with static frequencies: rANS with a 31-bit state that is renormalised by bytes. Integer arithmetic, so every engine writes the same bytes; each
 * decoding step undoes exactly one encoding step, so a stream that ends in the encoder's initial state is the only one for its symbols.
 * Source: Duda 2013, "Asymmetric numeral systems"; github.com/rygorous/ryg_rans (rans_byte.h).
 */
import { FREQUENCY_BITS, FREQUENCY_TOTAL } from "./frequencies.ts";

/** The state stays in [2²³, 2³¹). */
const LOWEST_STATE = 0x800000;
/** Bytes of the state at the head of a stream. */
export const STATE_BYTES = 4;
/** A symbol of frequency f leaves room for itself when the state is below this times f. */
const ROOM_PER_FREQUENCY = (LOWEST_STATE / FREQUENCY_TOTAL) * 256;
const SLOT_MASK = FREQUENCY_TOTAL - 1;

/** Symbols that share one table of frequencies (their sum is FREQUENCY_TOTAL). */
export interface CodedRun {
  readonly codes: Uint8Array;
  readonly frequencies: readonly number[];
}

/** @param capacity bytes that are enough: see MAX_BITS_PER_VALUE in entropy-packing.ts */
export function encodeRuns(runs: readonly CodedRun[], capacity: number): Uint8Array {
  const bytes = new Uint8Array(capacity);
  let position = capacity;
  let state = LOWEST_STATE;
  // Last symbol first: the decoder, which undoes the steps, then meets the first one first.
  for (const { codes, frequencies } of runs.toReversed()) {
    const frequencyOf = Int32Array.from(frequencies);
    const startOf = startsOf(frequencies);
    for (let index = codes.length - 1; index >= 0; index--) {
      const code = codes[index]!;
      const frequency = frequencyOf[code]!;
      const room = ROOM_PER_FREQUENCY * frequency;
      while (state >= room) {
        bytes[--position] = state & 255;
        state >>>= 8;
      }
      const quotient = (state / frequency) | 0;
      state = (quotient << FREQUENCY_BITS) + (state - quotient * frequency) + startOf[code]!;
    }
  }
  for (let shift = 24; shift >= 0; shift -= 8) bytes[--position] = (state >>> shift) & 255;
  return bytes.slice(position);
}

/**
 * Fills the runs' codes from `bytes`, all of which must be used.
 * @returns false when they are not a stream that the encoder writes for these frequencies; the codes are then meaningless
 */
export function decodeRuns(bytes: Uint8Array, runs: readonly CodedRun[]): boolean {
  if (bytes.length < STATE_BYTES) return false;
  let state = bytes[0]! + bytes[1]! * 0x100 + bytes[2]! * 0x10000 + bytes[3]! * 0x1000000;
  let position = STATE_BYTES;
  if (state < LOWEST_STATE || state >= LOWEST_STATE * 256) return false;
  for (const { codes, frequencies } of runs) {
    const frequencyOf = Int32Array.from(frequencies);
    const startOf = startsOf(frequencies);
    const codeOfSlot = new Uint8Array(FREQUENCY_TOTAL);
    frequencies.forEach((frequency, code) =>
      codeOfSlot.fill(code, startOf[code], startOf[code]! + frequency),
    );
    for (let index = 0; index < codes.length; index++) {
      const slot = state & SLOT_MASK;
      const code = codeOfSlot[slot]!;
      codes[index] = code;
      state = frequencyOf[code]! * (state >>> FREQUENCY_BITS) + slot - startOf[code]!;
      while (state < LOWEST_STATE) {
        if (position === bytes.length) return false;
        state = (state << 8) | bytes[position++]!;
      }
    }
  }
  return state === LOWEST_STATE && position === bytes.length;
}

/** Where each symbol's slots begin: the sum of the frequencies before it. */
function startsOf(frequencies: readonly number[]): Int32Array {
  const starts = new Int32Array(frequencies.length);
  for (let code = 1; code < starts.length; code++) starts[code] = starts[code - 1]! + frequencies[code - 1]!;
  return starts;
}
