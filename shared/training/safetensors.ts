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
  const tensors = new Map(
    Object.entries(entries).map(([name, entry]) => [name, readTensor(name, entry, body)]),
  );
  return { tensors, metadata: isRecord(metadata) ? (metadata as Record<string, string>) : {} };
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

function readTensor(name: string, entry: unknown, body: Uint8Array): NamedTensor {
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
  if (end > body.length || end - start !== 4 * sizeOf(shape)) {
    throw new SafetensorsError(
      `tensor "${name}": offsets ${start} to ${end} do not fit its shape or the file`,
    );
  }
  return { name, shape, data: new Float32Array(body.slice(start, end).buffer) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
