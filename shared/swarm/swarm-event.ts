/** What a participant tells the world around it. Plain data. */
import type { Head } from "../ledger/commit.ts";
import type { RoundOutcome } from "./round-outcome.ts";

export type SwarmEvent =
  /** Phase, progress or neighbours changed: look again. May come many times a second. */
  | { readonly kind: "changed" }
  | { readonly kind: "round"; readonly outcome: RoundOutcome }
  | { readonly kind: "head"; readonly head: Head }
  | { readonly kind: "sync"; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: "signaling"; readonly state: "online" | "offline"; readonly detail: string }
  /** The store has this head. */
  | { readonly kind: "saved"; readonly head: Head }
  /** The engine could not train; this peer contributes nothing to the round. */
  | { readonly kind: "training-problem"; readonly error: unknown }
  /** Something failed that training survives; an error of a named class. */
  | { readonly kind: "problem"; readonly error: unknown };
