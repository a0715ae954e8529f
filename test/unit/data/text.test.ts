import { describe, expect, it } from "vitest";
import { createTextDataset } from "../../../shared/data/text.ts";
import { utf8 } from "./data-fixtures.ts";
import { expectDataError } from "./expect-data-error.ts";

const ALPHABET = "the quick brown fox jumps over the lazy dog. ".repeat(10);

describe("a text dataset", () => {
  it("gives characters tokens in code point order, one per code point", () => {
    const data = createTextDataset("b😀aéb😀a\n".repeat(8), { blockSize: 4 });
    expect(data.task).toEqual({ kind: "text", vocabularySize: 5, blockSize: 4 });
    expect([...data.encode("\nabé😀")]).toEqual([0, 1, 2, 3, 4]);
    expect(data.decode([4, 3, 2, 1, 0])).toBe("😀éba\n");
  });

  it("holds out the last tenth of the characters, as nanoGPT does", () => {
    const data = createTextDataset(ALPHABET.slice(0, 445), { blockSize: 8 });
    // floor(0.9 · 445) = 400 to learn from, 45 held out.
    expect(data.sampleCount("train")).toBe(400 - 8);
    expect(data.sampleCount("test")).toBe(Math.floor((45 - 1) / 8));
  });

  it("starts training samples anywhere, and lays test samples end to end", () => {
    const data = createTextDataset(ALPHABET, { blockSize: 8 });
    const textOf = (split: "train" | "test", index: number, name: "tokens" | "targets") =>
      data.decode(data.batch(split, [index])[name]!.data);
    expect(textOf("train", 5, "tokens")).toBe(ALPHABET.slice(5, 13));
    expect(textOf("train", 5, "targets")).toBe(ALPHABET.slice(6, 14));
    expect(textOf("test", 2, "tokens")).toBe(ALPHABET.slice(405 + 16, 405 + 24));
    expect(textOf("test", 2, "targets")).toBe(ALPHABET.slice(405 + 17, 405 + 25));
  });

  it("batches int32 tensors of shape [samples, block]", () => {
    const { tokens, targets } = createTextDataset(ALPHABET, { blockSize: 8 }).batch("train", [0, 7, 7]);
    expect(tokens).toMatchObject({ elementType: "int32", shape: [3, 8] });
    expect(targets).toMatchObject({ elementType: "int32", shape: [3, 8] });
    expect(tokens!.data).toBeInstanceOf(Int32Array);
    expect(tokens!.data.slice(8, 16)).toEqual(tokens!.data.slice(16, 24));
  });

  it("reaches the very last token of both parts and not one further", () => {
    const data = createTextDataset(ALPHABET, { blockSize: 8 });
    for (const split of ["train", "test"] as const) {
      const count = data.sampleCount(split);
      expect(data.batch(split, [count - 1])["targets"]!.data).toHaveLength(8);
      expect(() => data.batch(split, [count])).toThrow(/out of range/);
    }
    const lastOfTrain = data.batch("train", [data.sampleCount("train") - 1])["targets"]!.data;
    expect(data.decode(lastOfTrain)).toBe(ALPHABET.slice(405 - 8, 405));
  });

  it("leaves out characters that it has no token for", () => {
    const data = createTextDataset(ALPHABET, { blockSize: 8 });
    expect(data.decode(data.encode("dog ß 狗 fox"))).toBe("dog   fox");
    expect(data.decode([-1, 1e9, ...data.encode("a")])).toBe("a");
  });

  it("reads bytes when there are too many different characters, and says so", () => {
    const many = Array.from({ length: 5000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
    const data = createTextDataset(many, { blockSize: 16 });
    expect(data.vocabulary).toBe("bytes");
    expect(data.task).toMatchObject({ vocabularySize: 256 });
    expect(data.notes.join()).toContain("5,000 different characters");
    expect(data.decode(data.encode("丁 and é"))).toBe("丁 and é");
    expect(createTextDataset(many, { blockSize: 16, vocabulary: "characters" }).task).toMatchObject({
      vocabularySize: 5000,
    });
  });

  it("keeps characters whole where two decoded chunks meet", () => {
    // 😀 has four bytes; an odd start puts every megabyte boundary inside of one.
    const text = `a${"😀".repeat(600_000)}`;
    const data = createTextDataset(text, { blockSize: 8 });
    expect(data.description).toContain("600,001 characters, 2 different");
  });

  it("skips a byte-order mark", () => {
    const data = createTextDataset(utf8(`\uFEFF${ALPHABET}`), { blockSize: 8 });
    expect(data.decode(data.batch("train", [0])["tokens"]!.data)).toBe("the quic");
  });

  it("reads 20 MB with little more memory than its tokens", () => {
    const bytes = new Uint8Array(20_000_000);
    for (let index = 0; index < bytes.length; index++) bytes[index] = 97 + ((index * index) % 23);
    const before = process.memoryUsage().arrayBuffers;
    const data = createTextDataset(bytes, { blockSize: 64 });
    const used = process.memoryUsage().arrayBuffers - before;
    expect(data.sampleCount("train")).toBe(18_000_000 - 64);
    expect(used).toBeLessThan(20_000_000 + 16_000_000);
  });
});

describe("a text that cannot be learned", () => {
  const open = (source: string | Uint8Array) => createTextDataset(source, { blockSize: 64 });

  it("is refused when it is empty", () => expectDataError(() => open(""), /empty/));

  it("is refused when it is binary", () => {
    expectDataError(() => open(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 7])), /zero byte at position 4/);
    expectDataError(() => open(new Uint8Array(5000).fill(0xff)), /not UTF-8/);
  });

  it("is refused when it is too short, with the length that would do", () => {
    expectDataError(() => open("to be or not to be"), /18 characters.*at least 641/);
    expectDataError(() => open(ALPHABET.repeat(2).slice(0, 640)), /at least 641/);
    expect(open(ALPHABET.repeat(2).slice(0, 641)).sampleCount("test")).toBe(1);
  });

  it("is refused when it is one character repeated", () =>
    expectDataError(() => open("a".repeat(5000)), /one character repeated/));

  it("is accepted with a stray broken byte, which is noted", () => {
    const bytes = utf8(ALPHABET.repeat(10));
    bytes[100] = 0xff;
    expect(open(bytes).notes.join()).toContain("1 broken character");
  });
});
