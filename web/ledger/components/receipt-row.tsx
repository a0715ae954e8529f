/** One receipt: a line that opens to everything it proves. */
import { useState } from "react";
import type { PeerId } from "../../../shared/core/ids.ts";
import type { ReceiptView } from "../../../worker/ledger-views/receipts.ts";
import { formatCount } from "../../text/format.ts";
import { formatCredit } from "../text/credit-format.ts";
import { formatTime, machineTime } from "../text/dates.ts";
import { receiptMark, receiptWord } from "../text/receipt-text.ts";
import { ReceiptIcon } from "./receipt-icon.tsx";
import { ReceiptProof } from "./receipt-proof.tsx";
import { SiteName } from "./site-name.tsx";
import { say, sayWith } from "../../messages/say.ts";

interface ReceiptRowProps {
  readonly receipt: ReceiptView;
  /** The device that shows it. */
  readonly ownDevice: PeerId | null;
  /** Of another day than its neighbours: then the date stands before the time. */
  readonly timeOf?: (at: number) => string;
}

export function ReceiptRow({ receipt, ownDevice, timeOf = formatTime }: ReceiptRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { at, round, modelName, credit, state, commit, site } = receipt;
  const mark = receiptMark(state);
  return (
    <li>
      <details
        className="receipt"
        data-testid="receipt"
        data-record={receipt.record}
        data-state={mark}
        onToggle={(event) => setIsOpen(event.currentTarget.open)}
      >
        <summary>
          <time dateTime={machineTime(at)}>{timeOf(at)}</time>
          <span className="receipt-what">
            {say("receipt.row", { round: formatCount(round) })}
            <span className="receipt-model">
              <bdi>{modelName}</bdi>
            </span>
          </span>
          <span className="receipt-credit">
            {commit === null
              ? "–"
              : sayWith("receipt.row-credit", { small: <small /> }, { credit: formatCredit(credit) })}
          </span>
          <span className="receipt-state">
            <ReceiptIcon mark={mark} />
            {receiptWord(mark)}
          </span>
          {site !== null && (
            <span className="receipt-site">
              {sayWith("receipt.given-on", { site: <SiteName site={site} /> })}
            </span>
          )}
        </summary>
        {isOpen && <ReceiptProof receipt={receipt} ownDevice={ownDevice} />}
      </details>
    </li>
  );
}
