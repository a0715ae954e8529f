/** Node's cryptography and plain code must agree on every signature, or a bundle would be true on one computer and false on another. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import { concatBytes, fromHex, toHex } from "../../../shared/core/bytes.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { createSigner, ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { createNativeVerifier } from "../../../worker/cli/verify/native-verifier.ts";
import { createHash } from "node:crypto";

const native = createNativeVerifier();
const message = new TextEncoder().encode("a record");

/** What both say. */
function verdictOn(device: string, signature: Uint8Array, text = message): boolean {
  const verdict = native.verify(device, text, signature);
  expect(verdict).toBe(ed25519Verifier.verify(device, text, signature));
  return verdict;
}

describe("native signatures", () => {
  test("good ones are good, and any changed byte makes them bad", async () => {
    const random = createRandom("native");
    const signer = createSigner(new Uint8Array(32).fill(7));
    const signature = await signer.sign(message);
    expect(verdictOn(signer.device, signature)).toBe(true);
    expect(verdictOn(signer.device, signature, new Uint8Array(3))).toBe(false);
    for (let index = 0; index < 64; index++) {
      const broken = signature.slice();
      broken[index]! ^= 1 + random.below(255, index);
      expect(verdictOn(signer.device, broken)).toBe(false);
    }
  });

  test("keys that are no points, of small order or not reduced are refused", () => {
    const points = [
      "00".repeat(32), // y = 0, of order 4
      `01${"00".repeat(31)}`, // the neutral element
      `ec${"ff".repeat(30)}7f`, // y = −1, of order 2
      `ee${"ff".repeat(30)}7f`, // y = 1, not reduced
      `02${"00".repeat(31)}`, // no point
      "zz".repeat(32),
      "",
    ];
    // Under a key of small order this signature would fit about every eighth message.
    const fitsMany = concatBytes([fromHex(`01${"00".repeat(31)}`), new Uint8Array(32)]);
    for (const point of points) expect(verdictOn(point, fitsMany)).toBe(false);
  });

  test("a signature whose points differ by a small order is as good here as there", () => {
    const key = ed25519.Point.BASE.multiply(12_345n);
    const torsion = ed25519.Point.fromHex("00".repeat(32));
    const nonce = 678_910n;
    const r = ed25519.Point.BASE.multiply(nonce).add(torsion).toBytes();
    const order = ed25519.Point.Fn.ORDER;
    const hash = createHash("sha512")
      .update(concatBytes([r, key.toBytes(), message]))
      .digest();
    const challenge = BigInt(`0x${toHex(new Uint8Array(hash).reverse())}`) % order;
    const s = ed25519.Point.Fn.toBytes((nonce + challenge * 12_345n) % order);
    expect(verdictOn(key.toHex(), concatBytes([r, s]))).toBe(true);
  });

  test("a scalar that is not reduced is refused", async () => {
    const signer = createSigner(new Uint8Array(32).fill(9));
    const signature = await signer.sign(message);
    const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + ed25519.Point.Fn.ORDER;
    const bytes = fromHex(s.toString(16).padStart(64, "0")).reverse();
    expect(verdictOn(signer.device, concatBytes([signature.slice(0, 32), bytes]))).toBe(false);
  });
});
