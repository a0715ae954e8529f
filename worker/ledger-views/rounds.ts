/** What the page shows of committed rounds. Types only, as in ledger-views/receipts.ts. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";

/** Rounds of a project, newest first to be counted, ascending in the answer. */
export interface RoundsQuery {
  readonly project: Hash;
  /** A round: only those before it; null for the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** A committed round. */
export interface RoundView {
  readonly round: number;
  /** The commit record. */
  readonly commit: Hash;
  readonly at: number;
  /** Mean training loss of what counts, weighted by tokens; null where no contribution of it is kept. */
  readonly loss: number | null;
  /** Ascending by device. */
  readonly parts: readonly RoundPartView[];
}

/** What one device gave to a round. */
export interface RoundPartView {
  readonly device: PeerId;
  readonly root: PeerId;
  readonly name: string;
  /** What counts of it; of what was rejected, what would have. */
  readonly tokens: number;
  /** audited: an audit of it, or of later work of the device, was passed. */
  readonly state: "audited" | "pending" | "rejected";
  /** What has come of the audit of this very work; null where none was drawn. waiting: no verdict yet. disputed: auditors disagree. */
  readonly audit: "waiting" | "passed" | "failed" | "disputed" | null;
  readonly isOwn: boolean;
}

/** What the visitor gave, for a certificate. */
export interface CertificateView {
  readonly root: PeerId;
  readonly fingerprint: string;
  /** Chosen, or generated. */
  readonly name: string;
  /** Operations that count for good; credit is computed from them. */
  readonly flops: string;
  /** Operations that may still be found false. */
  readonly pendingFlops: string;
  readonly contributions: number;
  readonly activeHours: number;
  /** Times of the first and the last contribution that counts; null before the first. */
  readonly span: { readonly from: number; readonly to: number } | null;
  /** Their names, those with most work first. */
  readonly projects: readonly string[];
  readonly newestReceipt: Hash | null;
  /** The newest that the person gave to, of all projects, oldest first. */
  readonly rounds: readonly RoundView[];
  readonly issuedAt: number;
}
