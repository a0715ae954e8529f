/** Control messages as frames: the header, then the message in deterministic CBOR. */
import { assert, unreachable } from "../core/assert.ts";
import { fromHex } from "../core/bytes.ts";
import { type CanonicalMap, decodeCanonical, encodeCanonical } from "../ledger/canonical.ts";
import { type Parsed, parseWith } from "../ledger/parse.ts";
import { signedRecordToWire } from "../ledger/signed-record.ts";
import { CONTROL_TYPE, frameOf } from "./frame-header.ts";
import { CONTROL_BYTES, CONTROL_DEPTH } from "./limits.ts";
import type { Message } from "./message.ts";
import { messageSchema } from "./message-schema.ts";
import { HELLO_VERSION, PROTOCOL_VERSION } from "./version.ts";

/** The frame of a message of ours, which respects the limits of its fields. */
export function encodeMessage(message: Message): Uint8Array {
  const body = encodeCanonical(toWire(message));
  assert(body.length <= CONTROL_BYTES, `a ${message.kind} of ${body.length} bytes does not fit a frame`);
  return frameOf(message.kind === "hello" ? HELLO_VERSION : PROTOCOL_VERSION, CONTROL_TYPE, body);
}

/** Reads what follows the header. Records in it are not checked yet: see shared/ledger/record.ts. */
export function decodeControl(body: Uint8Array): Parsed<{ readonly message: Message }> {
  const decoded = decodeCanonical(body, { bytes: CONTROL_BYTES, depth: CONTROL_DEPTH });
  if (!decoded.ok) return decoded;
  const parsed = parseWith(messageSchema, decoded.value);
  return parsed.ok ? { ok: true, message: parsed.value } : parsed;
}

/** Names become bytes, everything else stays. */
function toWire(message: Message): CanonicalMap {
  switch (message.kind) {
    case "hello":
      return { ...message, project: fromHex(message.project), device: fromHex(message.device) };
    case "status": {
      const { hash, state } = message.head;
      return { ...message, head: { ...message.head, hash: fromHex(hash), state: fromHex(state) } };
    }
    case "contribution":
      return { ...message, record: signedRecordToWire(message.record) };
    case "proposal":
    case "certificate":
      return { ...message, commit: signedRecordToWire(message.commit) };
    case "vote": {
      const { base, commit, device } = message;
      return { ...message, base: fromHex(base), commit: fromHex(commit), device: fromHex(device) };
    }
    case "want":
    case "missing":
      return { ...message, hash: fromHex(message.hash) };
    case "records":
      return { ...message, records: message.records.map(signedRecordToWire) };
    case "want-records":
      return { ...message, hashes: message.hashes.map(fromHex) };
    case "feed":
      return { ...message, hash: fromHex(message.hash) };
    case "reconcile":
    case "auth":
    case "peers":
    case "relay":
    case "bye":
      return { ...message };
    default:
      return unreachable(message);
  }
}
