import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssertionError } from "../../../shared/core/assert.ts";
import { concatBytes, fromHex, toHex } from "../../../shared/core/bytes.ts";
import { type CanonicalMap, encodeCanonical } from "../../../shared/ledger/canonical.ts";
import { RECONCILE_BYTES } from "../../../shared/ledger/reconcile/reconcile-message.ts";
import { authBytes } from "../../../shared/protocol/auth.ts";
import { BLOB_PART_BYTES, blobParts, encodeBlobPart } from "../../../shared/protocol/blob.ts";
import { encodeMessage } from "../../../shared/protocol/control.ts";
import { decodeFrame } from "../../../shared/protocol/frame.ts";
import { CONTROL_TYPE, frameOf, HEADER_BYTES } from "../../../shared/protocol/frame-header.ts";
import {
  CELL_PEERS,
  FRAME_BYTES,
  INTRODUCED_PEERS,
  MAX_SIGNAL_BYTES,
  RECORDS_AT_ONCE,
  WANTED_RECORDS,
} from "../../../shared/protocol/limits.ts";
import type { Message } from "../../../shared/protocol/message.ts";
import {
  commonVersion,
  HELLO_VERSION,
  OLDEST_VERSION,
  PROTOCOL_VERSION,
} from "../../../shared/protocol/version.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { ANY_MESSAGE } from "../../support/any-message.ts";
import { exampleCommitRecord, exampleHash, exampleMessages } from "../../support/example-messages.ts";

/** Far more than is needed: other work on the same computer must not fail it. */
const TIMEOUT_MS = 60_000;

function controlFrame(content: CanonicalMap): Uint8Array {
  const version = content["kind"] === "hello" ? HELLO_VERSION : PROTOCOL_VERSION;
  return frameOf(version, CONTROL_TYPE, encodeCanonical(content));
}

function reasonOf(frame: Uint8Array): string {
  const decoded = decodeFrame(frame);
  return decoded.ok ? "ok" : decoded.reason;
}

describe("a control message", () => {
  test.each(Object.entries(ANY_MESSAGE))("of kind %s arrives as it was sent", (_kind, arbitrary) => {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<Message>, (message) => {
        const frame = encodeMessage(message);
        expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES);
        expect(decodeFrame(frame)).toEqual({ ok: true, kind: "message", message });
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  test("has one encoding: whatever decodes encodes to the same bytes", { timeout: TIMEOUT_MS }, async () => {
    const frames = (await exampleMessages()).map(encodeMessage);
    fc.assert(
      fc.property(fc.constantFrom(...frames), fc.nat(), fc.nat(255), (frame, position, byte) => {
        const changed = frame.slice();
        changed[position % frame.length] = byte;
        const decoded = decodeFrame(changed);
        if (decoded.ok && decoded.kind === "message")
          expect(toHex(encodeMessage(decoded.message))).toBe(toHex(changed));
      }),
      { seed: 5, numRuns: 1_500 },
    );
  });

  test("of the largest size fits into a frame", async () => {
    const commit = await exampleCommitRecord(CELL_PEERS, CELL_PEERS);
    const largest: Message[] = [
      { kind: "certificate", commit },
      { kind: "relay", from: "a".repeat(64), to: "b".repeat(64), payload: "x".repeat(MAX_SIGNAL_BYTES) },
      { kind: "peers", addresses: Array.from({ length: INTRODUCED_PEERS }, () => "c".repeat(64)) },
      { kind: "records", records: Array.from({ length: 4 }, () => commit) },
      { kind: "want-records", hashes: Array.from({ length: WANTED_RECORDS }, (_, i) => exampleHash(`${i}`)) },
      { kind: "reconcile", turn: "answer", data: new Uint8Array(RECONCILE_BYTES) },
    ];
    for (const message of largest) expect(reasonOf(encodeMessage(message))).toBe("ok");
    const tooLong: Message = { kind: "relay", from: "a", to: "b", payload: "x".repeat(16_000) };
    expect(() => encodeMessage(tooLong)).toThrow(AssertionError);
  });

  test("gives a record the name of its bytes, not one that the sender chose", async () => {
    const commit = await exampleCommitRecord(3, 1);
    const lying = { ...commit, hash: exampleHash("another") };
    const decoded = decodeFrame(encodeMessage({ kind: "certificate", commit: lying }));
    expect(decoded).toEqual({ ok: true, kind: "message", message: { kind: "certificate", commit } });
  });

  test("is written in the present version; a hello in the first one for ever, so that every version reads it", async () => {
    for (const message of await exampleMessages())
      expect(encodeMessage(message)[2]).toBe(message.kind === "hello" ? HELLO_VERSION : PROTOCOL_VERSION);
    expect(HELLO_VERSION).toBe(1);
  });

  test("is read in the version that it is written in, and in no other", async () => {
    const isRead = (frame: Uint8Array, version: number) =>
      frame[2] === HELLO_VERSION
        ? version === HELLO_VERSION
        : version >= OLDEST_VERSION && version <= PROTOCOL_VERSION;
    for (const frame of (await exampleMessages()).map(encodeMessage)) {
      for (let version = 0; version < 256; version++) {
        const changed = frame.slice();
        changed[2] = version;
        expect(decodeFrame(changed).ok, toHex(changed.subarray(0, 16))).toBe(isRead(frame, version));
      }
    }
  });

  test("beyond a limit is refused with a reason", () => {
    const hello = {
      kind: "hello",
      version: PROTOCOL_VERSION,
      oldest: OLDEST_VERSION,
      project: new Uint8Array(32),
      device: new Uint8Array(32),
      nonce: new Uint8Array(32),
    };
    const small = { bytes: new Uint8Array(1), signatures: [] };
    expect(reasonOf(controlFrame(hello))).toBe("ok");
    expect(reasonOf(controlFrame({ kind: "records", records: [small] }))).toBe("ok");
    const refused: CanonicalMap[] = [
      {},
      { kind: "unheard-of" },
      { kind: "constructor" },
      { kind: "bye", extra: 1 },
      { kind: "bye", ["__proto__"]: 1 },
      { ...hello, oldest: PROTOCOL_VERSION + 1 },
      { ...hello, version: 0 },
      { ...hello, version: 65_536 },
      { ...hello, nonce: new Uint8Array(31) },
      { ...hello, project: "0".repeat(64) },
      { ...hello, device: [...new Uint8Array(32)] },
      { kind: "auth", signature: new Uint8Array(65) },
      { kind: "auth" },
      { kind: "want", what: "everything", hash: new Uint8Array(32) },
      { kind: "peers", addresses: Array.from({ length: INTRODUCED_PEERS + 1 }, () => "a") },
      { kind: "peers", addresses: [""] },
      { kind: "peers", addresses: ["a".repeat(65)] },
      { kind: "peers", addresses: ["A"] },
      { kind: "peers", addresses: ["a/b"] },
      { kind: "peers", addresses: ["a\n"] },
      { kind: "peers", addresses: { length: 0 } },
      { kind: "relay", from: "a", to: "b", payload: "ø".repeat(MAX_SIGNAL_BYTES / 2 + 1) },
      { kind: "contribution", record: { bytes: new Uint8Array(0), signatures: [] } },
      { kind: "contribution", record: { bytes: new Uint8Array(4_097), signatures: [] } },
      { kind: "contribution", record: { bytes: new Uint8Array(1), signatures: [[new Uint8Array(32)]] } },
      { kind: "contribution", record: null },
      { kind: "records", records: [] },
      { kind: "records", records: Array.from({ length: RECORDS_AT_ONCE + 1 }, () => small) },
      { kind: "records", records: [{ ...small, bytes: new Uint8Array(4_097) }] },
      { kind: "want-records", hashes: [] },
      { kind: "want-records", hashes: Array.from({ length: WANTED_RECORDS + 1 }, () => new Uint8Array(32)) },
      { kind: "want-records", hashes: [new Uint8Array(31)] },
      { kind: "reconcile", turn: "ask", data: new Uint8Array(0) },
      { kind: "reconcile", turn: "ask", data: new Uint8Array(RECONCILE_BYTES + 1) },
      { kind: "reconcile", turn: "again", data: new Uint8Array(1) },
      { kind: "feed", seq: -1, hash: new Uint8Array(32) },
      { kind: "feed", seq: 0, hash: "0".repeat(64) },
    ];
    for (const message of refused) {
      const reason = reasonOf(controlFrame(message));
      expect(reason, JSON.stringify(message).slice(0, 100)).not.toBe("ok");
      expect(reason.length).toBeLessThanOrEqual(160);
    }
  });
});

describe("a frame", () => {
  test.each([
    ["", "a frame without a header"],
    ["544201", "a frame without a header"],
    ["dd08000000", "not a frame of this protocol"],
    ["f6", "a frame without a header"],
    ["54430101", "not a frame of this protocol"],
    ["54420001", "a frame of version 0"],
    ["54420401", "a frame of version 4"],
    ["54420201", "a frame of version 2"],
    ["54420300", "a frame of type 0"],
    ["54420303", "a frame of type 3"],
    ["54420301", "ends in the middle of a value"],
    ["54420301dd08000000", "a tag"],
    ["54420302", "a blob part without data"],
    ["54420101", "ends in the middle of a value"], // a hello may be in it
  ])("%s: %s", (hex, reason) => {
    expect(reasonOf(fromHex(hex))).toBe(reason);
  });

  test("larger than a channel delivers is refused unread", () => {
    expect(reasonOf(new Uint8Array(FRAME_BYTES + 1))).toMatch(/^a frame of 16385 bytes/);
  });
});

describe("a blob", () => {
  test.each([0, 1, BLOB_PART_BYTES - 1, BLOB_PART_BYTES, BLOB_PART_BYTES + 1, 262_144])(
    "of %i bytes arrives in frames, in order",
    (length) => {
      const blob = new Uint8Array(length).map((_, index) => index * 7);
      const parts: Uint8Array[] = [];
      for (const frame of blobParts(exampleHash("blob"), blob)) {
        expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES);
        const decoded = decodeFrame(frame);
        if (!decoded.ok || decoded.kind !== "blob") throw new Error("not a blob part");
        expect(decoded.part).toMatchObject({ hash: exampleHash("blob"), totalBytes: length });
        expect(decoded.part.offset).toBe(parts.length * BLOB_PART_BYTES);
        parts.push(decoded.part.data);
      }
      expect(parts.length).toBe(Math.ceil(length / BLOB_PART_BYTES));
      expect(hashOf(concatBytes(parts))).toBe(hashOf(blob));
    },
  );

  test("part that lies about its length or place is refused", () => {
    const frame = encodeBlobPart(exampleHash("blob"), 10, 20, new Uint8Array(10));
    expect(reasonOf(frame)).toBe("ok");
    const offsetAt = HEADER_BYTES + 32;
    for (const [position, value] of [
      [offsetAt, 11],
      [offsetAt + 3, 255],
      [offsetAt + 4, 19],
    ] as const) {
      const lie = frame.slice();
      lie[position] = value;
      expect(reasonOf(lie)).toBe("a blob part beyond the end of its blob");
    }
    expect(reasonOf(frame.slice(0, -10))).toBe("a blob part without data");
    expect(reasonOf(concatBytes([frame, new Uint8Array(1)]))).toBe("a blob part beyond the end of its blob");
  });

  test("of more than 2³² − 1 bytes, or a part too large, is our own mistake", () => {
    expect(() =>
      encodeBlobPart(exampleHash("b"), 0, BLOB_PART_BYTES + 1, new Uint8Array(BLOB_PART_BYTES + 1)),
    ).toThrow(AssertionError);
    expect(() => encodeBlobPart(exampleHash("b"), 0, 2 ** 32, new Uint8Array(1))).toThrow(AssertionError);
    expect(() => encodeBlobPart(exampleHash("b"), -1, 1, new Uint8Array(1))).toThrow(AssertionError);
  });

  test("frames have a fixed layout", () => {
    const frame = encodeBlobPart("ab".repeat(32), 0x01020304, 0x0a0b0c0d, Uint8Array.of(9, 8));
    expect(toHex(frame)).toBe(`54420302${"ab".repeat(32)}040302010d0c0b0a0908`);
  });
});

describe("what is signed for a link", () => {
  test("differs with the link, the nonce, either address, and the direction", () => {
    const binding = new Uint8Array(32).fill(1);
    const nonce = new Uint8Array(32).fill(2);
    const all = [
      authBytes(binding, nonce, "a", "b"),
      authBytes(binding, nonce, "b", "a"),
      authBytes(binding, nonce, "a", "bc"),
      authBytes(binding, nonce, "ab", "c"),
      authBytes(nonce, nonce, "a", "b"),
      authBytes(binding, binding, "a", "b"),
    ].map(toHex);
    expect(new Set(all).size).toBe(all.length);
  });
});

test("two peers use the highest version that both speak", () => {
  expect(commonVersion({ oldest: OLDEST_VERSION, version: PROTOCOL_VERSION })).toBe(PROTOCOL_VERSION);
  expect(commonVersion({ oldest: 1, version: OLDEST_VERSION })).toBe(OLDEST_VERSION);
  expect(commonVersion({ oldest: 1, version: 9 })).toBe(PROTOCOL_VERSION);
  expect(commonVersion({ oldest: 1, version: OLDEST_VERSION - 1 })).toBeNull();
  expect(commonVersion({ oldest: PROTOCOL_VERSION + 1, version: 9 })).toBeNull();
});
