/** What the certificate of the visitor's own credit says. */
import type { Hash } from "../../shared/core/ids.ts";
import type { Person } from "../../shared/ledger/accounts/person.ts";
import type { Totals } from "../../shared/ledger/accounts/totals.ts";
import { cleanDisplayName } from "../../shared/ledger/identity/display-name.ts";
import { fingerprintOf, pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { CertificateView, RoundView } from "../ledger-views/rounds.ts";

export interface CertificateContext {
  readonly nameOfProject: (project: Hash) => string;
  readonly newestReceipt: Hash | null;
  readonly rounds: readonly RoundView[];
  readonly nowSeconds: number;
}

export function ownCertificate(
  { root, identity, totals, byProject }: Person,
  { nameOfProject, newestReceipt, rounds, nowSeconds }: CertificateContext,
): CertificateView {
  const { earned, contributionCount, activeHours, firstAt, lastAt } = totals;
  const projects = [...byProject].sort(([, a], [, b]) => (sumOf(a) < sumOf(b) ? 1 : -1));
  return {
    root,
    fingerprint: fingerprintOf(root),
    name: (identity === null ? null : cleanDisplayName(identity.name)) ?? pseudonymOf(root),
    flops: earned.toString(),
    pendingFlops: pendingOf(totals).toString(),
    contributions: contributionCount,
    activeHours,
    span: contributionCount === 0 ? null : { from: firstAt, to: lastAt },
    projects: projects.map(([project]) => nameOfProject(project)),
    newestReceipt,
    rounds,
    issuedAt: nowSeconds,
  };
}

function pendingOf({ work, audits }: Totals): bigint {
  return work.pending + audits.pending;
}

function sumOf(totals: Totals): bigint {
  return totals.earned + pendingOf(totals);
}
