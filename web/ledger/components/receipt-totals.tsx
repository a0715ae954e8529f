/** What all receipts add up to. The dials have their places before there is a number. */
import type { CreditView } from "../../../worker/ledger-views/receipts.ts";
import { Reading } from "../../components/reading.tsx";
import { formatCount, formatShare } from "../../text/format.ts";
import { formatCredit } from "../text/credit-format.ts";
import { receiptTerms } from "../text/receipt-text.ts";
import { say } from "../../messages/say.ts";

export function ReceiptTotals({ credit }: { readonly credit: CreditView | null }) {
  const hasWork = credit !== null && credit.contributions > 0;
  const audits = credit?.audits ?? 0;
  return (
    <div className="totals">
      <dl className="readings">
        <Reading
          label={say("own-credit.credit")}
          testId="credit"
          value={credit?.vested ?? null}
          note={audits > 0 ? say("receipts.credit-note", { credit: formatCredit(audits) }) : ""}
        >
          {credit && formatCredit(credit.vested)}
        </Reading>
        <Reading label={say("own-credit.pending")} testId="credit-pending" value={credit?.pending ?? null}>
          {credit && formatCredit(credit.pending)}
        </Reading>
        <Reading
          label={say("receipts.accepted")}
          testId="accepted-share"
          value={hasWork ? credit.acceptedShare : null}
          unit={say("receipts.accepted-note")}
        >
          {hasWork && formatShare(credit.acceptedShare)}
        </Reading>
        <Reading
          label={say("receipts.recent")}
          testId="recent-average"
          value={credit?.recentAverage ?? null}
          unit={say("receipts.recent-note")}
        >
          {credit && formatCredit(credit.recentAverage)}
        </Reading>
        <Reading label={say("receipts.receipts")} testId="receipt-count" value={credit?.receiptCount ?? null}>
          {credit && formatCount(credit.receiptCount)}
        </Reading>
        <Reading
          label={say("receipts.hours")}
          testId="active-hours"
          value={credit?.activeHours ?? null}
          unit={say("receipts.hours-note")}
        >
          {credit && formatCount(credit.activeHours)}
        </Reading>
      </dl>
      {credit !== null && credit.void > 0 && (
        <p className="note">{say("receipts.lost", { credit: formatCredit(credit.void) })}</p>
      )}
      <p className="note">{say("page.no-value")}</p>
      <details>
        <summary>{say("receipts.terms-title")}</summary>
        {receiptTerms().map((sentence) => (
          <p key={sentence} className="note">
            {sentence}
          </p>
        ))}
      </details>
    </div>
  );
}
