/** What a decoded control message must look like: every field bounded, nothing added, nothing missing. */
import * as v from "valibot";
import { bytesField, countField, hashField, signatureField, someBytesField } from "../ledger/fields.ts";
import { RECONCILE_BYTES } from "../ledger/reconcile/reconcile-message.ts";
import { signedRecordSchema } from "../ledger/signed-record.ts";
import { INTRODUCED_PEERS, MAX_AGE_MS, MAX_SIGNAL_BYTES, RECORDS_AT_ONCE, WANTED_RECORDS } from "./limits.ts";
import type { Message } from "./message.ts";

/** Transport addresses end up in URLs, logs and maps. */
const addressField = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const versionField = countField(1, 65_535);
const headField = v.strictObject({
  round: countField(0),
  hash: hashField,
  state: hashField,
  tokens: countField(0),
  progress: countField(0),
});

const helloSchema = v.pipe(
  v.strictObject({
    kind: v.literal("hello"),
    version: versionField,
    oldest: versionField,
    project: hashField,
    device: hashField,
    nonce: bytesField(32),
  }),
  v.check(({ version, oldest }) => oldest <= version, "the oldest version is above the newest"),
);

const statusSchema = v.strictObject({
  kind: v.literal("status"),
  head: headField,
  phase: v.picklist(["syncing", "watching", "training", "committing", "revealing", "agreeing"]),
  roundAgeMs: countField(0, MAX_AGE_MS),
});

const voteSchema = v.strictObject({
  kind: v.literal("vote"),
  base: hashField,
  commit: hashField,
  device: hashField,
  signature: signatureField,
});

const wantSchema = v.strictObject({
  kind: v.literal("want"),
  what: v.picklist(["contribution", "certificate", "blob"]),
  hash: hashField,
});

const relaySchema = v.strictObject({
  kind: v.literal("relay"),
  from: addressField,
  to: addressField,
  payload: v.pipe(v.string(), v.maxBytes(MAX_SIGNAL_BYTES)),
});

export const messageSchema: v.GenericSchema<unknown, Message> = v.variant("kind", [
  helloSchema,
  v.strictObject({ kind: v.literal("auth"), signature: signatureField }),
  statusSchema,
  v.strictObject({ kind: v.literal("contribution"), record: signedRecordSchema }),
  v.strictObject({
    kind: v.literal("proposal"),
    view: countField(0, 4_294_967_295),
    commit: signedRecordSchema,
  }),
  voteSchema,
  v.strictObject({ kind: v.literal("certificate"), commit: signedRecordSchema }),
  wantSchema,
  v.strictObject({ kind: v.literal("missing"), hash: hashField }),
  v.strictObject({
    kind: v.literal("records"),
    records: v.pipe(v.array(signedRecordSchema), v.minLength(1), v.maxLength(RECORDS_AT_ONCE)),
  }),
  v.strictObject({
    kind: v.literal("want-records"),
    hashes: v.pipe(v.array(hashField), v.minLength(1), v.maxLength(WANTED_RECORDS)),
  }),
  v.strictObject({
    kind: v.literal("reconcile"),
    turn: v.picklist(["ask", "answer"]),
    data: someBytesField(RECONCILE_BYTES),
  }),
  v.strictObject({ kind: v.literal("feed"), seq: countField(0), hash: hashField }),
  v.strictObject({
    kind: v.literal("peers"),
    addresses: v.pipe(v.array(addressField), v.maxLength(INTRODUCED_PEERS)),
  }),
  relaySchema,
  v.strictObject({ kind: v.literal("bye") }),
]);
