/** The leaderboard as a file of each format. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Hash } from "../../shared/core/ids.ts";
import { exportBoard } from "../../shared/ledger/exports/board-export.ts";
import { tablesXml, teamXml, userXml } from "../../shared/ledger/exports/boinc-xml.ts";
import { boardCsv } from "../../shared/ledger/exports/csv.ts";
import { boardJson } from "../../shared/ledger/exports/json.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { ExportFormat } from "../ledger-views/board.ts";

export function boardFile(
  ledger: Ledger,
  format: ExportFormat,
  project: Hash | null,
  nowSeconds: number,
): string {
  const board = exportBoard(ledger, project, nowSeconds);
  switch (format) {
    case "json":
      return boardJson(board);
    case "csv":
      return boardCsv(board);
    case "user.xml":
      return userXml(board);
    case "team.xml":
      return teamXml(board);
    case "tables.xml":
      return tablesXml(board);
    default:
      return unreachable(format);
  }
}
