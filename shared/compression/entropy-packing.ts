/**
 * Bytes of an entropy-coded update: for each tensor the number of codebook entries (1 byte), and for each entry its value (int32) and frequency (uint16), all
 * little-endian; then one stream of all codes. The codebook ascends and every entry occurs, so the values have one encoding only.
 */
import type { ParameterLayout } from "../tensor/layout.ts";
import {
  CODEBOOK_ENTRIES,
  CODEBOOK_LIMIT,
  type QuantizedTensor,
  type QuantizedUpdate,
} from "../tensor/quantized.ts";
import type { DecodedUpdate } from "./codec.ts";
import { countCodes, frequenciesOf, FREQUENCY_TOTAL } from "./frequencies.ts";
import { decodeRuns, encodeRuns, STATE_BYTES } from "./range-coder.ts";

const ENTRY_BYTES = 6;
/**
 * More than any tensor needs: seven symbols take at most log₂ 7 = 2.81 bits each, rounded frequencies cost less than 0.03 more, and the coder's own rounding
 * less than 0.01.
 */
const MAX_BITS_PER_VALUE = 3;

export function maxPackedBytes({ parameters, parameterCount }: ParameterLayout): number {
  return parameters.length * (1 + CODEBOOK_ENTRIES * ENTRY_BYTES) + maxStreamBytes(parameterCount);
}

function maxStreamBytes(valueCount: number): number {
  return STATE_BYTES + Math.ceil((valueCount * MAX_BITS_PER_VALUE) / 8);
}

/** @param tensors with ascending codebooks, of which every entry occurs */
export function packTensors(
  tensors: readonly QuantizedTensor[],
  { parameterCount }: ParameterLayout,
): Uint8Array {
  const runs = tensors.map(({ codes, codebook }) => ({
    codes,
    codebook,
    frequencies: frequenciesOf(countCodes(codes, codebook.length)),
  }));
  const headerBytes = runs.reduce((sum, { codebook }) => sum + 1 + codebook.length * ENTRY_BYTES, 0);
  const stream = encodeRuns(runs, maxStreamBytes(parameterCount));
  const bytes = new Uint8Array(headerBytes + stream.length);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const { codebook, frequencies } of runs) {
    view.setUint8(offset++, codebook.length);
    codebook.forEach((value, entry) => {
      view.setInt32(offset, value, true);
      view.setUint16(offset + 4, frequencies[entry]!, true);
      offset += ENTRY_BYTES;
    });
  }
  bytes.set(stream, offset);
  return bytes;
}

export function unpackTensors(bytes: Uint8Array, layout: ParameterLayout): DecodedUpdate {
  if (bytes.length > maxPackedBytes(layout)) return { ok: false, reason: "the update is too long" };
  const header = readHeader(bytes, layout.parameters.length);
  if (typeof header === "string") return { ok: false, reason: header };
  const allCodes = new Uint8Array(layout.parameterCount);
  const runs = layout.parameters.map(({ offset, size }, index) => ({
    ...header.tables[index]!,
    codes: allCodes.subarray(offset, offset + size),
  }));
  if (!decodeRuns(bytes.subarray(header.end), runs))
    return { ok: false, reason: "the update's stream is damaged" };
  for (const { codes, codebook, frequencies } of runs) {
    const counts = countCodes(codes, codebook.length);
    if (counts.includes(0)) return { ok: false, reason: "a codebook entry never occurs" };
    if (frequenciesOf(counts).some((frequency, entry) => frequency !== frequencies[entry]))
      return { ok: false, reason: "the frequencies are not those of the codes" };
  }
  const update: QuantizedUpdate = runs.map(({ codebook, codes }) => ({ codebook, codes }));
  return { ok: true, update };
}

interface Table {
  readonly codebook: Int32Array;
  readonly frequencies: readonly number[];
}

/** The tables and where they end, or what is wrong with them. */
function readHeader(bytes: Uint8Array, tensorCount: number): { tables: Table[]; end: number } | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables: Table[] = [];
  let end = 0;
  for (let tensor = 0; tensor < tensorCount; tensor++) {
    const entryCount = bytes[end++] ?? 0;
    if (entryCount < 1 || entryCount > CODEBOOK_ENTRIES) return "a codebook has no or too many entries";
    if (end + entryCount * ENTRY_BYTES > bytes.length) return "the update ends within a codebook";
    const table = readTable(view, end, entryCount);
    if (typeof table === "string") return table;
    tables.push(table);
    end += entryCount * ENTRY_BYTES;
  }
  return { tables, end };
}

function readTable(view: DataView, start: number, entryCount: number): Table | string {
  const codebook = new Int32Array(entryCount);
  const frequencies: number[] = [];
  for (let entry = 0; entry < entryCount; entry++) {
    const at = start + entry * ENTRY_BYTES;
    codebook[entry] = view.getInt32(at, true);
    frequencies.push(view.getUint16(at + 4, true));
    if (Math.abs(codebook[entry]!) > CODEBOOK_LIMIT) return "a codebook entry is beyond the limit";
    if (entry > 0 && codebook[entry]! <= codebook[entry - 1]!) return "a codebook does not ascend";
  }
  const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
  if (total !== FREQUENCY_TOTAL || frequencies.includes(0)) return "frequencies that do not add up";
  return { codebook, frequencies };
}
