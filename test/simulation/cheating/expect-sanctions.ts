/** What the tests of ways to cheat have in common: a few seeds of each, and of what went wrong the command that shows it again. */
import { expect } from "vitest";
import { type CheaterOutcome, type PaperOutcome, playOnPaper, replayCommand } from "./paper-run.ts";
import type { WayToCheat } from "./ways-to-cheat.ts";

/** Many times what it takes. */
export const PAPER_TIMEOUT_MS = 120_000;

/**
 * Plays it with the seeds 0, 1, 2 … and expects that nobody honest pays for it.
 * @param complaint what is wrong with the outcome of one cheater; null: nothing
 */
export async function playSeeds(
  way: WayToCheat,
  { seeds, peers }: { readonly seeds: number; readonly peers: number },
  complaint: (cheater: CheaterOutcome) => string | null = () => null,
): Promise<readonly PaperOutcome[]> {
  const outcomes: PaperOutcome[] = [];
  const failures: string[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const outcome = await playOnPaper(way, seed, peers);
    outcomes.push(outcome);
    const complaints = outcome.cheaters.flatMap((cheater) => complaint(cheater) ?? []);
    const violations = [...new Set([...outcome.violations, ...complaints])];
    if (violations.length > 0)
      failures.push(`${replayCommand(way, seed, peers)}\n  ${violations.join("\n  ")}`);
  }
  expect(failures.join("\n")).toBe("");
  return outcomes;
}

export const cheatersOf = (outcomes: readonly PaperOutcome[]): readonly CheaterOutcome[] =>
  outcomes.flatMap(({ cheaters }) => cheaters);

export const sumOf = (
  cheaters: readonly CheaterOutcome[],
  value: (cheater: CheaterOutcome) => number,
): number => cheaters.reduce((sum, cheater) => sum + value(cheater), 0);
