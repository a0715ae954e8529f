import { expect, test } from "vitest";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import { webCryptoChecks } from "../../worker/ledger/webcrypto-checks.ts";
import { signatureClaims } from "../support/signature-claims.ts";

test("Chromium's cryptography and plain code agree on every signature", async () => {
  const claims = await signatureClaims();
  const verifier = await webCryptoChecks()(claims);
  const answers = claims.map(({ device, message, signature }) => verifier.verify(device, message, signature));
  expect(answers).toEqual(
    claims.map(({ device, message, signature }) => ed25519Verifier.verify(device, message, signature)),
  );
});
