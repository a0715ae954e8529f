/** The curve as numbers. Built only while it is open. */
import { useState } from "react";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss } from "../text/format.ts";
import { type RoundColumns, roundTableRows } from "./round-columns.ts";

const ROW_LIMIT = 12;

export function RoundTable({ columns }: { readonly columns: RoundColumns }) {
  const [isOpen, setIsOpen] = useState(false);
  const rows = isOpen ? roundTableRows(columns, ROW_LIMIT) : [];
  return (
    <details className="loss-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary data-testid="round-table">{say("loss.as-table")}</summary>
      {isOpen && rows.length === 0 && <p className="note">{say("swarm-screen.loss.none")}</p>}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{say("cloth.table.round")}</th>
              <th scope="col">{say("cloth.table.loss")}</th>
              <th scope="col">{say("swarm-screen.loss.own-count")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ round, loss, ownCount }) => (
              <tr key={round}>
                <td>{formatCount(round)}</td>
                <td>{formatLoss(loss)}</td>
                <td>{formatCount(ownCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
