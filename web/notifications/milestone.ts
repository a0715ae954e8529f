/** What is worth a notification: seldom, and only while nobody looks. A pure function of how things stood and stand. */

export interface Standing {
  /** Of this person, in commits; null before the ledger has said it. */
  readonly contributions: number | null;
  /** Since the page was last looked at. */
  readonly roundsUnseen: number;
  /** Training has ended with this problem; null while none has ended it. */
  readonly problem: string | null;
}

export type Milestone =
  | { readonly kind: "first-round" }
  | { readonly kind: "contributions"; readonly count: number }
  | { readonly kind: "rounds-unseen"; readonly count: number }
  | { readonly kind: "problem"; readonly title: string };

const CONTRIBUTION_MARKS = [1000, 100, 10];
/** About half an hour in a swarm of laptops. */
const UNSEEN_MARK = 100;

/** The one that matters most of those that were passed, or null. */
export function milestoneBetween(before: Standing, after: Standing): Milestone | null {
  if (after.problem !== null && before.problem === null) return { kind: "problem", title: after.problem };
  const hasPassed = (mark: number, from: number | null, to: number | null) =>
    from !== null && to !== null && from < mark && to >= mark;
  const mark = CONTRIBUTION_MARKS.find((each) => hasPassed(each, before.contributions, after.contributions));
  if (mark !== undefined) return { kind: "contributions", count: mark };
  if (hasPassed(1, before.contributions, after.contributions)) return { kind: "first-round" };
  return hasPassed(UNSEEN_MARK, before.roundsUnseen, after.roundsUnseen)
    ? { kind: "rounds-unseen", count: UNSEEN_MARK }
    : null;
}
