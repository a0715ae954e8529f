/** The one door for everything that arrives from a peer. */
import { type Parsed, refuse } from "../ledger/parse.ts";
import { decodeBlobPart } from "./blob.ts";
import { decodeControl } from "./control.ts";
import { BLOB_TYPE, CONTROL_TYPE, splitFrame } from "./frame-header.ts";
import type { BlobPart, Message } from "./message.ts";
import { HELLO_VERSION, OLDEST_VERSION, PROTOCOL_VERSION } from "./version.ts";

export type Frame =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "blob"; readonly part: BlobPart };

/** What a frame says, or why it says nothing. Never throws; allocates no more than a small multiple of the frame. */
export function decodeFrame(bytes: Uint8Array): Parsed<Frame> {
  const split = splitFrame(bytes);
  if (!split.ok) return split;
  const { version } = split;
  const isSpoken = version >= OLDEST_VERSION && version <= PROTOCOL_VERSION;
  if (!isSpoken && version !== HELLO_VERSION) return refuse(`a frame of version ${version}`);
  if (split.type === CONTROL_TYPE) {
    const decoded = decodeControl(split.body);
    if (!decoded.ok) return decoded;
    const { message } = decoded;
    const isRight = message.kind === "hello" ? version === HELLO_VERSION : isSpoken;
    return isRight
      ? { ok: true, kind: "message", message }
      : refuse(`a ${message.kind} of version ${version}`);
  }
  if (!isSpoken) return refuse(`a frame of version ${version}`);
  if (split.type === BLOB_TYPE) {
    const decoded = decodeBlobPart(split.body);
    return decoded.ok ? { ok: true, kind: "blob", part: decoded.part } : decoded;
  }
  return refuse(`a frame of type ${split.type}`);
}
