/**
 * What a tab and the signaling server say to each other: the PeerJS protocol, version 1.5.5, with a signed join and
 * introductions added as message types of our own on the same socket. In order: the server sends OPEN (PeerJS) and
 * CHALLENGE; the client answers JOIN within JOIN_TIMEOUT_MS; the server sends PEERS. Only then are OFFER, ANSWER,
 * CANDIDATE and LEAVE carried to others in the same room. `src` is always set by the server. The stock client would only
 * warn about our types; whoever wraps it takes them out first.
 */
import * as v from "valibot";
import { isHash, type Hash, type PeerId } from "../core/ids.ts";
import { INTRODUCED_PEERS } from "./limits.ts";

/** The WebSocket, below the `path` given to the peerjs client ("/" here): /peerjs?key=peerjs&id=…&token=…&version=… */
export const SIGNALING_PATH = "/peerjs";
/** The `key` of the peerjs client; its default. The server answers any other with INVALID-KEY. */
export const SIGNALING_KEY = "peerjs";
/** Where the server that serves the page gives SignalingConfig as JSON. */
export const CONFIG_PATH = "/config.json";
/** One WebSocket message in either direction: what is longer ends the connection. MAX_SIGNAL_BYTES of payload fit with their envelope. */
export const SIGNALING_FRAME_BYTES = 16_384;
/** Nesting of a message's JSON, its own braces included. An offer needs four; parsers and printers recurse. */
export const SIGNALING_DEPTH = 8;
/** A socket that has not joined after this is closed: an honest tab needs one round trip. */
export const JOIN_TIMEOUT_MS = 10_000;
/** Asking for PEERS more often gets no answer. */
export const PEERS_INTERVAL_MS = 5_000;
/** A token of the peerjs client: whoever shows it again takes over the address after a broken connection. */
export const MAX_TOKEN_CHARACTERS = 64;

const MIN_ADDRESS_CHARACTERS = 32;
const MAX_ADDRESS_CHARACTERS = 64;
/** Groups of lower-case hexadecimal digits, such as a UUID: what peerjs takes as an id, too. */
const ADDRESS_PATTERN = /^[0-9a-f]+(?:-[0-9a-f]+)*$/;
const SIGNATURE_PATTERN = /^[0-9a-f]{128}$/;
const JOIN_DOMAIN = "tabloom/signaling/join/1";

/** Whether text may be the address of a peer: long enough that nobody guesses it (a UUID, or 16 random bytes and more in hexadecimal). */
export function isAddress(text: string): boolean {
  if (text.length < MIN_ADDRESS_CHARACTERS || text.length > MAX_ADDRESS_CHARACTERS) return false;
  return ADDRESS_PATTERN.test(text);
}

/**
 * The bytes that a JOIN signs with the device's Ed25519 key: UTF-8 lines of domain, nonce, room and address. No line can
 * hold a line break, so no two joins share bytes, and no other signature of that key can be taken for one.
 */
export function joinMessage(nonce: string, room: Hash, address: string): Uint8Array {
  return new TextEncoder().encode([JOIN_DOMAIN, nonce, room, address].join("\n"));
}

const hash = v.pipe(v.string(), v.check(isHash, "must be 64 lower-case hexadecimal digits"));
const address = v.pipe(
  v.string(),
  v.check(isAddress, "must be 32 to 64 lower-case hexadecimal digits, dashes between"),
);

/** First after OPEN. `nonce`: 32 random bytes in hexadecimal, for this socket only. */
export const serverChallengeSchema = v.object({
  type: v.literal("CHALLENGE"),
  payload: v.object({ nonce: hash }),
});
export interface ServerChallenge {
  readonly type: "CHALLENGE";
  readonly payload: { readonly nonce: string };
}

/** Others in the room, drawn at random: after a good JOIN, and whenever the client asks. Empty for whoever is alone. */
export const serverPeersSchema = v.object({
  type: v.literal("PEERS"),
  payload: v.object({ peers: v.pipe(v.array(address), v.maxLength(INTRODUCED_PEERS)) }),
});
export interface ServerPeers {
  readonly type: "PEERS";
  readonly payload: { readonly peers: readonly string[] };
}

/** Once per socket. A wrong one gets ERROR, and the socket is closed. */
export const clientJoinSchema = v.object({
  type: v.literal("JOIN"),
  payload: v.object({
    /** The project. */
    room: hash,
    /** Ed25519 public key. */
    device: hash,
    /** Over joinMessage(), in hexadecimal. */
    signature: v.pipe(v.string(), v.regex(SIGNATURE_PATTERN, "must be 128 lower-case hexadecimal digits")),
  }),
});
export interface ClientJoin {
  readonly type: "JOIN";
  readonly payload: { readonly room: Hash; readonly device: PeerId; readonly signature: string };
}

/** Asks for another sample of the room. */
export const clientPeersSchema = v.object({ type: v.literal("PEERS") });
export interface ClientPeers {
  readonly type: "PEERS";
}

/** PeerJS: keeps proxies from closing the socket. */
export const clientHeartbeatSchema = v.object({ type: v.literal("HEARTBEAT") });

/** PeerJS: carried to `dst` as it is. What the payload holds is between the two clients; the server looks only at size and nesting. */
export const clientRelaySchema = v.object({
  type: v.picklist(["OFFER", "ANSWER", "CANDIDATE", "LEAVE"]),
  dst: address,
  payload: v.optional(v.unknown()),
});
export type ClientRelay = v.InferOutput<typeof clientRelaySchema>;

const ICE_URL = /^(?:stuns?|turns?):[\w.:?=[\]-]{1,250}$/;
const iceUrl = v.pipe(
  v.string(),
  v.regex(ICE_URL, "must be an address that starts with stun:, stuns:, turn: or turns:"),
);
const iceServerSchema = v.strictObject({
  urls: v.union([iceUrl, v.pipe(v.array(iceUrl), v.minLength(1), v.maxLength(8))]),
  username: v.optional(v.pipe(v.string(), v.maxLength(512))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(512))),
});

/** Whether text is the base address of a signaling server: ws or wss, with nothing behind the path, such as "wss://signal.example.org/". */
function isServerUrl(text: string): boolean {
  if (text.length > 512 || !URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return (protocol === "ws:" || protocol === "wss:") && `${username}${password}${search}${hash}` === "";
}

/** What the page must know to find others, at CONFIG_PATH: ICE servers (RTCConfiguration's form), and servers besides the page's own. */
export const signalingConfigSchema = v.object({
  iceServers: v.pipe(v.array(iceServerSchema), v.maxLength(8)),
  signalingServers: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.check(isServerUrl, "must be a ws:// or wss:// address without query and password"),
      ),
    ),
    v.maxLength(8),
  ),
});
export type SignalingConfig = v.InferOutput<typeof signalingConfigSchema>;
