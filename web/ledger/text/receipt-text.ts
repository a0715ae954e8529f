/** What a receipt says: its state in a word and in a sentence, and the facts that it proves. */
import { unreachable } from "../../../shared/core/assert.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import { FLOP_PER_CREDIT } from "../../../shared/ledger/credit-unit.ts";
import type { AuditView, ReceiptState, ReceiptView } from "../../../worker/ledger-views/receipts.ts";
import { say } from "../../messages/say.ts";
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

export const receiptWord = (mark: ReceiptMark): string => say(`receipt.word.${mark}`);

/** Why it counts, or does not yet. */
export function receiptReason(state: ReceiptState): string {
  switch (state.kind) {
    case "not-committed":
    case "left-behind":
    case "vested":
      return say(`receipt.${state.kind}`);
    case "pending":
      return pendingReason(state);
    case "void":
      return say(`receipt.void.${state.because}`, { round: state.round });
    default:
      return unreachable(state);
  }
}

function pendingReason(state: Extract<ReceiptState, { kind: "pending" }>): string {
  const { contributionsToGo: left, isAudited, isDisputed } = state;
  if (isDisputed) return say("receipt.disputed", { left });
  const audited = isAudited ? "audited" : "unaudited";
  return left > 0 ? say(`receipt.to-go.${audited}`, { left }) : say(`receipt.due.${audited}`);
}

/** "120 steps, 92,160 tokens". */
export const workWords = ({ steps, tokens, unit }: ReceiptView): string =>
  say(`receipt.work.${unit}`, { steps, amount: formatCount(tokens) });

/** How much of the work the peers of the round counted; empty when it was all of it, or is not known. */
export function weightWords({ commit, weight, tokens, unit }: ReceiptView): string {
  if (commit === null || weight === tokens) return "";
  if (weight === 0) return say("receipt.weight.none");
  return say(`receipt.weight.${unit}`, { weight: formatCount(weight) });
}

export function profileWords(profile: string): string {
  if (profile === "wasm-exact") return say("receipt.profile.exact");
  return say(profile === "gpu-float" ? "receipt.profile.float" : "receipt.profile.unverified");
}

/** The result of one audit. */
export function auditWords({ result, window, isDrawn }: AuditView): string {
  const found =
    result === "match"
      ? say("receipt.audit.match")
      : say("receipt.audit.mismatch", { window: formatCount(window + 1) });
  return isDrawn ? found : say("receipt.audit.undrawn", { found });
}

/** What the words of receipts mean. */
export const receiptTerms = (): readonly string[] => [
  say("receipts.terms.credit", { billions: formatCount(Number(FLOP_PER_CREDIT) / 1e9) }),
  say("receipts.terms.pending", { count: formatCount(VEST_CONTRIBUTIONS) }),
  say("receipts.terms.open"),
  say("receipts.terms.false"),
];
