/** What peers say to each other besides bulk data: the decoded, validated form. Each fits into one frame. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";

export type Message =
  /** First on every link, in both directions. `oldest` … `version`: protocol versions that the sender speaks. */
  | {
      readonly kind: "hello";
      readonly version: number;
      readonly oldest: number;
      readonly project: Hash;
      readonly device: PeerId;
      readonly nonce: Uint8Array;
    }
  /** Ed25519 over AUTH_DOMAIN ∥ binding ∥ the other's nonce ∥ own address: nobody sits between, and the key is the sender's. */
  | { readonly kind: "auth"; readonly signature: Uint8Array }
  /** Once a second, and at once when head or phase change: the heartbeat. */
  | {
      readonly kind: "status";
      readonly head: Head;
      readonly phase: PeerPhase;
      /** How long the sender has been on this head. */
      readonly roundAgeMs: number;
    }
  | { readonly kind: "contribution"; readonly record: SignedRecord }
  /** `commit` is a commit record with the leader's signature, which is its vote. */
  | { readonly kind: "proposal"; readonly view: number; readonly commit: SignedRecord }
  | {
      readonly kind: "vote";
      readonly base: Hash;
      readonly commit: Hash;
      readonly device: PeerId;
      readonly signature: Uint8Array;
    }
  /** A commit record with a quorum of signatures. */
  | { readonly kind: "certificate"; readonly commit: SignedRecord }
  /** Asks for something by its hash; a blob comes as blob frames, a record as its message, otherwise `missing`. */
  | { readonly kind: "want"; readonly what: WantKind; readonly hash: Hash }
  | { readonly kind: "missing"; readonly hash: Hash }
  /** Records of the ledger that the receiver may lack: new ones, or those it asked for. */
  | { readonly kind: "records"; readonly records: readonly SignedRecord[] }
  | { readonly kind: "want-records"; readonly hashes: readonly Hash[] }
  /** A step of a comparison of two ledgers (shared/ledger/reconcile). Both sides then ask for what they lack. */
  | { readonly kind: "reconcile"; readonly turn: "ask" | "answer"; readonly data: Uint8Array }
  /** The last record of the receiver's own feed that the sender knows: a device whose storage was set back learns of it before it contradicts itself. */
  | { readonly kind: "feed"; readonly seq: number; readonly hash: Hash }
  /** Addresses of the sender's neighbours, for newcomers; at most 8. */
  | { readonly kind: "peers"; readonly addresses: readonly string[] }
  /** A signaling message for a neighbour, when the server cannot carry it. */
  | { readonly kind: "relay"; readonly from: string; readonly to: string; readonly payload: string }
  /** The sender leaves; nobody needs to wait for it. */
  | { readonly kind: "bye" };

/** blob: an update, a chunk list, a chunk of state, a shard, a manifest: whatever hashes to its name. */
export type WantKind = "contribution" | "certificate" | "blob";

/**
 * syncing: fetching the head; watching: has the head and does not train; training … agreeing: the phases of a round.
 */
export type PeerPhase = "syncing" | "watching" | "training" | "committing" | "revealing" | "agreeing";

/** A part of a blob. Parts of one blob arrive in order over one link; blobs on one link do not interleave. */
export interface BlobPart {
  readonly hash: Hash;
  readonly offset: number;
  readonly totalBytes: number;
  readonly data: Uint8Array;
}
