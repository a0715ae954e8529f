/** The loss of the project, round by round, as the chart library wants it; and for the table behind it. */
import type { ClothRow } from "../cloth/cloth-row.ts";
import { isHelped } from "./round-facts.ts";

type Column = (number | null)[];

/** Rounds, the loss where this visitor helped, the loss of all. */
export type RoundColumns = [rounds: number[], own: Column, loss: Column];

/** @param rows ascending */
export function roundColumns(rows: readonly ClothRow[]): RoundColumns {
  const columns: RoundColumns = [[], [], []];
  for (const row of rows) {
    columns[0].push(row.round);
    columns[1].push(isHelped(row) ? row.loss : null);
    columns[2].push(row.loss);
  }
  return columns;
}

export interface RoundTableRow {
  readonly round: number;
  readonly loss: number;
  /** Rounds since the row before in which this visitor helped. */
  readonly ownCount: number;
}

/** About `rowLimit` rows, evenly spaced, the newest always among them. */
export function roundTableRows([rounds, own, losses]: RoundColumns, rowLimit: number): RoundTableRow[] {
  const stride = Math.max(1, Math.ceil(rounds.length / rowLimit));
  const rows: RoundTableRow[] = [];
  for (let end = rounds.length; end > 0; end -= stride) {
    const loss = losses[end - 1] ?? null;
    const ownCount = own.slice(Math.max(0, end - stride), end).filter((each) => each !== null).length;
    if (loss !== null) rows.push({ round: rounds[end - 1] ?? 0, loss, ownCount });
  }
  return rows.toReversed();
}
