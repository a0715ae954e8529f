/**
 * A reader of safetensors that shares no code with ours, as strict as the format's text: github.com/huggingface/safetensors, README "Format". Node's Buffer does
 * the reading, and anything unexpected throws.
 */
import { strict as assert } from "node:assert";

export interface ReadTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export function readStrictly(bytes: Uint8Array) {
  const file = Buffer.from(bytes);
  const headerEnd = 8 + Number(file.readBigUInt64LE(0));
  assert.ok(headerEnd <= file.length && headerEnd < 100_000_000, "the header lies in the file");
  const text = file.toString("utf8", 8, headerEnd);
  assert.match(text, /^\{[^]*\} *$/, "the header begins with a brace, and spaces alone follow it");
  const header = JSON.parse(text) as Record<string, Record<string, unknown>>;
  const tensors = new Map<string, ReadTensor>();
  const ranges: (readonly [number, number])[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    assert.deepEqual(Object.keys(entry).toSorted(), ["data_offsets", "dtype", "shape"]);
    assert.equal(entry["dtype"], "F32");
    const shape = entry["shape"] as number[];
    const [begin, end] = entry["data_offsets"] as [number, number];
    const count = shape.reduce((product, size) => product * size, 1);
    assert.equal(end - begin, 4 * count);
    ranges.push([begin, end]);
    const values = Array.from({ length: count }, (_, index) =>
      file.readFloatLE(headerEnd + begin + 4 * index),
    );
    tensors.set(name, { shape, values });
  }
  let position = 0;
  for (const [begin, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    assert.equal(begin, position, "no holes");
    position = end;
  }
  assert.equal(headerEnd + position, file.length, "nothing follows");
  const metadata = header["__metadata__"] ?? {};
  assert.ok(Object.values(metadata).every((value) => typeof value === "string"));
  return { tensors, metadata: metadata as Record<string, string> };
}
