/** What the visitor has given, on the donate screen. It has its place before there is anything. */
import { useId } from "react";
import { Reading } from "../../components/reading.tsx";
import { formatCount } from "../../text/format.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { formatCredit } from "../text/credit-format.ts";
import { KeepNote } from "./keep-note.tsx";
import { useLedger } from "../use-ledger.ts";
import { say } from "../../messages/say.ts";

export function OwnCredit({ ledger }: { readonly ledger: LedgerController }) {
  const headingId = useId();
  const { summary } = useLedger(ledger);
  const credit = summary?.credit ?? null;
  return (
    <section className="own-credit" aria-labelledby={headingId}>
      <h2 id={headingId}>{say("own-credit.title")}</h2>
      <dl>
        <Reading
          label={say("own-credit.receipts")}
          testId="receipt-count"
          value={credit?.receiptCount ?? null}
        >
          {credit && formatCount(credit.receiptCount)}
        </Reading>
        <Reading label={say("own-credit.credit")} testId="credit" value={credit?.vested ?? null}>
          {credit && formatCredit(credit.vested)}
        </Reading>
        <Reading label={say("own-credit.pending")} testId="credit-pending" value={credit?.pending ?? null}>
          {credit && formatCredit(credit.pending)}
        </Reading>
      </dl>
      <p className="note">
        {credit && credit.receiptCount > 0 ? (
          <a href={hrefOfScreen("receipts")}>{say("own-credit.link")}</a>
        ) : (
          say("own-credit.empty")
        )}
      </p>
      {credit && credit.receiptCount > 0 && <KeepNote ledger={ledger} />}
    </section>
  );
}
