import { expect, test } from "vitest";
import { innerHash, isTrueVerdict, windowSecret } from "../../../../shared/swarm/audit/secrets.ts";
import { thetaHash } from "../../../../shared/training/local-round.ts";

const [AUDITOR, OTHER] = ["aa".repeat(32), "bb".repeat(32)];
const SECRETS = [1, 2, 3].map((value) => windowSecret(Float32Array.of(value)));
const answerOf = (auditor: string, secrets = SECRETS) => secrets.map((secret) => innerHash(auditor, secret));

test("a secret is of one θ, and not its public hash", () => {
  expect(windowSecret(Float32Array.of(1))).toEqual(SECRETS[0]);
  expect(windowSecret(Float32Array.of(-0))).not.toEqual(windowSecret(Float32Array.of(0)));
  expect(Buffer.from(SECRETS[0]!).toString("hex")).not.toBe(thetaHash(Float32Array.of(1)));
});

test("what an auditor publishes is bound to its key", () => {
  expect(innerHash(AUDITOR, SECRETS[0]!)).not.toBe(innerHash(OTHER, SECRETS[0]!));
  // The values of version 1: auditors of all times must come to the same.
  expect(innerHash(AUDITOR, SECRETS[0]!)).toMatchInlineSnapshot(
    `"049692147ed6d38991bdd65b9c5944c68a11634690463ce8dbcb22e44fd18a99"`,
  );
});

test("a verdict is true when answer, window and every inner hash are what a replay has shown", () => {
  const good = { isTrue: true, window: 0, secrets: SECRETS };
  const match = { result: "match", window: 0, inner: answerOf(AUDITOR) } as const;
  expect(isTrueVerdict(AUDITOR, match, good)).toBe(true);
  expect(isTrueVerdict(OTHER, match, good)).toBe(false); // copied
  expect(isTrueVerdict(AUDITOR, { ...match, inner: match.inner.slice(0, 2) }, good)).toBe(false);
  expect(isTrueVerdict(AUDITOR, { ...match, inner: [...match.inner, match.inner[0]!] }, good)).toBe(false);
  expect(isTrueVerdict(AUDITOR, { ...match, inner: answerOf(AUDITOR, SECRETS.toReversed()) }, good)).toBe(
    false,
  );
  expect(isTrueVerdict(AUDITOR, { ...match, result: "mismatch" }, good)).toBe(false);

  const bad = { isTrue: false, window: 2, secrets: SECRETS };
  const mismatch = { result: "mismatch", window: 2, inner: answerOf(AUDITOR) } as const;
  expect(isTrueVerdict(AUDITOR, mismatch, bad)).toBe(true);
  expect(isTrueVerdict(AUDITOR, { ...mismatch, window: 1 }, bad)).toBe(false);
  expect(isTrueVerdict(AUDITOR, match, bad)).toBe(false);
});
