import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type NamedTensor,
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
} from "../../../shared/training/safetensors.ts";

const TENSORS: readonly NamedTensor[] = [
  { name: "a", shape: [2, 3], data: Float32Array.of(1, -0, Number.NaN, Infinity, 1e-45, 3.4e38) },
  { name: "scalar", shape: [], data: Float32Array.of(7) },
  { name: "nothing", shape: [0, 5], data: new Float32Array(0) },
  { name: "Ω 🙂", shape: [1], data: Float32Array.of(-1) },
];

/** A file with this header text and body, whatever they say. */
function fileOf(header: string, body = new Uint8Array(0), announced?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + body.length);
  new DataView(file.buffer).setBigUint64(0, announced ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(body, 8 + text.length);
  return file;
}

/** Reads bytes of a stranger: tensors that fit into the file, or the one error. */
function readOrRefuse(bytes: Uint8Array): void {
  try {
    const { tensors, metadata } = readSafetensors(bytes);
    let size = 0;
    for (const { data } of tensors.values()) size += data.byteLength;
    expect(size).toBeLessThanOrEqual(bytes.length);
    for (const text of Object.values(metadata)) expect(typeof text).toBe("string");
  } catch (error) {
    expect(error).toBeInstanceOf(SafetensorsError);
  }
}

const entry = (shape: readonly unknown[], offsets: readonly unknown[], dtype = "F32") =>
  JSON.stringify({ t: { dtype, shape, data_offsets: offsets } });

describe("a written file", () => {
  test("reads back to the last bit", () => {
    const { tensors, metadata } = readSafetensors(writeSafetensors(TENSORS, { note: "ä\n" }));
    expect(metadata).toEqual({ note: "ä\n" });
    expect([...tensors.keys()]).toEqual(TENSORS.map(({ name }) => name));
    for (const { name, shape, data } of TENSORS) {
      const read = tensors.get(name)!;
      expect(read.shape).toEqual(shape);
      expect(new Uint8Array(read.data.buffer)).toEqual(new Uint8Array(data.buffer));
    }
  });

  test("reads back from the middle of a larger buffer", () => {
    const file = writeSafetensors(TENSORS, {});
    const larger = new Uint8Array(file.length + 20);
    larger.set(file, 3);
    const { tensors } = readSafetensors(larger.subarray(3, 3 + file.length));
    expect(tensors.get("scalar")!.data).toEqual(Float32Array.of(7));
  });

  test("reads back from a Buffer, as Node reads files: its slices are views", () => {
    const { tensors } = readSafetensors(Buffer.from(writeSafetensors(TENSORS, {})));
    expect(tensors.get("scalar")!.data).toEqual(Float32Array.of(7));
  });

  test("has values that begin at a multiple of eight bytes, as the format asks", () => {
    for (let length = 0; length < 9; length++) {
      const file = writeSafetensors(TENSORS, { note: "x".repeat(length) });
      expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
  });

  test("keeps the tensors that it was made of: reading is a copy", () => {
    const file = writeSafetensors(TENSORS, {});
    const read = readSafetensors(file).tensors.get("scalar")!;
    file.fill(0);
    expect(read.data[0]).toBe(7);
  });

  test("reads back whatever the names and values", () => {
    const values = fc.array(fc.float(), { maxLength: 8 }).map((list) => Float32Array.from(list));
    const name = fc.string().filter((text) => text !== "__metadata__" && text !== "__proto__");
    const tensors = fc.uniqueArray(fc.tuple(name, values), { selector: ([key]) => key, maxLength: 5 });
    fc.assert(
      fc.property(tensors, (list) => {
        const written = list.map(([key, data]) => ({ name: key, shape: [data.length], data }));
        const { tensors: read } = readSafetensors(writeSafetensors(written, {}));
        expect(read.size).toBe(written.length);
        for (const tensor of written) expect(read.get(tensor.name)).toEqual(tensor);
      }),
    );
  });
});

describe("a file that is not safetensors is refused", () => {
  test.for([
    ["nothing", new Uint8Array(0)],
    ["seven bytes", new Uint8Array(7)],
    ["a header longer than the file", fileOf("{}", new Uint8Array(0), 3n)],
    ["a header of 2⁶⁴ − 1 bytes", fileOf("{}", new Uint8Array(0), 0xffff_ffff_ffff_ffffn)],
    ["a header that is not JSON", fileOf("{")],
    ["a header that is not UTF-8", fileOf("x").with(8, 0xff)],
    ["a list as header", fileOf("[]")],
    ["null as header", fileOf("null")],
    ["a tensor that is null", fileOf('{"t":null}')],
    ["another type of values", fileOf(entry([1], [0, 4], "F64"), new Uint8Array(4))],
    ["a negative size", fileOf(entry([-1], [0, 4]), new Uint8Array(4))],
    ["half a size", fileOf(entry([0.5], [0, 2]), new Uint8Array(2))],
    ["a size that is no number", fileOf(entry(["1"], [0, 4]), new Uint8Array(4))],
    ["offsets that go backwards", fileOf(entry([0], [4, 0]), new Uint8Array(4))],
    ["offsets beyond the file", fileOf(entry([2], [0, 8]), new Uint8Array(4))],
    ["offsets that do not fit the shape", fileOf(entry([2], [0, 4]), new Uint8Array(4))],
    ["three offsets", fileOf(entry([1], [0, 4, 8]), new Uint8Array(4))],
    ["terabytes that are not there", fileOf(entry([2 ** 40], [0, 2 ** 42]), new Uint8Array(4))],
    ["sizes whose product overflows", fileOf(entry([2 ** 52, 2 ** 52], [0, 0]))],
    ["values that belong to no tensor", fileOf("{}", new Uint8Array(4))],
    ["a gap before the first tensor", fileOf(entry([1], [4, 8]), new Uint8Array(8))],
  ] as const)("%s", ([, bytes]) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
  });

  test("a thousand tensors that share the same values, which would take far more memory than the file", () => {
    const shared = { dtype: "F32", shape: [1000], data_offsets: [0, 4000] };
    const header = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`t${index}`, shared]));
    expect(() => readSafetensors(fileOf(JSON.stringify(header), new Uint8Array(4000)))).toThrow(
      SafetensorsError,
    );
  });
});

test("metadata that are not texts are left out", () => {
  const header = { __metadata__: { good: "yes", bad: 1, worse: { a: 1 } } };
  expect(readSafetensors(fileOf(JSON.stringify(header))).metadata).toEqual({ good: "yes" });
  expect(readSafetensors(fileOf('{"__metadata__":[1]}')).metadata).toEqual({});
});

describe("bytes of a stranger give tensors or a SafetensorsError, and nothing else", () => {
  test("any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readOrRefuse));
  });

  test("any JSON as header", () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 40 }), (header, body) =>
        readOrRefuse(fileOf(header, body)),
      ),
    );
  });

  test("headers that look almost right", () => {
    const number = fc.oneof(fc.integer({ min: -1, max: 9 }), fc.maxSafeInteger(), fc.double());
    const numbers = fc.array(fc.oneof(number, fc.constant(4)), { maxLength: 3 });
    const tensor = fc.record(
      { dtype: fc.constantFrom("F32", "F16", 1), shape: numbers, data_offsets: numbers },
      { requiredKeys: [] },
    );
    const name = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom("__metadata__", "__proto__"));
    fc.assert(
      fc.property(fc.dictionary(name, tensor), fc.uint8Array({ maxLength: 40 }), (header, body) =>
        readOrRefuse(fileOf(JSON.stringify(header), body)),
      ),
      { numRuns: 300 },
    );
  });

  test("a good file with one byte changed, or cut off", () => {
    const good = writeSafetensors(TENSORS, { note: "x" });
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        readOrRefuse(good.with(place, good[place]! ^ change));
        expect(() => readSafetensors(good.subarray(0, place))).toThrow(SafetensorsError);
      }),
      { numRuns: 300 },
    );
  });
});
