import { describe, expect, test } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { encodeCanonical } from "../../../shared/ledger/canonical.ts";
import { checkRecord, openStored } from "../../../shared/ledger/checked-record.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import {
  addSignatures,
  commitBytes,
  feedRecordBytes,
  type FeedPlace,
  forkProof,
  recordHash,
  revocationBytes,
  sealRecord,
  signRecord,
} from "../../../shared/ledger/record.ts";
import { type FeedEntry, NO_HASH } from "../../../shared/ledger/record-content.ts";
import {
  FEED_RECORD_BYTES,
  NAME_LENGTH,
  RECORD_BYTES,
  URL_LENGTH,
} from "../../../shared/ledger/record-limits.ts";
import { forkProofBodyToWire } from "../../../shared/ledger/records/fork-proof.ts";
import {
  decodeSignedRecord,
  encodeSignedRecord,
  type SignedRecord,
  signedRecordBytes,
} from "../../../shared/ledger/signed-record.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import { EXAMPLE_ENTRIES, EXAMPLE_VERDICT, PERSON, teamNamed } from "../../support/example-entries.ts";
import {
  EXAMPLE_CONTRIBUTION,
  exampleCommit,
  exampleCommitRecord,
  exampleHash,
  exampleSigner,
} from "../../support/example-messages.ts";
import { forge, outcome } from "../../support/forged-records.ts";

const DEVICE = exampleSigner(0);
const STRANGER = exampleSigner(50);
const { at } = EXAMPLE_CONTRIBUTION;
const FIRST: FeedPlace = { device: DEVICE.device, seq: 0, prev: NO_HASH };

const check = (record: SignedRecord) => checkRecord(record, ed25519Verifier);
const reasonOf = (record: SignedRecord) => outcome(check(record));

/** A record of the device's feed, signed as it must be. */
function feedRecord(entry: FeedEntry, place: FeedPlace = FIRST): Promise<SignedRecord> {
  const person = entry.type === "delegation" ? [PERSON] : [];
  return sealRecord(feedRecordBytes(place, entry), DEVICE, ...person);
}

const unsigned = (bytes: Uint8Array): SignedRecord => ({ bytes, hash: recordHash(bytes), signatures: [] });

/** One record of every type, and who must sign it. */
const TYPES: readonly (readonly [type: string, bytes: Uint8Array, signers: readonly Signer[]])[] = [
  ...Object.values(EXAMPLE_ENTRIES).map((entry) => {
    const signers = entry.type === "delegation" ? [DEVICE, PERSON] : [DEVICE];
    return [entry.type, feedRecordBytes(FIRST, entry), signers] as const;
  }),
  ["revocation", revocationBytes({ root: PERSON.device, device: DEVICE.device, lastSeq: 3, at }), [PERSON]],
  ["commit", commitBytes(exampleCommit(2)), [exampleSigner(0), exampleSigner(1)]],
];

describe("a record", () => {
  test.each(TYPES)(
    "%s is good when those who must have signed it, and them alone",
    async (type, bytes, signers) => {
      const record = await sealRecord(bytes, ...signers);
      expect(check(record)).toMatchObject({ ok: true, checked: { record, content: { type } } });

      const stranger = await signRecord(bytes, STRANGER);
      expect(reasonOf(unsigned(bytes))).not.toBe("ok");
      expect(reasonOf(addSignatures(unsigned(bytes), [stranger]))).not.toBe("ok");
      expect(reasonOf(addSignatures(record, [stranger]))).not.toBe("ok");
      for (const missing of signers) {
        const signatures = record.signatures.filter(({ device }) => device !== missing.device);
        expect(reasonOf({ ...record, signatures }), `without ${missing.device}`).not.toBe("ok");
        const bad = { device: missing.device, signature: stranger.signature };
        expect(reasonOf(addSignatures({ ...record, signatures }, [bad]))).toBe("bad signature");
      }
    },
  );

  test("project is good with the signature of one owner, whoever that is", async () => {
    const bytes = encodeCanonical({ v: 1, type: "project", body: { name: "Stories", later: [1, 2] } });
    for (const owner of [DEVICE, STRANGER])
      expect(check(await sealRecord(bytes, owner))).toMatchObject({ ok: true, checked: { at: 0 } });
    expect(reasonOf(unsigned(bytes))).toBe("a project has one owner");
    expect(reasonOf(await sealRecord(bytes, DEVICE, STRANGER))).toBe("a project has one owner");
    const bad = { device: DEVICE.device, signature: (await signRecord(bytes, STRANGER)).signature };
    expect(reasonOf(addSignatures(unsigned(bytes), [bad]))).toBe("bad signature");
  });

  test("delegation of a device to itself needs no second key", async () => {
    const bytes = feedRecordBytes(FIRST, { type: "delegation", body: { root: DEVICE.device, at } });
    expect(reasonOf(await sealRecord(bytes, DEVICE))).not.toBe("ok"); // it would say nothing
  });

  test("commit needs its certificate", async () => {
    expect(reasonOf(await exampleCommitRecord(4, 3))).toBe("ok");
    expect(reasonOf(await exampleCommitRecord(4, 2))).toBe("signed by fewer than two thirds");
  });

  test("whose bytes were changed under the signature is refused", async () => {
    for (const [, bytes, signers] of TYPES) {
      const { signatures } = await sealRecord(bytes, ...signers);
      const changed = Uint8Array.from(bytes);
      changed[changed.length - 1]! ^= 1;
      expect(check({ ...unsigned(changed), signatures }).ok).toBe(false);
    }
  });

  test("says when it was signed", async () => {
    for (const [type, bytes, signers] of TYPES) {
      const expected = type === "commit" ? exampleCommit(2).at : at;
      expect(check(await sealRecord(bytes, ...signers))).toMatchObject({ checked: { at: expected } });
    }
  });
});

describe("a record of a later version", () => {
  const later = (body: object, v = 1) => encodeCanonical({ v, type: "medal", body: { ...body } });

  test("is kept as it is, with the time that it names", async () => {
    const record = await sealRecord(later({ at, metal: "tin" }), DEVICE);
    expect(check(record)).toEqual({ ok: true, checked: { record, content: null, at } });
    expect(openStored(record)).toEqual({ record, content: null, at });
    const many = await sealRecord(later({ at }), DEVICE, PERSON, STRANGER);
    expect(check(many)).toMatchObject({ ok: true, checked: { content: null } });
    const newer = await sealRecord(encodeCanonical({ v: 2, type: "contribution", body: { at } }), DEVICE);
    expect(check(newer)).toEqual({ ok: true, checked: { record: newer, content: null, at } });
  });

  test.each([
    ["none", {}],
    ["a text", { at: "today" }],
    ["one before 1970", { at: -1 }],
    ["one that nobody lives to see", { at: Number.MAX_SAFE_INTEGER }],
  ])("that names %s as its time has time 0", async (_, body) => {
    const record = await sealRecord(later(body), DEVICE);
    expect(check(record)).toEqual({ ok: true, checked: { record, content: null, at: 0 } });
  });

  test("is refused when nobody signed it, or one signature is bad", async () => {
    const bytes = later({ at });
    expect(reasonOf(unsigned(bytes))).toBe("of an unknown type, and signed by nobody");
    const good = await signRecord(bytes, DEVICE);
    const bad = { device: PERSON.device, signature: good.signature };
    expect(reasonOf(addSignatures(unsigned(bytes), [good, bad]))).toBe("bad signature");
  });
});

test("what was stored is opened without its signatures, unless it is no record", async () => {
  const bytes = feedRecordBytes(FIRST, teamNamed("Herons"));
  expect(openStored(unsigned(bytes))).toMatchObject({ content: { type: "team" }, at });
  expect(openStored(unsigned(concatBytes([bytes, new Uint8Array(1)])))).toBeNull();
  expect(openStored(unsigned(encodeCanonical({ v: 1, type: "team", body: {} })))).toBeNull();
});

describe("a record of a feed", () => {
  const hashes = (count: number, of: string) =>
    Array.from({ length: count }, (_, i) => exampleHash(`${of} ${i}`));
  const most = Number.MAX_SAFE_INTEGER;
  const wide = "\u{FFFD}"; // three bytes, one character
  const largest: readonly FeedEntry[] = [
    { type: "delegation", body: { root: PERSON.device, at } },
    { type: "identity", body: { ...EXAMPLE_ENTRIES.identity.body, name: wide.repeat(NAME_LENGTH) } },
    {
      type: "team",
      body: { name: wide.repeat(NAME_LENGTH), url: `https://${wide.repeat(URL_LENGTH - 8)}`, at },
    },
    { type: "contribution", body: { ...EXAMPLE_CONTRIBUTION, round: most, lossMicros: -most } },
    {
      type: "verdict",
      body: { ...EXAMPLE_VERDICT, inner: hashes(8, "i"), refutes: hashes(4, "r"), distanceMicros: most },
    },
  ];

  test.each(largest.map((entry) => [entry.type, entry] as const))(
    "of the largest %s that there can be is proof of a fork together with another one",
    async (_, entry) => {
      const records = await Promise.all(
        ["one", "other"].map((past) => feedRecord(entry, { ...FIRST, seq: most, prev: exampleHash(past) })),
      );
      for (const { bytes, signatures } of records)
        expect(signedRecordBytes(bytes, signatures.length)).toBeLessThanOrEqual(FEED_RECORD_BYTES);
      const proof = encodeSignedRecord(forkProof(records[0]!, records[1]!));
      const decoded = decodeSignedRecord(proof);
      if (!decoded.ok) throw new Error(decoded.reason);
      expect(reasonOf(decoded.record)).toBe("ok");
    },
  );

  test("that is too large for that is refused", async () => {
    const record = await feedRecord(EXAMPLE_ENTRIES.contribution);
    const others = Array.from({ length: 12 }, (_, index) => exampleSigner(index + 1));
    const padded = await sealRecord(record.bytes, DEVICE, ...others);
    expect(encodeSignedRecord(padded).length).toBeGreaterThan(FEED_RECORD_BYTES);
    expect(encodeSignedRecord(padded).length).toBeLessThan(RECORD_BYTES);
    expect(reasonOf(padded)).toBe(`a feed's record has at most ${FEED_RECORD_BYTES} bytes`);
  });
});

describe("a fork proof", () => {
  const NOTHING = "not two records of one place in a feed";

  test("of two records for one place needs no signature, and is the same from whoever finds it", async () => {
    const one = await feedRecord(teamNamed("Herons"));
    const other = await feedRecord(EXAMPLE_ENTRIES.contribution);
    const proof = forkProof(one, other);
    expect(check(proof)).toMatchObject({ ok: true, checked: { content: { type: "fork-proof" }, at: 0 } });
    expect(forkProof(other, one)).toEqual(proof);
    const { signatures } = await sealRecord(proof.bytes, DEVICE);
    expect(reasonOf({ ...proof, signatures })).toBe("not signed by those who must, and them alone");
  });

  test("proves nothing with records of two places, or of two devices", async () => {
    const one = await feedRecord(teamNamed("Herons"));
    const next = await feedRecord(teamNamed("Cranes"), { ...FIRST, seq: 1, prev: one.hash });
    expect(reasonOf(forkProof(one, next))).toBe(NOTHING);
    const place = { ...FIRST, device: STRANGER.device };
    const theirs = await sealRecord(feedRecordBytes(place, teamNamed("Cranes")), STRANGER);
    expect(reasonOf(forkProof(one, theirs))).toBe(NOTHING);
  });

  test("proves nothing with a record that the device did not sign", async () => {
    const one = await feedRecord(teamNamed("Herons"));
    const { bytes } = await feedRecord(teamNamed("Cranes"));
    const { signature } = await signRecord(bytes, STRANGER);
    const forged = addSignatures(unsigned(bytes), [{ device: DEVICE.device, signature }]);
    for (const other of [forged, unsigned(bytes), await sealRecord(bytes, STRANGER)])
      expect(reasonOf(forkProof(one, other))).toBe(NOTHING);
    const half = await sealRecord(feedRecordBytes(FIRST, EXAMPLE_ENTRIES.delegation), DEVICE);
    expect(reasonOf(forkProof(one, half))).toBe(NOTHING);
  });

  test("proves nothing with records that are of no feed", async () => {
    const later = (name: string) =>
      sealRecord(encodeCanonical({ v: 1, type: "medal", body: { name } }), DEVICE);
    expect(reasonOf(forkProof(await later("tin"), await later("iron")))).toBe(NOTHING);
    const revoke = (lastSeq: number) =>
      sealRecord(revocationBytes({ root: PERSON.device, device: DEVICE.device, lastSeq, at }), PERSON);
    expect(reasonOf(forkProof(await revoke(1), await revoke(2)))).toBe(NOTHING);
    const one = await feedRecord(teamNamed("Herons"));
    const inner = forkProof(one, await feedRecord(teamNamed("Cranes")));
    expect(reasonOf(forkProof(one, inner))).toBe(NOTHING);
  });

  test("has one form: two different records, ascending by hash", async () => {
    const one = await feedRecord(teamNamed("Herons"));
    const other = await feedRecord(teamNamed("Cranes"));
    const [first, second] = one.hash < other.hash ? [one, other] : [other, one];
    const proof = (a: SignedRecord, b: SignedRecord) =>
      reasonOf(forge({ v: 1, type: "fork-proof", body: forkProofBodyToWire({ first: a, second: b }) }));
    expect(proof(first, second)).toBe("ok");
    expect(proof(second, first)).toMatch(/ascending by hash/);
    expect(proof(first, first)).toMatch(/ascending by hash/);
  });
});
