/** What is known of the chosen row. It keeps its height, so that nothing moves while somebody reads. */
import { machineTime, formatMoment } from "../ledger/text/dates.ts";
import type { ClothRow, ClothThread } from "./cloth-row.ts";
import { lossText, nameText, peopleText, roundText, shareText } from "./text.ts";
import { ThreadSwatch } from "./thread-swatch.tsx";

/** Never more fit in the line, which ends where there is no room; the table has all of them. */
const SHOWN_PEOPLE = 8;

interface ClothReadoutProps {
  readonly row: ClothRow | null;
  readonly onOpen: ((row: ClothRow) => void) | undefined;
}

export function ClothReadout({ row, onOpen }: ClothReadoutProps) {
  const people = row === null ? [] : byShare(row.threads);
  return (
    <figcaption className="cloth-readout" data-testid="cloth-readout">
      <p className="cloth-facts">
        {row && (
          <>
            <strong>
              {onOpen ? (
                <button type="button" className="link" data-testid="cloth-open" onClick={() => onOpen(row)}>
                  {roundText(row)}
                </button>
              ) : (
                roundText(row)
              )}
            </strong>
            <span className="cloth-loss">{lossText(row)}</span>
            <span>{peopleText(new Set(row.threads.map(({ who }) => who)).size)}</span>
            <time dateTime={machineTime(row.at)}>{formatMoment(row.at)}</time>
          </>
        )}
      </p>
      <p className="cloth-people">
        {people.slice(0, SHOWN_PEOPLE).map((thread) => (
          <span className="cloth-person" key={`${thread.who} ${thread.state}`}>
            <ThreadSwatch thread={thread} />
            <span>
              <bdi>{nameText(thread)}</bdi> <span className="cloth-share">{shareText(thread)}</span>
            </span>
          </span>
        ))}
      </p>
    </figcaption>
  );
}

/** The own thread first, then the widest. */
function byShare(threads: readonly ClothThread[]): readonly ClothThread[] {
  return threads.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.share - a.share);
}
