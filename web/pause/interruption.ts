/** What a page says that was loaded again while it donated. */
import type { Donation } from "./donation-memory.ts";
import type { Notice } from "./pause-view.ts";

/**
 * @param donation what this tab remembers
 * @param address what the page's address says about the project
 * @returns null where nothing was interrupted, or the page is about another project now
 */
export function interruptionOf(
  donation: Donation | null,
  address: string | null,
  wasDiscarded: boolean,
): Notice | null {
  if (donation === null || donation.address !== address) return null;
  const { atMs, step, savedStep, snoozedUntilMs } = donation;
  const lostSteps = Math.max(0, (step ?? 0) - (savedStep ?? 0));
  return { kind: "interrupted", wasDiscarded, atMs, lostSteps, snoozedUntilMs };
}
