/** The certificate of the visitor's own credit. */
import { cleanDisplayName } from "../../shared/ledger/identity/display-name.ts";
import { pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { Person } from "../../shared/ledger/accounts/person.ts";
import type { Totals } from "../../shared/ledger/accounts/totals.ts";
import { certificateSvg } from "../../shared/ledger/exports/certificate-svg.ts";
import { formatDays } from "../../shared/verify/calendar.ts";
import type { Hash } from "../../shared/core/ids.ts";

export interface CertificateContext {
  readonly nameOfProject: (project: Hash) => string;
  readonly newestReceipt: Hash | null;
  readonly verifyLink: string;
  readonly nowSeconds: number;
}

export function ownCertificate(
  { root, identity, totals, byProject }: Person,
  context: CertificateContext,
): string {
  const { nameOfProject, newestReceipt, verifyLink, nowSeconds } = context;
  const { earned, contributionCount, activeHours, firstAt, lastAt } = totals;
  const projects = [...byProject].sort(([, a], [, b]) => (sumOf(a) < sumOf(b) ? 1 : -1));
  return certificateSvg({
    root,
    name: (identity === null ? null : cleanDisplayName(identity.name)) ?? pseudonymOf(root),
    flops: earned,
    pendingFlops: pendingOf(totals),
    contributions: contributionCount,
    activeHours,
    period: contributionCount === 0 ? "" : formatDays(firstAt, lastAt),
    projects: projects.map(([project]) => nameOfProject(project)),
    newestReceipt,
    verifyLink,
    issued: formatDays(nowSeconds, nowSeconds),
  });
}

function pendingOf({ work, audits }: Totals): bigint {
  return work.pending + audits.pending;
}

function sumOf(totals: Totals): bigint {
  return totals.earned + pendingOf(totals);
}
