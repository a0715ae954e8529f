/** Rounds as the list shows them: the newest first, each with what it changed and who came too late. */
import type { Hash } from "../../shared/core/ids.ts";
import type { LateRound } from "../../worker/swarm/swarm-view.ts";
import type { ClothRow, ClothThread } from "../cloth/cloth-row.ts";
import { formatHash } from "../text/format.ts";
import type { DeviceNames } from "./use-device-names.ts";

export interface RoundFacts {
  readonly row: ClothRow;
  /** Loss after this round minus that after the one before; null where one of them is not known. */
  readonly change: number | null;
  /** The own thread first, then the widest. */
  readonly threads: readonly ClothThread[];
  readonly isOwn: boolean;
  /** Names or keys of those who were too late for it. Empty also where this tab was not there to see. */
  readonly late: readonly string[];
}

/** @param rows ascending @param count at most so many */
export function newestRounds(
  rows: readonly ClothRow[],
  count: number,
  lateIn: readonly LateRound[],
  names: DeviceNames,
): readonly RoundFacts[] {
  const lateOf = (commit: Hash): readonly string[] =>
    (lateIn.find((each) => each.commit === commit)?.devices ?? []).map(
      (device) => names.get(device)?.name ?? formatHash(device),
    );
  return rows
    .slice(-count)
    .map((row, index, newest): RoundFacts => {
      const before = newest[index - 1] ?? rows[rows.length - newest.length - 1];
      const isKnown = row.loss !== null && before !== undefined && before.loss !== null;
      return {
        row,
        change: isKnown ? row.loss - before.loss : null,
        threads: row.threads.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.share - a.share),
        isOwn: isHelped(row),
        late: lateOf(row.commit),
      };
    })
    .toReversed();
}

/** Something of this visitor went into it. */
export const isHelped = ({ threads }: Pick<ClothRow, "threads">): boolean =>
  threads.some(({ isOwn, state }) => isOwn && state !== "rejected");
