/** Signatures, good and bad, on which all verifiers must agree. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, fromHex, toHex } from "../../shared/core/bytes.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import type { SignatureClaim } from "../../shared/verify/signature-checks.ts";

/** Keys that are no points of the curve, of small order, or not reduced. */
const BAD_KEYS = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
  `02${"00".repeat(31)}`,
  "zz".repeat(32),
  "",
];

export async function signatureClaims(): Promise<readonly SignatureClaim[]> {
  const signer = createSigner(new Uint8Array(32).fill(7));
  const { device } = signer;
  const message = new TextEncoder().encode("a record");
  const signature = await signer.sign(message);
  const changed = Array.from({ length: 64 }, (_, index) =>
    signature.map((byte, at) => (at === index ? byte ^ 1 : byte)),
  );
  // Under a key of small order this one would fit about every eighth message.
  const fitsMany = concatBytes([fromHex(`01${"00".repeat(31)}`), new Uint8Array(32)]);
  const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + ed25519.Point.Fn.ORDER;
  const notReduced = concatBytes([
    signature.slice(0, 32),
    fromHex(s.toString(16).padStart(64, "0")).reverse(),
  ]);
  return [
    { device, message, signature },
    { device, message: message.slice(1), signature },
    { device: createSigner(new Uint8Array(32).fill(8)).device, message, signature },
    { device: device.toUpperCase(), message, signature },
    ...[...changed, new Uint8Array(0), new Uint8Array(63), new Uint8Array(65), notReduced].map(
      (signature) => ({
        device,
        message,
        signature,
      }),
    ),
    ...BAD_KEYS.map((device) => ({ device, message, signature: fitsMany })),
  ];
}
