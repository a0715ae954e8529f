/** The rows of a project, as the ledger knows them: the newest first, then page after page of what came before. */
import { useEffect, useRef, useState } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import { reasonOf } from "../ledger/ask.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import { useSlow } from "../use-slow.ts";
import { type ClothRow, clothRow, joinRows } from "./cloth-row.ts";

/** Audits change what is at most so far back. The worker answers at least as many at once. */
const PAGE_ROWS = 200;
/** Older rows are not fetched; nobody scrolls through a hundred screens of them. */
const MOST_ROWS = 20_000;
/** Rounds take longer. */
const REFRESH_MS = 2000;

export interface ClothRows {
  /** Ascending, without gaps. */
  readonly rows: readonly ClothRow[];
  /** Whether nothing has been answered yet. */
  readonly isLoading: boolean;
  /** No older ones are to come. */
  readonly isWhole: boolean;
  /** Why there are none, or no newer ones; empty while all is well. */
  readonly trouble: string;
}

interface Known {
  readonly project: Hash | null;
  readonly rows: readonly ClothRow[];
  readonly isWhole: boolean;
  /** Of the state that they are an answer to; empty before the first. */
  readonly stamp: string;
  readonly trouble: string;
}

const NOTHING: Known = { project: null, rows: [], isWhole: false, stamp: "", trouble: "" };

/** @param project null while there is none @param most rows after which no older ones are fetched */
export function useClothRows(ledger: LedgerController, project: Hash | null, most = MOST_ROWS): ClothRows {
  const { openCount, summary } = useLedger(ledger);
  const [known, setKnown] = useState(NOTHING);
  const latest = useRef(known);
  const recordCount = useSlow(summary?.recordCount ?? 0, REFRESH_MS);
  // What changes the answer without changing the question.
  const stamp = `${openCount} ${recordCount}`;
  useEffect(() => {
    if (project === null) return undefined;
    let isCurrent = true;
    const keep = (next: Known) => {
      latest.current = next;
      setKnown(next);
    };
    const fetchRows = async () => {
      let before: number | null = null;
      do {
        const query = { project, before, limit: PAGE_ROWS };
        const page: readonly ClothRow[] = (await ledger.ask((api) => api.rounds(query))).map(clothRow);
        if (!isCurrent) return;
        const rows = latest.current.project === project ? latest.current.rows : [];
        const next: readonly ClothRow[] = page.length === 0 && before === null ? [] : joinRows(rows, page);
        before = page.length === 0 || next.length >= most ? null : (next[0]?.round ?? null);
        keep({ project, rows: next, isWhole: before === null || before <= 1, stamp, trouble: "" });
      } while (before !== null && before > 1);
    };
    fetchRows().catch((error: unknown) => {
      const rows = latest.current.project === project ? latest.current.rows : [];
      if (isCurrent) keep({ project, rows, isWhole: true, stamp, trouble: reasonOf(error) });
    });
    return () => {
      isCurrent = false;
    };
  }, [ledger, project, most, stamp]);
  const isOfProject = known.project === project;
  return {
    rows: isOfProject ? known.rows : NOTHING.rows,
    isLoading: project !== null && !(isOfProject && known.stamp !== ""),
    isWhole: project === null || (isOfProject && known.isWhole),
    trouble: known.trouble,
  };
}
