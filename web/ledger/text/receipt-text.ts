/** What a receipt says: its state in a word and in a sentence, and the facts that it proves. */
import { unreachable } from "../../../shared/core/assert.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import { FLOP_PER_CREDIT } from "../../../shared/ledger/credit-unit.ts";
import type { AuditView, ReceiptState, ReceiptView } from "../../../worker/ledger-api.ts";
import { formatCount } from "../../text/format.ts";

/** Decides the shape beside the word. */
export type ReceiptMark = "open" | "left" | "pending" | "disputed" | "vested" | "void";

export function receiptMark(state: ReceiptState): ReceiptMark {
  switch (state.kind) {
    case "not-committed":
      return "open";
    case "left-behind":
      return "left";
    case "pending":
      return state.isDisputed ? "disputed" : "pending";
    case "vested":
    case "void":
      return state.kind;
    default:
      return unreachable(state);
  }
}

export const RECEIPT_WORDS: Readonly<Record<ReceiptMark, string>> = {
  open: "Waiting",
  left: "Left behind",
  pending: "Pending",
  disputed: "Disputed",
  vested: "Vested",
  void: "Void",
};

/** Why it counts, or does not yet. */
export function receiptReason(state: ReceiptState): string {
  switch (state.kind) {
    case "not-committed":
      return "No commit includes it. It counts once two thirds of those who gave to its round have signed one that does.";
    case "left-behind":
      return "The commit that includes it is on a branch that the peers have left, so it does not count.";
    case "pending":
      return pendingReason(state);
    case "vested":
      return "Audited, and enough further work came after it. It counts for good.";
    case "void":
      return `It does not count: ${state.reason}`;
    default:
      return unreachable(state);
  }
}

function pendingReason(state: Extract<ReceiptState, { kind: "pending" }>): string {
  const { contributionsToGo: left, isAudited, isDisputed } = state;
  const toGo = left === 0 ? "" : `${formatCount(left)} more ${plural(left, "contribution")} to go`;
  if (isDisputed) return `${toGo === "" ? "" : `${toGo}; `}auditors disagree, so more peers repeat it now.`;
  if (toGo !== "") return `${toGo}; ${isAudited ? "audited already" : "not audited yet"}.`;
  return isAudited
    ? "Audited, and the last contribution that it waited for is there: it vests with the next record."
    : "Not audited yet: it vests when another peer has repeated it, or a later one of this device.";
}

/** "120 steps, 92,160 tokens". */
export const workWords = ({ steps, tokens, unit }: ReceiptView): string =>
  `${formatCount(steps)} ${plural(steps, "step")}, ${formatCount(tokens)} ${unit}`;

/** How much of the work the peers of the round counted; empty when it was all of it, or is not known. */
export function weightWords({ commit, weight, tokens, unit }: ReceiptView): string {
  if (commit === null || weight === tokens) return "";
  if (weight === 0) return "The round counted none of it: the update pointed elsewhere than the others.";
  return `The round counted ${formatCount(weight)} ${unit} of it, so that no single peer decides.`;
}

export function profileWords(profile: string): string {
  if (profile === "wasm-exact") return "Exact: anybody who repeats it gets the same bits.";
  if (profile === "gpu-float")
    return "Computed on a graphics chip: whoever repeats it compares within a tolerance.";
  return "Not checked to the bit by its device.";
}

/** The result of one audit. */
export function auditWords({ result, window, isDrawn }: AuditView): string {
  const found =
    result === "match"
      ? "repeated it and got the same"
      : `got something else, from window ${formatCount(window + 1)} on`;
  return isDrawn ? found : `${found} (not drawn for it, so this alone does not vest it)`;
}

export const NO_AUDITS =
  "Nobody has repeated it yet. Auditors are drawn by chance when a round is committed.";
export const NO_COSIGNERS = "Nobody yet.";

export const RECEIPT_LABELS = {
  why: "Why",
  project: "Project",
  round: "Round",
  model: "Model",
  work: "Work",
  flops: "Operations",
  loss: "Loss",
  profile: "Can be repeated",
  device: "Device",
  record: "Record",
  commit: "Commit",
  cosigners: "Co-signed by",
  audits: "Audited by",
  credit: "credit",
} as const;

export const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

export const RECEIPTS_TEXT = {
  empty: "Nothing given yet.",
  emptyAdvice: "The first receipt comes with the first round that counts.",
  emptyLink: "Go to training",
  older: "Show older ones",
  loadingOlder: "Loading older ones…",
  storageTitle: "This browser cannot keep everything.",
  lost: (credit: string) => `${credit} of credit is void; the receipts say why.`,
  termsTitle: "What do pending and vested mean?",
  terms: [
    `1 credit is ${Number(FLOP_PER_CREDIT) / 1e9} billion floating-point operations of training that went into the model. It is computed from the model and the work, and never claimed.`,
    `It is pending until another peer has repeated part of your work and got the same, and your device has given ${VEST_CONTRIBUTIONS} more contributions. Then it is vested: it counts for good.`,
    "Work that turns out to be false loses what was pending.",
  ],
  credit: "Credit",
  creditNote: (audits: string) => `${audits} by auditing`,
  pending: "Pending",
  accepted: "Accepted",
  acceptedNote: "of what you sent",
  recent: "Recent average",
  recentNote: "a day",
  receipts: "Receipts",
  hours: "Hours",
  hoursNote: "with work in them",
} as const;
