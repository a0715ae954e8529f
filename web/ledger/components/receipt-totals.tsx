/** What all receipts add up to. The dials have their places before there is a number. */
import type { CreditView } from "../../../worker/ledger-api.ts";
import { Reading } from "../../components/reading.tsx";
import { formatCount, formatShare } from "../../text/format.ts";
import { formatCredit } from "../text/credit-format.ts";
import { RECEIPTS_TEXT } from "../text/receipt-text.ts";
import { NO_VALUE } from "../text/screen-text.ts";

export function ReceiptTotals({ credit }: { readonly credit: CreditView | null }) {
  const text = RECEIPTS_TEXT;
  const hasWork = credit !== null && credit.contributions > 0;
  const audits = credit?.audits ?? 0;
  return (
    <div className="totals">
      <dl className="readings">
        <Reading
          label={text.credit}
          testId="credit"
          value={credit?.vested ?? null}
          note={audits > 0 ? text.creditNote(formatCredit(audits)) : ""}
        >
          {credit && formatCredit(credit.vested)}
        </Reading>
        <Reading label={text.pending} testId="credit-pending" value={credit?.pending ?? null}>
          {credit && formatCredit(credit.pending)}
        </Reading>
        <Reading
          label={text.accepted}
          testId="accepted-share"
          value={hasWork ? credit.acceptedShare : null}
          unit={text.acceptedNote}
        >
          {hasWork && formatShare(credit.acceptedShare)}
        </Reading>
        <Reading
          label={text.recent}
          testId="recent-average"
          value={credit?.recentAverage ?? null}
          unit={text.recentNote}
        >
          {credit && formatCredit(credit.recentAverage)}
        </Reading>
        <Reading label={text.receipts} testId="receipt-count" value={credit?.receiptCount ?? null}>
          {credit && formatCount(credit.receiptCount)}
        </Reading>
        <Reading
          label={text.hours}
          testId="active-hours"
          value={credit?.activeHours ?? null}
          unit={text.hoursNote}
        >
          {credit && formatCount(credit.activeHours)}
        </Reading>
      </dl>
      {credit !== null && credit.void > 0 && <p className="note">{text.lost(formatCredit(credit.void))}</p>}
      <p className="note">{NO_VALUE}</p>
      <details>
        <summary>{text.termsTitle}</summary>
        {text.terms.map((sentence) => (
          <p key={sentence} className="note">
            {sentence}
          </p>
        ))}
      </details>
    </div>
  );
}
