import { describe, expect, test } from "vitest";
import { decodeCanonical } from "../../../shared/ledger/canonical.ts";
import { commitBytes, genesisCommit, headOf, isQuorum } from "../../../shared/ledger/record.ts";
import { openRecord, UNKNOWN_TYPE } from "../../../shared/ledger/record-content.ts";
import { RECORD_BYTES } from "../../../shared/ledger/record-limits.ts";
import { decodeSignedRecord, encodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { exampleCommitRecord, exampleHash } from "../../support/example-messages.ts";
import { forge, outcome } from "../../support/forged-records.ts";

describe("a record", () => {
  test("of a later type or version is told apart from a broken one", () => {
    expect(outcome(openRecord(forge({ v: 1, type: "later", body: {} }).bytes))).toBe(UNKNOWN_TYPE);
    expect(outcome(openRecord(forge({ v: 2, type: "commit", body: {} }).bytes))).toBe(UNKNOWN_TYPE);
    expect(outcome(openRecord(forge({ v: 1, type: "constructor", body: {} }).bytes))).toBe(UNKNOWN_TYPE);
    for (const broken of [
      { v: 0, type: "commit" },
      { v: 1 },
      { v: 1, type: 5 },
      { type: "x".repeat(65), v: 1 },
    ]) {
      expect(outcome(openRecord(forge(broken).bytes))).not.toBe(UNKNOWN_TYPE);
    }
  });

  test("is too large together with its signatures, not only alone", () => {
    const devices = Array.from({ length: 16 }, (_, index) => exampleHash(`${index}`)).toSorted();
    const large = forge({ v: 1, type: "later", body: new Uint8Array(2_000) }, ...devices);
    const larger = forge({ v: 1, type: "later", body: new Uint8Array(2_600) }, ...devices);
    expect(outcome(decodeSignedRecord(encodeSignedRecord(large)))).toBe("ok");
    expect(outcome(decodeSignedRecord(encodeSignedRecord(larger)))).not.toBe("ok");
  });

  test("has one envelope: signatures out of order are refused", async () => {
    const record = await exampleCommitRecord(3, 3);
    const reversed = { ...record, signatures: record.signatures.toReversed() };
    expect(outcome(decodeSignedRecord(encodeSignedRecord(record)))).toBe("ok");
    expect(outcome(decodeSignedRecord(encodeSignedRecord(reversed)))).toMatch(/must ascend/);
  });

  test("of a genesis names the project and the initial state, and is the same for everybody", () => {
    const genesis = genesisCommit(exampleHash("project"), exampleHash("state"));
    expect(headOf(genesis)).toMatchInlineSnapshot(`
      {
        "hash": "36762bee84cea619b38e275b461a9160ee03ebde5de83cb8ee387937ef5a1f15",
        "progress": 0,
        "round": 0,
        "state": "4ba69735ca53765ed6a709edb56c6ea236b7193a3b29a6b390c346f0f4340e4e",
        "tokens": 0,
      }
    `);
    expect(headOf(genesisCommit(exampleHash("other"), exampleHash("state"))).hash).not.toBe(
      headOf(genesis).hash,
    );
    expect(decodeCanonical(commitBytes(genesis), { bytes: RECORD_BYTES, depth: 8 }).ok).toBe(true);
    expect(isQuorum([], genesis)).toBe(false);
  });
});
