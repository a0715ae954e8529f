/** A row of the leaderboard, which opens to what is behind it. */
import { useCallback, useId, useState } from "react";
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { LeaderboardQuery, LeaderboardRow } from "../../../worker/ledger-views/board.ts";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { Reading } from "../../components/reading.tsx";
import { formatCount, formatHash, formatShare } from "../../text/format.ts";
import { type BoardUnit, givenBy } from "../board-units.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { countryName } from "../text/countries.ts";
import { formatCredit } from "../text/credit-format.ts";
import { formatDate, formatMoment, formatShortMoment } from "../text/dates.ts";
import { useAnswer } from "../use-answer.ts";
import { ReceiptRow } from "./receipt-row.tsx";
import { say } from "../../messages/say.ts";

/** Enough to see that there is real work behind a row. */
const RECEIPTS_SHOWN = 10;

interface BoardRowProps {
  readonly ledger: LedgerController;
  readonly row: LeaderboardRow;
  readonly by: LeaderboardQuery["by"];
  readonly unit: BoardUnit;
}

export function BoardRow({ ledger, row, by, unit }: BoardRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const panelId = useId();
  return (
    <>
      <tr data-testid="leaderboard-row" data-key={row.key} data-own={row.isOwn}>
        <td className="number">{formatCount(row.rank)}</td>
        <th scope="row">
          <button
            type="button"
            className="board-name"
            data-testid="open-row"
            aria-expanded={isOpen}
            aria-controls={isOpen ? panelId : undefined}
            onClick={() => setIsOpen(!isOpen)}
          >
            <span className="board-name-text">
              <bdi>{by === "country" ? nameOfCountry(row) : row.name}</bdi>
              {row.isOwn && <span className="board-you">{say("board.you")}</span>}
            </span>
            {by !== "country" && (
              <span className="note">
                <span className="hash">{by === "person" ? fingerprintOf(row.key) : formatHash(row.key)}</span>
                {by === "person" && !row.isNameChosen && <> {say("board.generated")}</>}
              </span>
            )}
          </button>
        </th>
        <td className="number">{givenBy(row, unit)}</td>
        <td className="number wide">{formatCredit(row.pending)}</td>
        <td className="number wide">{formatCredit(row.recentAverage)}</td>
        <td className="number wide">{formatShare(row.acceptedShare)}</td>
      </tr>
      {isOpen && (
        <tr className="board-panel" id={panelId}>
          <td colSpan={6}>
            <RowFigures row={row} />
            {by === "person" && <RowReceipts ledger={ledger} row={row} />}
          </td>
        </tr>
      )}
    </>
  );
}

const nameOfCountry = ({ key }: LeaderboardRow): string =>
  key === "" ? say("board.no-country") : countryName(key);

/** What a narrow screen has no columns for, and two figures more. */
const RowFigures = ({ row }: { readonly row: LeaderboardRow }) => (
  <dl className="figures">
    <Reading label={say("board.pending")} testId="row-pending" value={row.pending}>
      {formatCredit(row.pending)}
    </Reading>
    <Reading label={say("board.recent")} testId="row-recent" value={row.recentAverage}>
      {formatCredit(row.recentAverage)}
    </Reading>
    <Reading label={say("board.accepted")} testId="row-accepted" value={row.acceptedShare}>
      {formatShare(row.acceptedShare)}
    </Reading>
    <Reading label={say("board.contributions")} testId="row-contributions" value={row.contributions}>
      {formatCount(row.contributions)}
    </Reading>
    <Reading label={say("board.last")} testId="row-last" value={row.lastAt} title={formatMoment(row.lastAt)}>
      {formatDate(row.lastAt)}
    </Reading>
  </dl>
);

function RowReceipts({ ledger, row }: Pick<BoardRowProps, "ledger" | "row">) {
  const { key } = row;
  const question = useCallback((api: LedgerApi) => api.receiptsOf(key, RECEIPTS_SHOWN), [key]);
  const { value, trouble } = useAnswer(ledger, question);
  if (value === null) return <p className="note">{trouble === "" ? say("page.loading") : trouble}</p>;
  if (value.length === 0) return <p className="note">{say("board.no-receipts")}</p>;
  return (
    <>
      <h3>{say("board.newest")}</h3>
      <ul className="receipts receipts-dated">
        {value.map((receipt) => (
          <ReceiptRow key={receipt.record} receipt={receipt} ownDevice={null} timeOf={formatShortMoment} />
        ))}
      </ul>
    </>
  );
}
