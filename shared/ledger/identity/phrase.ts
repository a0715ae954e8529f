/**
 * The twelve words that restore a root identity: BIP39 over 16 random bytes, English list. The list has 2,048 words: only
 * workers and code that is loaded on demand may import this file.
 */
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { assert } from "../../core/assert.ts";
import { deriveKey } from "../../core/derive-key.ts";
import type { Values } from "../../problems/fill-in.ts";
import type { Signer } from "../../ports/signatures.ts";
import { createSigner } from "../ed25519.ts";
import { type Parsed, refuse } from "../parse.ts";

/** Twelve words of the list in lower case, one space between two, checksum right: only the functions below make one. */
export type Phrase = string;

export const ENTROPY_BYTES = 16;
const WORD_COUNT = 12;
/** Twelve words, numbered and with room between, need a third of it. */
const TYPED_CHARACTERS = 1_000;
/** A word that is quoted back. */
const QUOTED_CHARACTERS = 20;
/** No two words of the list begin with the same four letters. */
const DISTINCT_LETTERS = 4;

/** Part of every root key: another purpose would be another identity, and so would another version. */
const ROOT_PURPOSE = "tabloom/root/1";

/** @param entropy 16 bytes from the system's generator */
export function createPhrase(entropy: Uint8Array): Phrase {
  assert(entropy.length === ENTROPY_BYTES, `expected ${ENTROPY_BYTES} bytes of entropy`);
  return entropyToMnemonic(entropy, wordlist);
}

/** The 16 bytes that the phrase stands for. */
export function entropyOf(phrase: Phrase): Uint8Array {
  return mnemonicToEntropy(phrase, wordlist);
}

/** `fault`: “problem.refused.…” of shared/problems/en.json, with its values. */
export type ParsedPhrase =
  | { readonly ok: true; readonly phrase: Phrase }
  | {
      readonly ok: false;
      readonly fault: "words-long" | "words-count" | "words-order" | "words-unknown" | "words-mistyped";
      readonly values: Values;
    };

/**
 * A phrase as people type and paste it: in any case, numbered, with commas, line breaks, accents. The reason of a refusal
 * is for them. It can hold a word that they typed, so it belongs on their screen and in no log.
 */
export function parsePhrase(text: string): ParsedPhrase {
  if (text.length > TYPED_CHARACTERS) return { ok: false, fault: "words-long", values: {} };
  const words =
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/\p{L}+/gu) ?? [];
  const strangerIndex = words.findIndex((word) => !wordlist.includes(word));
  if (strangerIndex !== -1) return describeStranger(words[strangerIndex]!, strangerIndex);
  if (words.length !== WORD_COUNT)
    return { ok: false, fault: "words-count", values: { expected: WORD_COUNT, count: words.length } };
  const phrase = words.join(" ");
  try {
    entropyOf(phrase);
  } catch {
    return { ok: false, fault: "words-order", values: {} };
  }
  return { ok: true, phrase };
}

function describeStranger(word: string, index: number): ParsedPhrase {
  const start = word.slice(0, DISTINCT_LETTERS);
  const meant = wordlist.find((known) => known.startsWith(start));
  const hint = start.length === DISTINCT_LETTERS && meant !== undefined ? meant : "";
  const values = { place: index + 1, word: word.slice(0, QUOTED_CHARACTERS), hint };
  return { ok: false, fault: hint === "" ? "words-unknown" : "words-mistyped", values };
}

/**
 * The key behind the identity. Derived from the entropy in one pass, and not by BIP39's 2,048 rounds of PBKDF2: those make
 * it dearer to guess a passphrase, and 128 random bits need no such help. So restoring takes a millisecond on any phone.
 */
export function rootSignerOf(phrase: Phrase): Signer {
  return createSigner(deriveKey(entropyOf(phrase), ROOT_PURPOSE));
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LINK_PATTERN = /^[\w-]{22}$/;
/** What a word and what a character stand for: 12 · 11 bits are 22 · 6. */
const WORD_BITS = 11;
const CHARACTER_BITS = 6;

/**
 * The phrase for a link's fragment or a QR code: 22 characters of base64url, which hold the entropy and then, in the four bits
 * that are left, BIP39's checksum.
 */
export function phraseToLinkText(phrase: Phrase): string {
  const numbers = phrase.split(" ").map((word) => wordlist.indexOf(word));
  return regroup(numbers, WORD_BITS, CHARACTER_BITS)
    .map((number) => BASE64URL.charAt(number))
    .join("");
}

export function linkTextToPhrase(text: string): Parsed<{ readonly phrase: Phrase }> {
  if (!LINK_PATTERN.test(text)) return refuse("This is not the link of a phrase: a part of it is missing.");
  const numbers = Array.from(text, (character) => BASE64URL.indexOf(character));
  const words = regroup(numbers, CHARACTER_BITS, WORD_BITS).map((number) => wordlist[number]);
  const parsed = parsePhrase(words.join(" "));
  return parsed.ok ? parsed : refuse("This link of a phrase is damaged: a character of it is wrong.");
}

/** The same bits in groups of another width. */
function regroup(numbers: readonly number[], from: number, to: number): number[] {
  const bits = numbers.map((number) => number.toString(2).padStart(from, "0")).join("");
  return Array.from({ length: bits.length / to }, (_, index) =>
    Number.parseInt(bits.slice(to * index, to * (index + 1)), 2),
  );
}
