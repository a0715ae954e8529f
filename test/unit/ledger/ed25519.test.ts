import { createPublicKey, verify as nodeVerify } from "node:crypto";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../shared/core/bytes.ts";
import { cachedVerifier } from "../../../shared/ledger/cached-verifier.ts";
import { createSigner, ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import type { Verifier } from "../../../shared/ports/signatures.ts";
import { createSessionSigner, createWebCryptoSigner } from "../../../worker/identity/webcrypto-signer.ts";
import { exampleSigner } from "../../support/example-messages.ts";

const MESSAGE = new TextEncoder().encode("a message");

/** RFC 8032 section 7.1, tests 1 to 3: secret key, public key, message, signature. */
test.each([
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
])("signs and verifies as RFC 8032 does: key %s", async (secretKey, device, message, signature) => {
  const signer = createSigner(fromHex(secretKey));
  expect(signer.device).toBe(device);
  expect(toHex(await signer.sign(fromHex(message)))).toBe(signature);
  expect(ed25519Verifier.verify(device, fromHex(message), fromHex(signature))).toBe(true);
});

test("a key of small order has no good signatures", () => {
  // The neutral element as key and as R, with S = 0: a good signature of every message under ZIP 215.
  const neutral = `01${"00".repeat(31)}`;
  expect(ed25519Verifier.verify(neutral, MESSAGE, fromHex(`${neutral}${"00".repeat(32)}`))).toBe(false);
});

test("a signature has one form: S plus the group order is refused", async () => {
  const signer = exampleSigner(0);
  const signature = await signer.sign(MESSAGE);
  const order = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  let carry = 0;
  for (let index = 0; index < 32; index++) {
    const sum = signature[32 + index]! + order[index]! + carry;
    signature[32 + index] = sum & 255;
    carry = sum >> 8;
  }
  expect(ed25519Verifier.verify(signer.device, MESSAGE, signature)).toBe(false);
});

test("malformed keys and signatures are false, not errors", async () => {
  const signer = exampleSigner(0);
  const signature = await signer.sign(MESSAGE);
  expect(ed25519Verifier.verify(signer.device, MESSAGE, signature)).toBe(true);
  for (const device of [
    "",
    "zz".repeat(32),
    signer.device.toUpperCase(),
    "ff".repeat(32),
    `02${"00".repeat(31)}`,
  ]) {
    expect(ed25519Verifier.verify(device, MESSAGE, signature)).toBe(false);
  }
  for (const bytes of [
    new Uint8Array(0),
    signature.slice(1),
    new Uint8Array(65),
    new Uint8Array(64).fill(255),
  ]) {
    expect(ed25519Verifier.verify(signer.device, MESSAGE, bytes)).toBe(false);
  }
});

test("keys of WebCrypto sign what the plain verifier and OpenSSL accept", async () => {
  const signer = await createWebCryptoSigner();
  if (signer === null) throw new Error("this Node has no Ed25519 in WebCrypto");
  const signature = await signer.sign(MESSAGE);
  expect(ed25519Verifier.verify(signer.device, MESSAGE, signature)).toBe(true);
  const x = Buffer.from(signer.device, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  expect(nodeVerify(null, MESSAGE, key, signature)).toBe(true);
  expect((await createSessionSigner()).device).not.toBe(signer.device);
});

test("a remembered signature is not checked again, any other is", async () => {
  const signer = exampleSigner(0);
  const signature = await signer.sign(MESSAGE);
  let checks = 0;
  const counting: Verifier = {
    verify(...call) {
      checks++;
      return ed25519Verifier.verify(...call);
    },
  };
  const verifier = cachedVerifier(counting, 10);
  for (let repeat = 0; repeat < 3; repeat++) {
    expect(verifier.verify(signer.device, MESSAGE, signature)).toBe(true);
  }
  expect(checks).toBe(1);
  expect(verifier.verify(exampleSigner(1).device, MESSAGE, signature)).toBe(false);
  expect(verifier.verify(signer.device, MESSAGE.slice(1), signature)).toBe(false);
  expect(verifier.verify(signer.device, MESSAGE, signature.toReversed())).toBe(false);
  // The same bytes, cut elsewhere.
  const joined = new Uint8Array([...signature, ...MESSAGE]);
  expect(verifier.verify(signer.device, joined.slice(63), joined.slice(0, 63))).toBe(false);
  expect(checks).toBe(5);
});

test("remembers no more than its limit, and drops the oldest", () => {
  let checks = 0;
  const verifier = cachedVerifier({ verify: () => ++checks > 0 }, 2);
  const check = (byte: number) => verifier.verify("device", Uint8Array.of(byte), new Uint8Array(64));
  for (const byte of [1, 2, 3, 2, 3]) check(byte);
  expect(checks).toBe(3);
  check(1);
  expect(checks).toBe(4);
});
