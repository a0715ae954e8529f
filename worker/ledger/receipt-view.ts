/** Receipts as the page shows them. */
import type { Receipt, ReceiptAudit } from "../../shared/ledger/accounts/receipt.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { AuditView, ReceiptState, ReceiptView } from "../ledger-views/receipts.ts";
import { nameOfDevice } from "./names.ts";
import type { ProjectDirectory } from "./project-directory.ts";

/** Bodies hold whole numbers. */
const MICRO = 1_000_000;

/** @returns null when the project, or the contribution, is not known here */
export function receiptView(
  { book, accounts }: Ledger,
  projects: ProjectDirectory,
  receipt: Receipt,
): ReceiptView | null {
  const project = projects.find(receipt.project);
  const contribution = book.contribution(receipt.contribution);
  if (project === null || contribution === null) return null;
  const { profile, lossMicros, site = null } = contribution.content.body;
  const { round, steps, tokens, at, device, commit, weight, credit } = receipt;
  return {
    record: receipt.contribution,
    project: receipt.project,
    projectName: project.name,
    modelName: project.modelName,
    round,
    steps,
    tokens,
    unit: project.unit,
    profile,
    loss: lossMicros / MICRO,
    at,
    device,
    site,
    commit,
    weight,
    flops: receipt.flops.toString(),
    credit,
    cosigners: receipt.cosigners.map((device) => ({ device, name: nameOfDevice(accounts, device) })),
    audits: receipt.audits.map((audit): AuditView => {
      const { auditor, result, window, isDrawn } = audit;
      const at = timeOfVerdict(book, audit);
      return { auditor, auditorName: nameOfDevice(accounts, auditor), result, window, isDrawn, at };
    }),
    state: stateView(receipt.state),
  };
}

function timeOfVerdict(book: Ledger["book"], { verdict }: ReceiptAudit): number {
  return book.get(verdict)?.at ?? 0;
}

function stateView(state: Receipt["state"]): ReceiptState {
  if (state.kind !== "void") return state;
  const { because } = state;
  if (because === "filtered") return { kind: "void", because, round: 0 };
  return { kind: "void", because: because.kind, round: because.round };
}
