/** What the page shows of receipts and credit. Types only; plain data, times in seconds since 1970, FLOPs as decimal text because they outgrow 2⁵³. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";

/** Why a contribution counts, or does not yet. */
export type ReceiptState =
  | { readonly kind: "not-committed" }
  /** In a commit of a branch that was left. */
  | { readonly kind: "left-behind" }
  | {
      readonly kind: "pending";
      /** Later contributions of the same device that are still to come. */
      readonly contributionsToGo: number;
      readonly isAudited: boolean;
      readonly isDisputed: boolean;
    }
  | { readonly kind: "vested" }
  | {
      readonly kind: "void";
      /** Its update pointed elsewhere than the others' and was left out; or what was found about the device. */
      readonly because: "filtered" | "false-contribution" | "false-verdict" | "fork";
      /** Of the false work or verdict, or of the fork; 0 of what was left out. */
      readonly round: number;
    };

export interface AuditView {
  readonly auditor: PeerId;
  readonly auditorName: string;
  readonly result: "match" | "mismatch";
  /** First wrong window, from 0; meaningless for a match. */
  readonly window: number;
  /** Whether it counts for vesting: the auditor was drawn. */
  readonly isDrawn: boolean;
  readonly at: number;
}

export interface ReceiptView {
  /** The contribution record. */
  readonly record: Hash;
  readonly project: Hash;
  readonly projectName: string;
  readonly modelName: string;
  readonly round: number;
  readonly steps: number;
  readonly tokens: number;
  readonly unit: "tokens" | "rows" | "images";
  readonly profile: string;
  readonly loss: number;
  readonly at: number;
  readonly device: PeerId;
  /** Origin of the page on which it was given, as that browser says; null on Tabloom's own page. */
  readonly site: string | null;
  /** The commit that included it; null before. */
  readonly commit: Hash | null;
  readonly weight: number;
  readonly flops: string;
  readonly credit: number;
  /** Who signed the commit. */
  readonly cosigners: readonly { readonly device: PeerId; readonly name: string }[];
  readonly audits: readonly AuditView[];
  readonly state: ReceiptState;
}

export interface CreditView {
  /** In credits (CREDIT_VERSION of shared/ledger/credit-unit.ts). */
  readonly vested: number;
  readonly pending: number;
  readonly void: number;
  /** Of `vested`: earned by checking others. */
  readonly audits: number;
  /** Decayed average, credits a day. */
  readonly recentAverage: number;
  readonly contributions: number;
  /** 0 … 1. */
  readonly acceptedShare: number;
  /** Hours (UTC) in which something was contributed. */
  readonly activeHours: number;
  readonly receiptCount: number;
}
