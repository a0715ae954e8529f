/** What the visitor has given, on the donate screen. It has its place before there is anything. */
import { useId } from "react";
import { Reading } from "../../components/reading.tsx";
import { formatCount } from "../../text/format.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { hrefOfScreen } from "../screen-address.ts";
import { formatCredit } from "../text/credit-format.ts";
import { OWN_CREDIT } from "../text/screen-text.ts";
import { useLedger } from "../use-ledger.ts";

export function OwnCredit({ ledger }: { readonly ledger: LedgerController }) {
  const headingId = useId();
  const { summary } = useLedger(ledger);
  const credit = summary?.credit ?? null;
  return (
    <section className="own-credit" aria-labelledby={headingId}>
      <h2 id={headingId}>{OWN_CREDIT.title}</h2>
      <dl>
        <Reading label={OWN_CREDIT.receipts} testId="receipt-count" value={credit?.receiptCount ?? null}>
          {credit && formatCount(credit.receiptCount)}
        </Reading>
        <Reading label={OWN_CREDIT.credit} testId="credit" value={credit?.vested ?? null}>
          {credit && formatCredit(credit.vested)}
        </Reading>
        <Reading label={OWN_CREDIT.pending} testId="credit-pending" value={credit?.pending ?? null}>
          {credit && formatCredit(credit.pending)}
        </Reading>
      </dl>
      <p className="note">
        {credit && credit.receiptCount > 0 ? (
          <a href={hrefOfScreen("receipts")}>{OWN_CREDIT.link}</a>
        ) : (
          OWN_CREDIT.empty
        )}
      </p>
    </section>
  );
}
