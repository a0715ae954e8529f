/** The own receipts, day by day, and what they add up to. */
import type { LedgerSummary } from "../../../worker/ledger-api.ts";
import { ProblemPanel } from "../../components/problem-panel.tsx";
import { useNow } from "../../use-now.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { groupByDay } from "../receipt-list.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { dayKey, formatDay } from "../text/dates.ts";
import { useLedger } from "../use-ledger.ts";
import { useReceipts } from "../use-receipts.ts";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { ReceiptRow } from "./receipt-row.tsx";
import { ReceiptTotals } from "./receipt-totals.tsx";
import "../../messages/english-of-problems.ts";
import { say } from "../../messages/say.ts";

/** "Today" becomes "Yesterday" within this. */
const TICK_MS = 60_000;

export function ReceiptsScreen({ ledger }: { readonly ledger: LedgerController }) {
  const { summary, trouble } = useLedger(ledger);
  return (
    <>
      <div className="setup">
        <ReceiptTotals credit={summary?.credit ?? null} />
      </div>
      <div className="run">
        <LedgerTrouble ledger={ledger} />
        {summary?.storageProblems.map((problem) => (
          <ProblemPanel key={problem.code} problem={problem} />
        ))}
        {summary === null ? (
          trouble === "" && <p className="note">{say("page.loading")}</p>
        ) : (
          <ReceiptDays key={summary.root} {...{ ledger, summary }} />
        )}
      </div>
    </>
  );
}

interface ReceiptDaysProps {
  readonly ledger: LedgerController;
  readonly summary: LedgerSummary;
}

function ReceiptDays({ ledger, summary }: ReceiptDaysProps) {
  const { trouble: told } = useLedger(ledger); // shown above the receipts
  const { shown, hasMore, showMore, isLoading, trouble } = useReceipts(ledger, summary);
  const now = useNow(TICK_MS) / 1000;
  if (shown.length === 0) return <NoReceipts />;
  return (
    <div className="receipt-days">
      {groupByDay(shown, dayKey).map(({ key, receipts }) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <div className="section-head">
            <h3 id={`day-${key}`}>{formatDay(receipts[0]!.at, now)}</h3>
          </div>
          <ul className="receipts">
            {receipts.map((receipt) => (
              <ReceiptRow key={receipt.record} receipt={receipt} ownDevice={summary.device} />
            ))}
          </ul>
        </section>
      ))}
      {told === "" && <LedgerTrouble ledger={ledger} unanswered={trouble} />}
      {hasMore && (
        <button type="button" className="button" data-testid="older-receipts" onClick={showMore}>
          {isLoading ? say("receipts.loading-older") : say("receipts.older")}
        </button>
      )}
    </div>
  );
}

const NoReceipts = () => (
  <div className="nothing" data-testid="no-receipts">
    <p>
      <strong>{say("receipts.empty")}</strong> {say("receipts.empty-advice")}
    </p>
    <p>
      <a href={hrefOfScreen("donate")}>{say("receipts.empty-link")}</a>
    </p>
  </div>
);
