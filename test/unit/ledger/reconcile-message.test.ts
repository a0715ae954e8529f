import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../shared/core/bytes.ts";
import {
  decodeReconcileMessage,
  encodeReconcileMessage,
  RECONCILE_BYTES,
  RECONCILE_IDS,
  RECONCILE_LISTED,
  RECONCILE_RANGES,
  type RangeClaim,
  type ReconcileMessage,
} from "../../../shared/ledger/reconcile/reconcile-message.ts";
import { LAST_BOUND } from "../../../shared/ledger/reconcile/record-order.ts";
import { hashOfText } from "./reconcile-exchange.ts";

const hashes = fc.array(
  fc.nat(1_000).map((n) => hashOfText(`${n}`)),
  { maxLength: 4 },
);
const hexOf = (length: number) => fc.uint8Array({ maxLength: length }).map(toHex);
const bound = fc.record({
  at: fc.oneof(fc.nat(3), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER), fc.constant(Infinity)),
  prefix: hexOf(32),
});
const claim = fc.oneof(
  fc.record({ kind: fc.constant("skip" as const), upper: bound }),
  fc.record({
    kind: fc.constant("fingerprint" as const),
    upper: bound,
    fingerprint: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  }),
  fc.record({ kind: fc.constant("list" as const), upper: bound, hashes }),
);

/** Ranges in order and without repetition: what a message can say. */
function inOrder(claims: readonly RangeClaim[]): RangeClaim[] {
  const byUpper = new Map<string, RangeClaim>();
  for (const claim of claims) {
    const upper = claim.upper.at === Infinity ? LAST_BOUND : claim.upper;
    if (upper.at > 0 || upper.prefix !== "") byUpper.set(`${upper.at} ${upper.prefix}`, { ...claim, upper });
  }
  return [...byUpper.values()].sort(
    ({ upper: a }, { upper: b }) => a.at - b.at || (a.prefix < b.prefix ? -1 : 1),
  );
}

const message: fc.Arbitrary<ReconcileMessage> = fc.record({
  offered: hashes,
  wanted: hashes,
  ranges: fc.array(claim, { maxLength: 12 }).map(inOrder),
});

function reasonOf(bytes: Uint8Array): string {
  const decoded = decodeReconcileMessage(bytes);
  return decoded.ok ? "ok" : decoded.reason;
}

test("decodes what it encodes", () => {
  fc.assert(
    fc.property(message, (message) => {
      expect(decodeReconcileMessage(encodeReconcileMessage(message))).toEqual({ ok: true, message });
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("a message has one encoding: whatever decodes is encoded into the same bytes", () => {
  const odd = fc.constantFrom(0, 1, 2, 0x3f, 0x40, 0x41, 0x7f, 0x80, 0x81, 0xff);
  let decodedCount = 0;
  fc.assert(
    fc.property(message, fc.nat(), odd, (message, position, byte) => {
      const bytes = encodeReconcileMessage(message);
      bytes[position % Math.min(bytes.length, 12)] = byte; // mostly counts and bounds, seldom hashes
      const decoded = decodeReconcileMessage(bytes);
      if (!decoded.ok) return;
      decodedCount++;
      expect(toHex(encodeReconcileMessage(decoded.message))).toBe(toHex(bytes));
    }),
    { seed: 2, numRuns: 3_000 },
  );
  expect(decodedCount).toBeGreaterThan(100);
});

const HASH = "ab".repeat(32);

test.each([
  ["", "not a reconciliation of a known version"],
  ["02", "not a reconciliation of a known version"],
  ["01", "ends too early"],
  ["0100", "ends too early"],
  ["010000", "ok"],
  ["0101", "ends too early"],
  ["01ffffffffffffff0f00", "ends too early"], // 2^53 − 1 hashes offered
  [`0101${HASH}00`, "ok"],
  ["0100000000", "ok"], // skips everything
  ["0100000040", "ends too early"], // a fingerprint that is not there
  [`0100000040${"07".repeat(16)}`, "ok"],
  ["01000000c0", "an unknown kind of range"],
  ["0100000080", "ends too early"], // a list without its count
  ["010000008000", "ok"],
  ["010000000001", "a range after the last"],
  ["0100000001aa", "a prefix after the last record"],
  [`0100000121${"00".repeat(33)}`, "a prefix longer than a hash"],
  ["0100000100", "a range that ends before it begins"], // up to the beginning
  ["01000002000100", "a range that ends before it begins"], // no second further
  ["01820000", "a number longer than it needs"],
  ["010000800000", "a number longer than it needs"],
  ["010000ffffffffffffff0f00", "ok"], // up to 2^53 − 2
  ["010000808080808080801000", "ok"], // 2^53 − 1
  ["010000818080808080801000", "a number beyond 2^53"], // 2^53 + 1, which no double is
  ["010000ffffffffffffffff00", "a number beyond 2^53"],
  ["0100008080808080808010000200", "a time beyond 2^53"],
])("bytes %s: %s", (hex, reason) => {
  expect(reasonOf(fromHex(hex))).toBe(reason);
});

test("the limits are those of the format: bytes, ranges, hashes and hashes in lists", () => {
  const skips = (count: number): RangeClaim[] =>
    Array.from({ length: count }, (_, index) => ({ kind: "skip", upper: { at: index + 1, prefix: "" } }));
  const of = (offered: number, listed: number, rangeCount = 0): string => {
    const take = (count: number) => Array<string>(count).fill(HASH);
    const list: RangeClaim = { kind: "list", upper: LAST_BOUND, hashes: take(listed) };
    const ranges = [...skips(rangeCount), ...(listed > 0 ? [list] : [])];
    return reasonOf(encodeReconcileMessage({ offered: take(offered), wanted: [], ranges }));
  };
  expect(of(RECONCILE_IDS, 0)).toBe("ok");
  expect(of(RECONCILE_IDS + 1, 0)).toBe("more than 300 hashes");
  expect(of(RECONCILE_IDS - RECONCILE_LISTED, RECONCILE_LISTED)).toBe("ok");
  expect(of(0, RECONCILE_LISTED + 1)).toBe("more than 150 hashes in lists");
  expect(of(RECONCILE_IDS, 1)).toBe("more than 300 hashes");
  expect(of(0, 0, RECONCILE_RANGES)).toBe("ok");
  expect(of(0, 0, RECONCILE_RANGES + 1)).toBe("more than 512 ranges");
  expect(reasonOf(new Uint8Array(RECONCILE_BYTES + 1))).toBe("12001 bytes, at most 12000");
});

test("what it decodes does not keep the bytes that it came in alive", () => {
  const buffer = Buffer.alloc(100);
  const bytes = fromHex(`0100000040${"07".repeat(16)}`);
  buffer.set(bytes);
  const decoded = decodeReconcileMessage(buffer.subarray(0, bytes.length));
  buffer.fill(0);
  expect(decoded).toMatchObject({ message: { ranges: [{ fingerprint: new Uint8Array(16).fill(7) }] } });
});
