/**
 * Every value in two bits: sign and one of two magnitudes per tensor. Bytes: small and large magnitude of each tensor (int32, little-endian), then the codes in the
 * order of θ, four to a byte, lowest bits first. A code indexes the codebook [−large, −small, small, large].
 */
import { NonFiniteError } from "../core/errors.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import { CODEBOOK_LIMIT, type QuantizedTensor } from "../tensor/quantized.ts";
import type { Codec, DecodedUpdate } from "./codec.ts";
import { countCodes } from "./frequencies.ts";
import { fitTwoMagnitudes } from "./two-level.ts";

const TENSOR_BYTES = 8;
const CODES_PER_BYTE = 4;

export const dense2: Codec = { name: "dense-2", encode, decode, maxBytes: exactBytes };

function exactBytes({ parameters, parameterCount }: ParameterLayout): number {
  return parameters.length * TENSOR_BYTES + Math.ceil(parameterCount / CODES_PER_BYTE);
}

function encode(delta: Float32Array, layout: ParameterLayout): Uint8Array {
  const bytes = new Uint8Array(exactBytes(layout));
  const view = new DataView(bytes.buffer);
  const codes = bytes.subarray(layout.parameters.length * TENSOR_BYTES);
  let isZero = true;
  layout.parameters.forEach(({ offset, size }, tensor) => {
    const values = delta.subarray(offset, offset + size);
    const { small, large, border } = fitTwoMagnitudes(values);
    view.setInt32(tensor * TENSOR_BYTES, small, true);
    view.setInt32(tensor * TENSOR_BYTES + 4, large, true);
    isZero &&= large === 0;
    for (let index = 0; index < size; index++) {
      const code = codeOf(values[index]!, small, border);
      const at = offset + index;
      codes[at >> 2]! |= code << (2 * (at & 3));
    }
  });
  if (isZero) throw new NonFiniteError("the round changed nothing; there is no update to show");
  return bytes;
}

/** A value that becomes zero is positive, so that zero has one code. */
function codeOf(value: number, small: number, border: number): number {
  if (Math.abs(value) >= border) return value < 0 ? 0 : 3;
  return value < 0 && small > 0 ? 1 : 2;
}

function decode(bytes: Uint8Array, layout: ParameterLayout): DecodedUpdate {
  if (bytes.length !== exactBytes(layout)) return { ok: false, reason: "the update has the wrong length" };
  const packed = bytes.subarray(layout.parameters.length * TENSOR_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const allCodes = unpackCodes(packed, layout.parameterCount);
  const rest = layout.parameterCount % CODES_PER_BYTE;
  if (rest > 0 && packed.at(-1)! >> (2 * rest) !== 0)
    return { ok: false, reason: "bits after the last code" };
  const update: QuantizedTensor[] = [];
  for (const [tensor, { offset, size }] of layout.parameters.entries()) {
    const small = view.getInt32(tensor * TENSOR_BYTES, true);
    const large = view.getInt32(tensor * TENSOR_BYTES + 4, true);
    const codes = allCodes.subarray(offset, offset + size);
    const reason = findFault(small, large, codes);
    if (reason !== null) return { ok: false, reason };
    update.push({ codebook: Int32Array.of(-large, -small, small, large), codes });
  }
  return { ok: true, update };
}

function unpackCodes(packed: Uint8Array, count: number): Uint8Array {
  const codes = new Uint8Array(count);
  for (let at = 0; at < count; at++) codes[at] = (packed[at >> 2]! >> (2 * (at & 3))) & 3;
  return codes;
}

/** What makes this another encoding than the only one of its values, or no sound codebook at all. */
function findFault(small: number, large: number, codes: Uint8Array): string | null {
  if (small < 0 || large < small || large > CODEBOOK_LIMIT)
    return "magnitudes that do not ascend or are beyond the limit";
  const [minusLarge = 0, minusSmall = 0, plusSmall = 0, plusLarge = 0] = countCodes(codes, 4);
  const isLargeUsed = minusLarge + plusLarge > 0;
  const isSmallUsed = minusSmall + plusSmall > 0;
  if (small === large ? isLargeUsed : !isLargeUsed || !isSmallUsed) return "a magnitude that never occurs";
  return small === 0 && minusSmall > 0 ? "a negative zero" : null;
}
