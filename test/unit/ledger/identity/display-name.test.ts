import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { cleanDisplayName, displayNameField } from "../../../../shared/ledger/identity/display-name.ts";
import { NAME_LENGTH } from "../../../../shared/ledger/record-limits.ts";

const isAccepted = (name: unknown) => v.is(displayNameField, name);
/** Any text, with much of what names must not hold. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.constantFrom("\u202e", "\u200d", "\u00ad", " ", "\t", "\u0301", "e", "\ud800", "\u3000", "👩"),
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(""));

describe("what a visitor types", () => {
  test.each([
    ["Ada Lovelace", "Ada Lovelace"],
    ["  Ada \t\n Lovelace  ", "Ada Lovelace"],
    ["Ada\u3000Lovelace", "Ada Lovelace"],
    ["Zoe\u0308", "Zo\u00eb"],
    ["李小龙 🧵", "李小龙 🧵"],
    ["नमस्ते", "नमस्ते"],
    ["evil\u202egpj.exe", "evilgpj.exe"],
    ["A\u200bd\u00ada\ufeff", "Ada"],
    ["Ad\u0000a\u001b[31m", "Ada[31m"],
    ["\u0301 Ada", "Ada"],
    [`Z${"\u0335".repeat(30)}algo`, "Z\u0335\u0335\u0335algo"],
    ["half \ud83e", "half"],
  ])("%j becomes %j", (text, name) => {
    expect(cleanDisplayName(text)).toBe(name);
  });

  test.each(["", "  ", "\u200b\u200d", "\u2800\u3164", "\u0301\u0301"])("%j is no name", (text) => {
    expect(cleanDisplayName(text)).toBeNull();
  });

  test("forty characters are kept, and no half of one", () => {
    expect(cleanDisplayName("🧶".repeat(50))).toBe("🧶".repeat(NAME_LENGTH / 2));
    expect(cleanDisplayName(`a${"🧶".repeat(50)}`)).toBe(`a${"🧶".repeat(19)}`);
    expect(cleanDisplayName(`${"a".repeat(39)} b`)).toBe("a".repeat(39));
    expect(cleanDisplayName("a".repeat(1_000_000))).toBe("a".repeat(NAME_LENGTH));
  });

  test("a clean name stays as it is, and every record may hold it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const name = cleanDisplayName(text);
        if (name === null) return;
        expect(cleanDisplayName(name)).toBe(name);
        expect(isAccepted(name)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a record's name", () => {
  test.each([
    ["", "nothing"],
    [" Ada", "a space before it"],
    ["Ada ", "a space behind it"],
    ["Ada  L", "two spaces"],
    ["Ada\tL", "a tab"],
    ["Ada\u00a0L", "a space of another kind"],
    ["Ada\nL", "a line end"],
    ["Ada\u202e", "a change of direction"],
    ["A\u200bda", "no width"],
    ["A\u{e0041}da", "a tag"],
    ["A\ud800", "half a character"],
    ["a".repeat(41), "41 characters"],
    ["🧶".repeat(21), "21 characters that take two units each"],
  ])("%j is refused: %s", (name) => {
    expect(isAccepted(name)).toBe(false);
  });

  test("the table covers every character that shows as nothing or steers the text around it", () => {
    const unshowable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (unshowable.test(character)) expect(isAccepted(`a${character}b`), code.toString(16)).toBe(false);
    }
  });

  test("what is no text is refused", () => {
    for (const value of [null, undefined, 7, ["Ada"], { length: 3 }]) expect(isAccepted(value)).toBe(false);
  });
});
