import { createPrivateKey, createPublicKey, hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../../../shared/core/bytes.ts";
import { deriveKey } from "../../../../shared/core/derive-key.ts";
import { ed25519Verifier } from "../../../../shared/ledger/ed25519.ts";
import {
  createPhrase,
  entropyOf,
  linkTextToPhrase,
  type ParsedPhrase,
  parsePhrase,
  phraseToLinkText,
  rootSignerOf,
} from "../../../../shared/ledger/identity/phrase.ts";
import { refuse } from "../../../../shared/ledger/parse.ts";
import { problemInEnglish, tell } from "../../../../shared/problems/problem.ts";

const ZERO = `${"abandon ".repeat(11)}about`;
const LEGAL = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const entropies = fc.uint8Array({ minLength: 16, maxLength: 16 });

/** The vectors of 12 words in trezor/python-mnemonic, vectors.json, to which BIP39 refers. */
const VECTORS = [
  ["00000000000000000000000000000000", ZERO],
  ["7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f", LEGAL],
  [
    "80808080808080808080808080808080",
    "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
  ],
  ["ffffffffffffffffffffffffffffffff", `${"zoo ".repeat(11)}wrong`],
  [
    "9e885d952ad362caeb4efe34a8e91bd2",
    "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
  ],
  [
    "c0ba5a8e914111210f2bd131f3d5e08d",
    "scheme spot photo card baby mountain device kick cradle pact join borrow",
  ],
  [
    "23db8160a31d3e0dca3688ed941adbf3",
    "cat swing flag economy stadium alone churn speed unique patch report train",
  ],
  [
    "f30f8c1da665478f49b001d94c5fc452",
    "vessel ladder alter error federal sibling chat ability sun glass valve picture",
  ],
] as const;

describe("entropy and words", () => {
  test.each(VECTORS)("%s is the official phrase", (entropy, phrase) => {
    expect(createPhrase(fromHex(entropy))).toBe(phrase);
    expect(toHex(entropyOf(phrase))).toBe(entropy);
    expect(parsePhrase(phrase)).toEqual({ ok: true, phrase });
  });
});

describe("a phrase as people type it", () => {
  const numbered = LEGAL.split(" ").map((word, index) => `${index + 1}. ${word}`);
  test.each([
    ["in capitals", LEGAL.toUpperCase()],
    ["with room around and between", `\n  ${LEGAL.replaceAll(" ", "   \t")} \r\n`],
    ["one word a line", LEGAL.replaceAll(" ", "\r\n")],
    ["numbered", numbered.join("\n")],
    ["numbered in one line, with brackets", numbered.join(" ").replaceAll(".", ")")],
    ["with commas", LEGAL.replaceAll(" ", ", ")],
    ["in quotes", `"${LEGAL}."`],
    ["with the accents of a keyboard", LEGAL.replace("legal", "légal").replace("winner", "WİNNER")],
  ])("%s", (_name, text) => {
    expect(parsePhrase(text)).toEqual({ ok: true, phrase: LEGAL });
  });

  const sentencesOf = ({ fault, values }: Extract<ParsedPhrase, { ok: false }>) =>
    Object.values(problemInEnglish(tell(`refused.${fault}`, values))).join(" ");

  const reasonOf = (text: string) => {
    const parsed = parsePhrase(text);
    return parsed.ok ? "accepted" : sentencesOf(parsed);
  };

  test("the first word that is not in the list is named, with the one that it may be", () => {
    expect(reasonOf(LEGAL.replace("thank", "thankk").replace("sausage", "xylophone"))).toBe(
      "Word 3, “thankk”, is not in the list. Is it “thank”?",
    );
    expect(reasonOf("legal winner xylophone")).toBe(
      "Word 3, “xylophone”, is not in the list. Compare it with what you wrote down.",
    );
    expect(reasonOf("le winner")).toBe(
      "Word 1, “le”, is not in the list. Compare it with what you wrote down.",
    );
    expect(reasonOf("шалаш")).toMatch(/^Word 1, “шалаш”/);
  });

  test("words of the list that do not belong together are refused", () => {
    expect(reasonOf(LEGAL.replace("yellow", "zoo"))).toMatch(/do not belong together/);
  });

  test("another number of words is refused", () => {
    expect(reasonOf("")).toMatch(/12 words, and here are 0/);
    expect(reasonOf(LEGAL.replace(" yellow", ""))).toMatch(/here are 11/);
    expect(reasonOf(`${LEGAL} ${LEGAL}`)).toMatch(/here are 24/);
  });

  test("a book is refused before it is read", () => {
    expect(reasonOf("legal ".repeat(1_000_000))).toMatch(/too long/);
    expect(reasonOf("x".repeat(1_000)).length).toBeLessThan(110);
  });

  test("two neighbours that changed places, and a letter that changed, give a reason or stay a good phrase, never an error", () => {
    let acceptedCount = 0;
    const runs = 500;
    fc.assert(
      fc.property(entropies, fc.nat(10), fc.nat(), (entropy, index, letter) => {
        const words = createPhrase(entropy).split(" ");
        [words[index], words[index + 1]] = [words[index + 1]!, words[index]!];
        if (parsePhrase(words.join(" ")).ok) acceptedCount++;
        const text = words.join(" ");
        const place = letter % text.length;
        const parsed = parsePhrase(`${text.slice(0, place)}q${text.slice(place + 1)}`);
        if (!parsed.ok) expect(sentencesOf(parsed)).toMatch(/[.?]$/);
      }),
      { numRuns: runs, seed: 1 },
    );
    expect(acceptedCount).toBeLessThan(runs / 8); // the checksum has four bits: one in sixteen passes
  });
});

describe("the root key", () => {
  test("is the one that another implementation derives", () => {
    for (const [entropy, phrase] of VECTORS) {
      const secret = hkdfSync("sha256", fromHex(entropy), "", "tabloom/root/1", 32);
      const prefix = Buffer.from("302e020100300506032b657004220420", "hex"); // PKCS #8 around an Ed25519 secret
      const der = Buffer.concat([prefix, Buffer.from(secret)]);
      const { x } = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({
        format: "jwk",
      });
      expect(rootSignerOf(phrase).device).toBe(Buffer.from(x!, "base64url").toString("hex"));
    }
  });

  test("never changes: another one would be another person", () => {
    expect(rootSignerOf(ZERO).device).toMatchInlineSnapshot(
      `"d0b8d30cd57c9ca642a0d47335ffe7be87e8fb52223b8d7624613a544904a94f"`,
    );
  });

  test("comes back from the phrase, and signs as before", async () => {
    const phrase = createPhrase(fromHex("9e885d952ad362caeb4efe34a8e91bd2"));
    const typed = parsePhrase(phrase.toUpperCase().replaceAll(" ", "\n"));
    const restored = rootSignerOf(typed.ok ? typed.phrase : "");
    const message = Uint8Array.of(1, 2, 3);
    expect(ed25519Verifier.verify(rootSignerOf(phrase).device, message, await restored.sign(message))).toBe(
      true,
    );
  });

  test("keys for two purposes have nothing in common", () => {
    const secret = new Uint8Array(16);
    expect(deriveKey(secret, "a")).not.toEqual(deriveKey(secret, "b"));
  });

  /** RFC 5869, appendix A.3: no salt, no info. */
  test("is derived as RFC 5869 says", () => {
    expect(toHex(deriveKey(new Uint8Array(22).fill(0x0b), ""))).toBe(
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
    );
  });
});

describe("the link of a phrase", () => {
  test("leads back to the phrase, and begins with its entropy in base64url", () => {
    fc.assert(
      fc.property(entropies, (entropy) => {
        const phrase = createPhrase(entropy);
        const text = phraseToLinkText(phrase);
        expect(text).toMatch(/^[\w-]{22}$/);
        expect(Buffer.from(text, "base64url")).toEqual(Buffer.from(entropy));
        expect(linkTextToPhrase(text)).toEqual({ ok: true, phrase });
      }),
    );
  });

  test.each([
    "",
    "AAAA",
    "A".repeat(21),
    "A".repeat(23),
    `${"A".repeat(21)}=`,
    `${"A".repeat(21)}\n`,
    "é".repeat(22),
  ])("%j is refused", (text) => {
    expect(linkTextToPhrase(text)).toEqual(
      refuse("This is not the link of a phrase: a part of it is missing."),
    );
  });

  test("a text of another phrase is never taken for this one", () => {
    const text = phraseToLinkText(LEGAL);
    const damaged = linkTextToPhrase(`${text.slice(0, 21)}${text.endsWith("A") ? "B" : "A"}`);
    expect(damaged).toEqual(refuse("This link of a phrase is damaged: a character of it is wrong."));
  });
});
