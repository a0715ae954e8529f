/** The cloth as words and numbers, a page at a time, newest first. Built only while it is open. */
import { useState } from "react";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss } from "../text/format.ts";
import { formatMoment, machineTime } from "../ledger/text/dates.ts";
import type { ClothRow } from "./cloth-row.ts";
import { threadsText } from "./text.ts";

const PAGE_ROWS = 20;

interface ClothTableProps {
  readonly rows: readonly ClothRow[];
  readonly onOpen: ((row: ClothRow) => void) | undefined;
}

/** @param title of what opens it */
export function ClothTable({
  title = say("cloth.table"),
  rows,
  onOpen,
}: ClothTableProps & { readonly title?: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="cloth-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && <Pages rows={rows} onOpen={onOpen} />}
    </details>
  );
}

function Pages({ rows, onOpen }: ClothTableProps) {
  /** The last row of the page; null for the newest, whichever that is. */
  const [lastRound, setLastRound] = useState<number | null>(null);
  const first = rows[0]?.round ?? 0;
  const end = lastRound === null ? rows.length : Math.min(rows.length, Math.max(1, lastRound - first + 1));
  const turnTo = (nextEnd: number) => setLastRound(nextEnd >= rows.length ? null : first + nextEnd - 1);
  const [isNewest, isOldest] = [end === rows.length, end <= PAGE_ROWS];
  return (
    <>
      <div className="cloth-table-frame" tabIndex={0} role="group" aria-label={say("cloth.table.title")}>
        <Rows rows={rows.slice(Math.max(0, end - PAGE_ROWS), end).reverse()} onOpen={onOpen} />
      </div>
      <p className="cloth-pages">
        <button
          type="button"
          className="link"
          aria-disabled={isNewest}
          onClick={() => !isNewest && turnTo(end + PAGE_ROWS)}
        >
          {say("cloth.table.newer")}
        </button>
        <button
          type="button"
          className="link"
          aria-disabled={isOldest}
          onClick={() => !isOldest && turnTo(end - PAGE_ROWS)}
        >
          {say("cloth.table.older")}
        </button>
        <span role="status">
          {say("cloth.table.page", {
            page: formatCount(1 + Math.ceil((rows.length - end) / PAGE_ROWS)),
            count: formatCount(Math.max(1, Math.ceil(rows.length / PAGE_ROWS))),
          })}
        </span>
      </p>
    </>
  );
}

const Rows = ({ rows, onOpen }: ClothTableProps) => (
  <table data-testid="cloth-table">
    <thead>
      <tr>
        <th scope="col">{say("cloth.table.round")}</th>
        <th scope="col">{say("cloth.table.time")}</th>
        <th scope="col">{say("cloth.table.loss")}</th>
        <th scope="col">{say("cloth.table.people")}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.round}>
          <th scope="row">
            {onOpen ? (
              <button type="button" className="link" onClick={() => onOpen(row)}>
                {formatCount(row.round)}
              </button>
            ) : (
              formatCount(row.round)
            )}
          </th>
          <td>
            <time dateTime={machineTime(row.at)}>{formatMoment(row.at)}</time>
          </td>
          <td>{row.loss === null ? "–" : formatLoss(row.loss)}</td>
          <td>{threadsText(row)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
