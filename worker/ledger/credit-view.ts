/** What a person has, as the page shows it. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { Person } from "../../shared/ledger/accounts/person.ts";
import { creditOf } from "../../shared/ledger/credit-unit.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { CreditView } from "../ledger-views/receipts.ts";

export function creditView({ totals, recentAverage }: Person, receiptCount: number): CreditView {
  const { work, audits, earned, contributionCount, acceptedShare, activeHours } = totals;
  return {
    vested: creditOf(earned),
    pending: creditOf(work.pending + audits.pending),
    void: creditOf(work.voided + audits.voided),
    audits: creditOf(audits.vested),
    recentAverage,
    contributions: contributionCount,
    acceptedShare,
    activeHours,
    receiptCount,
  };
}

/** Contributions of a person, committed or not, of projects that are known. */
export function countReceipts(
  { book, accounts }: Ledger,
  { root, devices }: Person,
  isKnown: (project: string) => boolean,
): number {
  const isOwn = (device: PeerId, seq: number) => accounts.rootOf(device, seq) === root;
  return devices
    .flatMap((device) => book.feed(device))
    .filter(({ content }) => content.type === "contribution" && isKnown(content.body.project))
    .filter(({ content }) => isOwn(content.device, content.seq)).length;
}
