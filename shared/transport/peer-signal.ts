/**
 * What two peers say to each other before they have a link: the offers, answers and candidates of PeerJS 1.5.5, and nothing else
 * of it. Whatever passes here is safe to hand to peerjs: data channels only, `raw` only, one certificate.
 */
import * as v from "valibot";
import { parseWith, refuse, type Parsed } from "../ledger/parse.ts";
import { MAX_SIGNAL_BYTES } from "../protocol/limits.ts";
import {
  isAddress,
  serverChallengeSchema,
  serverPeersSchema,
  SIGNALING_FRAME_BYTES,
} from "../protocol/signaling.ts";
import { fingerprintOf } from "./dtls-fingerprint.ts";

/** The server adds the sender's address to what it carries. */
const SERVER_MESSAGE_CHARACTERS = SIGNALING_FRAME_BYTES + 256;
/** A candidate is one line of an SDP. */
const MAX_CANDIDATE_CHARACTERS = 1_024;

const connectionId = v.pipe(v.string(), v.regex(/^[\w-]{4,64}$/, "must be 4 to 64 letters and digits"));
const sdp = v.pipe(
  v.string(),
  v.maxLength(MAX_SIGNAL_BYTES),
  v.check((text) => fingerprintOf(text) !== undefined, "must name one SHA-256 fingerprint"),
  v.check(isDataOnly, "must describe one data channel transport and no media"),
);
const dataType = v.literal("data");

const offerSchema = v.object({
  type: v.literal("OFFER"),
  payload: v.object({
    type: dataType,
    connectionId,
    sdp: v.object({ type: v.literal("offer"), sdp }),
    label: v.optional(v.pipe(v.string(), v.maxLength(64))),
    reliable: v.literal(true),
    // peerjs would build whatever decoder the stranger names; one of them dies of five bytes.
    serialization: v.literal("raw"),
  }),
});
const answerSchema = v.object({
  type: v.literal("ANSWER"),
  payload: v.object({ type: dataType, connectionId, sdp: v.object({ type: v.literal("answer"), sdp }) }),
});
const candidateSchema = v.object({
  type: v.literal("CANDIDATE"),
  payload: v.object({
    type: dataType,
    connectionId,
    candidate: v.object({
      candidate: v.pipe(v.string(), v.maxLength(MAX_CANDIDATE_CHARACTERS)),
      sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(16))),
      sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8))),
      usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
    }),
  }),
});
const peerSignalSchema = v.variant("type", [offerSchema, answerSchema, candidateSchema]);

export type OfferSignal = v.InferOutput<typeof offerSchema>;
/** One signaling message between two peers, without its addresses. */
export type PeerSignal = v.InferOutput<typeof peerSignalSchema>;

const expireSchema = v.object({ type: v.literal("EXPIRE"), src: v.pipe(v.string(), v.check(isAddress)) });
const problemSchema = v.object({
  type: v.picklist(["ERROR", "ID-TAKEN", "INVALID-KEY"]),
  payload: v.optional(v.object({ msg: v.optional(v.string(), "") }), { msg: "" }),
});
const sourceSchema = v.object({ src: v.pipe(v.string(), v.check(isAddress, "must be an address")) });
const serverMessageSchema = v.variant("type", [
  v.object({ type: v.literal("OPEN") }),
  serverChallengeSchema,
  serverPeersSchema,
  expireSchema,
  problemSchema,
  v.object({ type: v.literal("LEAVE") }),
]);

export type ServerMessage =
  | v.InferOutput<typeof serverMessageSchema>
  | { readonly type: "SIGNAL"; readonly src: string; readonly signal: PeerSignal };

/** A text frame from the signaling server, which is not trusted either. */
export function parseServerMessage(text: string): Parsed<{ readonly message: ServerMessage }> {
  if (text.length > SERVER_MESSAGE_CHARACTERS) return refuse("the message is too long");
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const signal = v.safeParse(peerSignalSchema, parsed.value);
  if (signal.success) {
    const source = parseWith(sourceSchema, parsed.value);
    if (!source.ok) return source;
    return { ok: true, message: { type: "SIGNAL", src: source.value.src, signal: signal.output } };
  }
  const message = parseWith(serverMessageSchema, parsed.value);
  return message.ok ? { ok: true, message: message.value } : message;
}

/** A signaling message that a neighbour passed on, as `formatPeerSignal` wrote it. */
export function parsePeerSignal(text: string): Parsed<{ readonly value: PeerSignal }> {
  if (text.length > MAX_SIGNAL_BYTES) return refuse("the message is too long");
  const parsed = parseJson(text);
  return parsed.ok ? parseWith(peerSignalSchema, parsed.value) : parsed;
}

export function formatPeerSignal(signal: PeerSignal): string {
  return JSON.stringify(signal);
}

function parseJson(text: string): Parsed<{ readonly value: unknown }> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return refuse("the message is not JSON");
  }
}

function isDataOnly(text: string): boolean {
  const [first, ...others] = text.match(/^m=\S+/gm) ?? [];
  return first === "m=application" && others.length === 0;
}
