/** The loss curve as numbers, for people who read rather than see. Built only while it is open. */
import { useState } from "react";
import { lossTableRows } from "../chart/loss-columns.ts";
import type { LossColumns } from "../chart/loss-columns.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss } from "../text/format.ts";

const ROW_LIMIT = 12;

export function LossTable({ columns }: { readonly columns: LossColumns }) {
  const [isOpen, setIsOpen] = useState(false);
  const rows = isOpen ? lossTableRows(columns, ROW_LIMIT) : [];
  return (
    <details className="loss-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say("loss.as-table")}</summary>
      {isOpen && rows.length === 0 && <p className="note">{say("loss.no-table")}</p>}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{say("loss.column.step")}</th>
              <th scope="col">{say("loss.column.training")}</th>
              <th scope="col">{say("loss.column.held-out")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ step, training, heldOut }) => (
              <tr key={step}>
                <td>{formatCount(step)}</td>
                <td>{training === null ? "–" : formatLoss(training)}</td>
                <td>{heldOut === null ? "–" : formatLoss(heldOut)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
