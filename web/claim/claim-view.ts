import type { PeerId } from "../../shared/core/ids.ts";
import type { Problem } from "../../shared/problems/problem.ts";
import type { Claimant } from "../../worker/ledger-api.ts";

/** What the claim window shows. */
export type ClaimView =
  /** No widget has opened it: somebody has opened its address. */
  | { readonly kind: "no-opener" }
  /** For the widget that has opened it. */
  | { readonly kind: "waiting" }
  /** The widget is gone, or says nothing. */
  | { readonly kind: "silent" }
  | {
      readonly kind: "asking";
      readonly device: PeerId;
      readonly site: string;
      /** Who gets it; null when nobody is here yet. */
      readonly claimant: Claimant | null;
      /** The visitor has said yes. */
      readonly isWorking: boolean;
    }
  | { readonly kind: "done"; readonly site: string }
  | { readonly kind: "claimed" }
  | { readonly kind: "declined" }
  /** With a problem where this browser names one. */
  | { readonly kind: "failed"; readonly problem: Problem | null };
