import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { toHex } from "../../../../shared/core/bytes.ts";
import { displayNameField } from "../../../../shared/ledger/identity/display-name.ts";
import {
  ADJECTIVES,
  fingerprintOf,
  NOUNS,
  pseudonymOf,
} from "../../../../shared/ledger/identity/pseudonym.ts";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);

describe("the lists", () => {
  test("have the lengths that make every word equally likely", () => {
    expect([ADJECTIVES.length, NOUNS.length]).toEqual([64, 128]);
  });

  test("hold no word twice, and only plain ones", () => {
    const words = [...ADJECTIVES, ...NOUNS];
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^[A-Z][a-z]{2,}$/);
  });
});

test("a key has one name, everywhere and for ever", () => {
  expect(pseudonymOf("00".repeat(32))).toMatchInlineSnapshot(`"Nimble Sparrow 33"`);
  expect(pseudonymOf("3f9a81c277d0".padEnd(64, "0"))).toMatchInlineSnapshot(`"Starry Snowflake 23"`);
});

test("every generated name may stand in a record", () => {
  fc.assert(
    fc.property(keys, (key) => {
      expect(pseudonymOf(key)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d\d$/);
      expect(v.is(displayNameField, pseudonymOf(key))).toBe(true);
    }),
  );
});

test("all words and numbers are used", () => {
  const used = new Set<string>();
  for (let key = 0; key < 2_000; key++)
    for (const part of pseudonymOf(key.toString(16).padStart(64, "0")).split(" ")) used.add(part);
  expect(used.size).toBe(64 + 128 + 48);
});

test("the fingerprint is the beginning of the key in groups", () => {
  expect(fingerprintOf("3f9a81c277d0".padEnd(64, "e"))).toBe("3f9a 81c2 77d0");
});
