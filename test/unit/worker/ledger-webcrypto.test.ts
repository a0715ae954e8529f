import { afterEach, expect, test, vi } from "vitest";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { webCryptoChecks } from "../../../worker/ledger/webcrypto-checks.ts";
import { signatureClaims } from "../../support/signature-claims.ts";

afterEach(() => void vi.restoreAllMocks());

test.each([
  ["with Ed25519", () => undefined],
  [
    "without Ed25519",
    () =>
      void vi
        .spyOn(crypto.subtle, "importKey")
        .mockRejectedValue(new DOMException("none", "NotSupportedError")),
  ],
])("WebCrypto %s and plain code agree on every signature", async (_name, prepare) => {
  prepare();
  const claims = await signatureClaims();
  const verifier = await webCryptoChecks()(claims);
  const answers = claims.map(({ device, message, signature }) => verifier.verify(device, message, signature));
  const expected = claims.map(({ device, message, signature }) =>
    ed25519Verifier.verify(device, message, signature),
  );
  expect(answers).toEqual(expected);
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test("a good signature is checked by WebCrypto alone, and one that was not announced in plain code", async () => {
  const [good, ...others] = await signatureClaims();
  const plain = vi.spyOn(ed25519Verifier, "verify");
  const verifier = await webCryptoChecks()([good!]);
  expect(verifier.verify(good!.device, good!.message, good!.signature)).toBe(true);
  expect(plain).not.toHaveBeenCalled();
  expect(verifier.verify(good!.device, others[0]!.message, good!.signature)).toBe(false);
  expect(plain).toHaveBeenCalledTimes(1);
});
