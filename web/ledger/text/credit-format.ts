/** Credit as people read it. */
import { say } from "../../messages/say.ts";
import { formatCompact, formatCount, formatFixed } from "../../text/format.ts";

/** What is there but smaller does not become nothing. */
const SMALLEST = 0.01;
/** From here on the digits are too many to read. */
const COMPACT_FROM = 10_000_000;

/** "0.42", "12.3", "1,204", "12.4M", "< 0.01". */
export function formatCredit(credit: number): string {
  if (credit > 0 && credit < SMALLEST) return say("credit.tiny", { value: formatFixed(SMALLEST, 2) });
  if (credit < 10) return formatFixed(credit, 2);
  if (credit < 100) return formatFixed(credit, 1);
  return credit < COMPACT_FROM ? formatCount(credit) : formatCompact(credit);
}
