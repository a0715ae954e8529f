import { describe, expect, test } from "vitest";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { addSignatures, headOf, isQuorum, parseCommit, signRecord } from "../../../shared/ledger/record.ts";
import { RECORD_BYTES, RECORD_PEERS } from "../../../shared/ledger/record-limits.ts";
import {
  decodeSignedRecord,
  encodeSignedRecord,
  signedRecordBytes,
} from "../../../shared/ledger/signed-record.ts";
import { CELL_PEERS } from "../../../shared/protocol/limits.ts";
import {
  exampleCommit,
  exampleCommitRecord,
  exampleHash,
  exampleSigner,
} from "../../support/example-messages.ts";
import { forgeCommit, outcome, trustful } from "../../support/forged-records.ts";

/** Far more than is needed: other work on the same computer must not fail it. */
const TIMEOUT_MS = 60_000;

describe("a commit", () => {
  test("of a full cell with all signatures fits into a record, and says what was put in", async () => {
    expect(RECORD_PEERS).toBe(CELL_PEERS);
    const record = await exampleCommitRecord(CELL_PEERS, CELL_PEERS);
    const stored = encodeSignedRecord(record);
    expect(stored.length).toBeLessThanOrEqual(signedRecordBytes(record.bytes, CELL_PEERS));
    expect(signedRecordBytes(record.bytes, CELL_PEERS)).toBeLessThanOrEqual(RECORD_BYTES);
    expect(stored.length).toMatchInlineSnapshot(`3324`);
    const decoded = decodeSignedRecord(stored);
    if (!decoded.ok) throw new Error(decoded.reason);
    const body = exampleCommit(CELL_PEERS);
    expect(parseCommit(decoded.record, ed25519Verifier)).toEqual({
      ok: true,
      body,
      head: headOf(body),
      signers: body.contributions.map(({ device }) => device),
    });
  });

  test("keeps its name while signatures are gathered, in one order whichever came first", async () => {
    const alone = await exampleCommitRecord(3, 1);
    const votes = await Promise.all([1, 2].map((index) => signRecord(alone.bytes, exampleSigner(index))));
    const one = addSignatures(addSignatures(alone, [votes[0]!]), [votes[1]!, votes[0]!]);
    const two = addSignatures(alone, [votes[1]!, votes[0]!]);
    expect(one).toEqual(two);
    expect(one.hash).toBe(alone.hash);
    expect(outcome(parseCommit(one, ed25519Verifier))).toBe("ok");
  });

  test("with any one byte changed is refused", { timeout: TIMEOUT_MS }, async () => {
    const record = await exampleCommitRecord(2, 1);
    expect(outcome(parseCommit(record, ed25519Verifier))).toBe("ok");
    for (let position = 0; position < record.bytes.length; position++) {
      const bytes = record.bytes.slice();
      bytes[position]! ^= 1 << (position % 8);
      expect(parseCommit({ ...record, bytes }, ed25519Verifier).ok, `byte ${position}`).toBe(false);
    }
  });

  test("is refused when one of its signatures is bad, repeated, or a stranger's", async () => {
    const record = await exampleCommitRecord(3, 3);
    const [first, ...rest] = record.signatures;
    const bad = { ...first!, signature: rest[0]!.signature };
    expect(outcome(parseCommit({ ...record, signatures: [bad, ...rest] }, ed25519Verifier))).toBe(
      "bad signature",
    );
    expect(outcome(parseCommit({ ...record, signatures: [first!, first!] }, ed25519Verifier))).toBe(
      "signed twice by one device",
    );
    const stranger = addSignatures(record, [await signRecord(record.bytes, exampleSigner(3))]);
    expect(outcome(parseCommit(stranger, ed25519Verifier))).toBe(
      "signed by a device that it does not include",
    );
  });

  test("includes each device once, in ascending order, at least one and at most a cell", () => {
    const [a, b, c] = exampleCommit(3).contributions as [never, never, never];
    const many = Array.from({ length: CELL_PEERS + 1 }, (_, index) => ({
      device: index.toString(16).padStart(64, "0"),
      record: exampleHash("r"),
      weight: 1,
    }));
    expect(outcome(parseCommit(forgeCommit({ contributions: [a, b, c] }), trustful))).toBe("ok");
    expect(outcome(parseCommit(forgeCommit({ contributions: many.slice(1) }), trustful))).toBe("ok");
    for (const contributions of [[], [a, a], [b, a, c], many]) {
      expect(outcome(parseCommit(forgeCommit({ contributions }), trustful))).toMatch(
        /^body\.contributions: /,
      );
    }
  });

  test.each([
    ["round", 0],
    ["tokens", -1],
    ["progress", -1],
  ])("with %s %i is refused", (field, value) => {
    expect(outcome(parseCommit(forgeCommit({ [field]: value }), trustful))).toMatch(
      new RegExp(`^body\\.${field}: `),
    );
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 4],
    [16, 11],
  ])("of %i contributions needs %i signers", (count, needed) => {
    const body = exampleCommit(count);
    const devices = body.contributions.map(({ device }) => device);
    expect(isQuorum(devices.slice(0, needed), body)).toBe(true);
    expect(isQuorum(devices.slice(0, needed - 1), body)).toBe(false);
    const repeated = Array.from({ length: 16 }, () => devices[0]!);
    expect(isQuorum(repeated, body)).toBe(count === 1);
    expect(isQuorum([exampleHash("stranger"), ...devices.slice(0, needed - 1)], body)).toBe(false);
  });
});
