/** Any message of each kind, for properties of what goes over the wire. */
import * as fc from "fast-check";
import { toHex } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { RECONCILE_BYTES } from "../../shared/ledger/reconcile/reconcile-message.ts";
import { addSignatures } from "../../shared/ledger/record.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import { CELL_PEERS, INTRODUCED_PEERS, WANTED_RECORDS } from "../../shared/protocol/limits.ts";
import type { Message } from "../../shared/protocol/message.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hash = bytes(32).map(toHex);
const signature = bytes(64);
const address = fc.stringMatching(/^[a-z0-9-]{1,64}$/);
const head = fc.record({
  round: fc.maxSafeNat(),
  hash,
  state: hash,
  tokens: fc.maxSafeNat(),
  progress: fc.maxSafeNat(),
});
const record: fc.Arbitrary<SignedRecord> = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
    fc.array(fc.record({ device: hash, signature }), { maxLength: CELL_PEERS }),
  )
  .map(([bytes, signatures]) => addSignatures({ bytes, hash: hashOf(bytes), signatures: [] }, signatures));
const phase = fc.constantFrom("syncing", "watching", "training", "committing", "revealing", "agreeing");

/** A kind that is missing does not compile. */
export const ANY_MESSAGE: {
  readonly [Kind in Message["kind"]]: fc.Arbitrary<Extract<Message, { readonly kind: Kind }>>;
} = {
  hello: fc
    .record({
      kind: fc.constant("hello"),
      version: fc.integer({ min: 1, max: 65_535 }),
      oldest: fc.integer({ min: 1, max: 65_535 }),
      project: hash,
      device: hash,
      nonce: bytes(32),
    })
    .filter(({ oldest, version }) => oldest <= version),
  auth: fc.record({ kind: fc.constant("auth"), signature }),
  status: fc.record({ kind: fc.constant("status"), head, phase, roundAgeMs: fc.nat(604_800_000) }),
  contribution: fc.record({ kind: fc.constant("contribution"), record }),
  proposal: fc.record({ kind: fc.constant("proposal"), view: fc.nat(), commit: record }),
  vote: fc.record({ kind: fc.constant("vote"), base: hash, commit: hash, device: hash, signature }),
  certificate: fc.record({ kind: fc.constant("certificate"), commit: record }),
  want: fc.record({
    kind: fc.constant("want"),
    what: fc.constantFrom("contribution", "certificate", "blob"),
    hash,
  }),
  missing: fc.record({ kind: fc.constant("missing"), hash }),
  records: fc.record({
    kind: fc.constant("records"),
    records: fc.array(record, { minLength: 1, maxLength: 3 }),
  }),
  "want-records": fc.record({
    kind: fc.constant("want-records"),
    hashes: fc.array(hash, { minLength: 1, maxLength: WANTED_RECORDS }),
  }),
  reconcile: fc.record({
    kind: fc.constant("reconcile"),
    turn: fc.constantFrom("ask", "answer"),
    data: fc.uint8Array({ minLength: 1, maxLength: RECONCILE_BYTES }),
  }),
  feed: fc.record({ kind: fc.constant("feed"), seq: fc.maxSafeNat(), hash }),
  peers: fc.record({
    kind: fc.constant("peers"),
    addresses: fc.array(address, { maxLength: INTRODUCED_PEERS }),
  }),
  relay: fc.record({
    kind: fc.constant("relay"),
    from: address,
    to: address,
    payload: fc.string({ unit: "grapheme", maxLength: 1_000 }),
  }),
  bye: fc.record({ kind: fc.constant("bye") }),
};
