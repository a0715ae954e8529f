/**
 * The safetensors format: a length, a JSON header, then the raw values. Readable by everybody's tools, and it cannot run code.
 * Source: github.com/huggingface/safetensors, README "Format".
 */
import { bytesOf, concatBytes } from "../core/bytes.ts";
import { TabloomError } from "../core/errors.ts";
import { type Shape, sizeOf } from "../tensor/tensor-type.ts";

/** A file that is not valid safetensors, or holds other tensors than expected. */
export class SafetensorsError extends TabloomError {
  override readonly name = "SafetensorsError";
}

export interface NamedTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

const LENGTH_BYTES = 8;
/** Largest header that is parsed: the limit of the format's own reference reader. */
const MAX_HEADER_BYTES = 100_000_000;

/** @param metadata free text by name, kept in the header */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json);
  const padded = concatBytes([
    text,
    new Uint8Array((LENGTH_BYTES - (text.length % LENGTH_BYTES)) % LENGTH_BYTES).fill(0x20),
  ]);
  const length = new Uint8Array(BigUint64Array.of(BigInt(padded.length)).buffer);
  return concatBytes([length, padded, ...tensors.map(({ data }) => bytesOf(data))]);
}

/** @throws SafetensorsError when lengths, offsets or types do not fit; nothing is allocated from a length that was not checked */
export function readSafetensors(bytes: Uint8Array): {
  tensors: ReadonlyMap<string, NamedTensor>;
  metadata: Readonly<Record<string, string>>;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.length < LENGTH_BYTES ? Infinity : Number(view.getBigUint64(0, true));
  if (headerLength > Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES)) {
    throw new SafetensorsError("this is not a safetensors file: its header is longer than the file");
  }
  const { __metadata__: metadata, ...entries } = parseHeader(
    bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength),
  );
  const body = bytes.subarray(LENGTH_BYTES + headerLength);
  const places = Object.entries(entries).map(([name, entry]) => parsePlace(name, entry));
  refuseGaps(places, body.length);
  const tensors = new Map(
    places.map(({ name, shape, start, end }) => {
      const data = new Float32Array(sizeOf(shape));
      // Not body.slice(): for Node's Buffer that is a view into all of its memory, not a copy.
      bytesOf(data).set(body.subarray(start, end));
      return [name, { name, shape, data }];
    }),
  );
  return { tensors, metadata: isRecord(metadata) ? onlyTexts(metadata) : {} };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (error) {
    throw new SafetensorsError("this is not a safetensors file: its header is not JSON", { cause: error });
  }
  throw new SafetensorsError("this is not a safetensors file: its header is not an object");
}

/** Where a tensor lies: bytes from `start` to `end` after the header. */
interface Place {
  readonly name: string;
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
}

function parsePlace(name: string, entry: unknown): Place {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const isValid =
    dtype === "F32" &&
    Array.isArray(shape) &&
    shape.every(isWhole) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isWhole);
  if (!isValid) throw new SafetensorsError(`tensor "${name}" must have dtype F32, a shape and two offsets`);
  const [start, end] = offsets as [number, number];
  if (end - start !== 4 * sizeOf(shape))
    throw new SafetensorsError(`tensor "${name}": offsets ${start} to ${end} do not fit its shape`);
  return { name, shape, start, end };
}

/** The format allows neither gaps nor overlaps; overlaps would let a small file ask for any amount of memory. */
function refuseGaps(places: readonly Place[], bodyLength: number): void {
  let position = 0;
  for (const { name, start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== position)
      throw new SafetensorsError(`tensor "${name}" starts at ${start} instead of ${position}`);
    position = end;
  }
  if (position !== bodyLength)
    throw new SafetensorsError(`the tensors have ${position} bytes, but the file has ${bodyLength} for them`);
}

/** The format's metadata are texts; anything else is left out. */
function onlyTexts(metadata: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(metadata).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  return Object.fromEntries(texts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
