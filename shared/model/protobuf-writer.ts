/**
 * The part of Protocol Buffers that ONNX needs: varints, 32-bit floats, bytes and nested messages.
 * Source: protobuf.dev/programming-guides/encoding.
 */
import { concatBytes } from "../core/bytes.ts";

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;
/** Values from here on do not fit 32-bit shifts and are split by division. */
const CONTINUATION = 128;

export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];

  /** A non-negative or negative integer field; negatives take ten bytes, as int64 demands. */
  integer(field: number, value: number): this {
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + FIXED_32);
    this.#parts.push(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + LENGTH_DELIMITED);
    this.#varint(value.length);
    this.#parts.push(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    return concatBytes(this.#parts);
  }

  #varint(value: number): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= CONTINUATION) {
      bytes.push(Number(rest & 127n) | CONTINUATION);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.#parts.push(Uint8Array.from(bytes));
  }
}
