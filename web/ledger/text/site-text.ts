/** What is said of sites. */
import { RETENTION_DAYS } from "../../../shared/ledger/retention.ts";
import type { SitesQuery, SitesView } from "../../../worker/ledger-views/board.ts";
import { say } from "../../messages/say.ts";
import { formatCount } from "../../text/format.ts";
import { formatMoment } from "./dates.ts";

/** As people know it: without the usual beginning. It stays ASCII, so that no letters can look like others. */
export const siteName = (site: string): string => site.replace(/^https:\/\//, "");

/** What is kept as totals alone is older than every stretch of time but all of it. */
export function sitesAsOfWords(
  { asOf, receiptCount, closedCount }: SitesView,
  window: SitesQuery["window"],
): string {
  if (receiptCount === 0) return "";
  const asOfSentence = say("sites.as-of", { moment: formatMoment(asOf), count: receiptCount });
  if (closedCount === 0 || window !== "all") return asOfSentence;
  return `${asOfSentence} ${say("sites.closed", { days: formatCount(RETENTION_DAYS) })}`;
}

/** "50 of 1,204 sites". */
export const sitesCountWords = ({ rows, rowCount: count }: SitesView): string =>
  rows.length < count
    ? say("sites.shown", { shown: formatCount(rows.length), count })
    : say("sites.count", { count });
