import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../../../shared/core/bytes.ts";
import {
  type ContributionBody,
  contributionBodyToWire,
} from "../../../shared/ledger/records/contribution.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import {
  addSignatures,
  contributionBytes,
  isSignedBy,
  parseCommit,
  parseContribution,
  sealRecord,
  signRecord,
} from "../../../shared/ledger/record.ts";
import { NO_HASH } from "../../../shared/ledger/record-content.ts";
import {
  decodeSignedRecord,
  encodeSignedRecord,
  type SignedRecord,
} from "../../../shared/ledger/signed-record.ts";
import {
  EXAMPLE_CONTRIBUTION,
  exampleCommitRecord,
  exampleContributionRecord,
  exampleHash,
  exampleSigner,
} from "../../support/example-messages.ts";
import { forgeContribution, outcome, trustful } from "../../support/forged-records.ts";

/** Far more than is needed: other work on the same computer must not fail it. */
const TIMEOUT_MS = 60_000;

describe("a contribution", () => {
  test("says after signing what was put in", { timeout: TIMEOUT_MS }, async () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
    const count = fc.integer({ min: 1, max: 2 ** 32 - 1 });
    const body: fc.Arbitrary<ContributionBody> = fc.record({
      project: hash,
      round: fc.maxSafeNat().map((round) => Math.max(1, round)),
      base: hash,
      steps: count,
      tokens: count,
      update: hash,
      updateBytes: count,
      profile: fc.constantFrom("wasm-exact", "wasm-unverified", "gpu-float"),
      lossMicros: fc.maxSafeInteger().map((loss) => loss + 0),
      states: fc.array(hash, { minLength: 1, maxLength: 8 }),
      at: fc.integer({ min: 0, max: 2 ** 32 }),
    });
    const site = fc.constantFrom(
      {},
      { site: "https://herons.example" },
      { site: "http://[2001:db8::1]:8080" },
    );
    const arbitrary = fc
      .tuple(body, site)
      .map(([any, at]) => ({ ...any, ...at, ...(any.profile === "wasm-exact" ? {} : { states: [] }) }));
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.maxSafeNat(), hash, fc.nat(), async (body, seq, prev, key) => {
        const signer = exampleSigner(key);
        const record = await sealRecord(contributionBytes(signer.device, seq + 1, prev, body), signer);
        fc.pre(prev !== NO_HASH && Number.isSafeInteger(seq + 1));
        const stored = decodeSignedRecord(encodeSignedRecord(record));
        if (!stored.ok) throw new Error(stored.reason);
        expect(stored.record).toEqual(record);
        const parsed = parseContribution(stored.record, ed25519Verifier);
        expect(parsed).toEqual({ ok: true, device: signer.device, seq: seq + 1, prev, body });
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  test(
    "with any one byte changed is not a contribution of its device any more",
    { timeout: TIMEOUT_MS },
    async () => {
      const record = await exampleContributionRecord();
      expect(parseContribution(record, ed25519Verifier)).toMatchObject({ ok: true });
      for (let position = 0; position < record.bytes.length; position++) {
        const bytes = record.bytes.slice();
        bytes[position]! ^= 1 << (position % 8);
        expect(parseContribution({ ...record, bytes }, ed25519Verifier).ok, `byte ${position}`).toBe(false);
      }
      const [{ device, signature }] = record.signatures as [SignedRecord["signatures"][number]];
      for (let position = 0; position < 64; position++) {
        const changed = signature.slice();
        changed[position]! ^= 1 << (position % 8);
        const forged = { ...record, signatures: [{ device, signature: changed }] };
        expect(outcome(parseContribution(forged, ed25519Verifier)), `byte ${position}`).toBe("bad signature");
      }
    },
  );

  test("is refused without its device's signature, with another's, and with more than one", async () => {
    const record = await exampleContributionRecord();
    const other = await signRecord(record.bytes, exampleSigner(1));
    for (const signatures of [[], [other], addSignatures(record, [other]).signatures]) {
      expect(outcome(parseContribution({ ...record, signatures }, ed25519Verifier))).toBe(
        "not signed by its device alone",
      );
    }
    const stolen = { ...record.signatures[0]!, signature: other.signature };
    expect(outcome(parseContribution({ ...record, signatures: [stolen] }, ed25519Verifier))).toBe(
      "bad signature",
    );
  });

  test("is not signed by a signature over its bare bytes", async () => {
    const signer = exampleSigner(0);
    const { bytes } = await exampleContributionRecord();
    const signature = await signer.sign(bytes);
    expect(isSignedBy(bytes, { device: signer.device, signature }, ed25519Verifier)).toBe(false);
  });

  test.each([
    ["round", 0],
    ["steps", 0],
    ["tokens", 0],
    ["tokens", 2 ** 40 + 1],
    ["updateBytes", 0],
    ["updateBytes", 2 ** 32],
    ["round", -1],
  ])("with %s %i is refused", (field, value) => {
    expect(outcome(parseContribution(forgeContribution({}, { [field]: value }), trustful))).toMatch(
      new RegExp(`^body\\.${field}: `),
    );
  });

  test("with a field too many, too few or of another type is refused", () => {
    const body = contributionBodyToWire(EXAMPLE_CONTRIBUTION);
    const { lossMicros: _, ...short } = body;
    expect(outcome(parseContribution(forgeContribution({}), trustful))).toBe("ok");
    for (const change of [
      { extra: 1 },
      { ["constructor"]: 1 },
      { body: { ...body, extra: 1 } },
      { body: short },
      { body: { ...body, profile: "wasm-approximate" } },
      { body: { ...body, update: new Uint8Array(31) } },
      { body: { ...body, update: exampleHash("as text") } },
      { device: exampleSigner(0).device },
      { body: [] },
      { body: null },
      { seq: 1 }, // none before it
      { prev: new Uint8Array(32).fill(1) }, // one before the first
      { seq: -1 },
    ]) {
      expect(
        outcome(parseContribution(forgeContribution(change), trustful)),
        JSON.stringify(change),
      ).not.toBe("ok");
    }
  });

  test("is no commit, nor the other way round", async () => {
    expect(outcome(parseCommit(await exampleContributionRecord(), trustful))).toBe("not a commit");
    expect(outcome(parseContribution(await exampleCommitRecord(3, 1), trustful))).toBe("not a contribution");
  });
});
