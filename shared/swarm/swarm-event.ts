/** What a participant tells the world around it. Plain data. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { RoundMaterial } from "./head-history.ts";
import type { KnownHead } from "./known-head.ts";
import type { FeedDoubt } from "./records/feed-witness.ts";
import type { RoundOutcome } from "./round-outcome.ts";

export type SwarmEvent =
  /** Phase, progress or neighbours changed: look again. May come many times a second. */
  | { readonly kind: "changed" }
  | { readonly kind: "round"; readonly outcome: RoundOutcome }
  | { readonly kind: "head"; readonly head: Head }
  /** The round was computed here: what led from `base` to the commit. */
  | {
      readonly kind: "reproduced";
      readonly base: KnownHead;
      readonly next: KnownHead;
      readonly material: RoundMaterial;
    }
  | { readonly kind: "sync"; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: "signaling"; readonly state: "online" | "offline"; readonly detail: string }
  /** The store has this head. */
  | { readonly kind: "saved"; readonly head: Head }
  /** The engine could not train; this peer contributes nothing to the round. */
  | { readonly kind: "training-problem"; readonly error: unknown }
  /** Whose work this peer checks now; null: nobody's. */
  | { readonly kind: "auditing"; readonly device: PeerId | null }
  /** A branch was not followed, or left: these devices claimed work that they had not done. */
  | { readonly kind: "branch-refused"; readonly head: Hash; readonly liars: readonly PeerId[] }
  /** This device must not write into its feed any more: go on as another device. */
  | { readonly kind: "feed-doubt"; readonly doubt: FeedDoubt }
  /** Something failed that training survives; an error of a named class. */
  | { readonly kind: "problem"; readonly error: unknown };
