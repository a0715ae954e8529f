/** What the verdicts on one contribution come to. A pure function of who said what: neither order nor time has a say. */
import type { Hash, PeerId } from "../../core/ids.ts";
import { refutedVerdicts } from "./refuted.ts";
import type { Truth } from "./truth.ts";
import { countRoots, type Vote } from "./votes.ts";

export interface Decision {
  /**
   * passed: a drawn auditor vouches for it, and nobody who was not outvoted denies it · false: at least two persons, and more than say otherwise, name the
   * same wrong window · disputed: somebody denies it, and nothing is settled · unaudited: nobody whose word counts has looked
   */
  readonly outcome: "passed" | "false" | "disputed" | "unaudited";
  /** First wrong window of a false one, otherwise null. */
  readonly window: number | null;
  /** Verdicts that turned out to be false, whose devices pay. */
  readonly falseVerdicts: ReadonlySet<Hash>;
  /** Drawn votes that agree with the outcome, one for each person: they earn, and those of a passed audit let credit vest. */
  readonly upheld: readonly Vote[];
  /** Devices that call it false, as long as that is disputed. */
  readonly accusers: readonly PeerId[];
}

export const UNAUDITED: Decision = {
  outcome: "unaudited",
  window: null,
  falseVerdicts: new Set(),
  upheld: [],
  accusers: [],
};

/**
 * Persons without whom nobody is called false: never one alone, and more than a third, because signatures of rounds too count on there being fewer liars.
 * @param jurors persons who may judge
 */
export function juryQuorum(jurors: number): number {
  return Math.max(2, Math.floor(jurors / 3) + 1);
}

/**
 * @param votes of those who may judge (votesOn), by rank
 * @param jurors persons who may judge, whether they have or not
 * @param truth what an own replay showed; null without one
 */
export function decide(votes: readonly Vote[], jurors: number, truth: Truth | null): Decision {
  if (truth !== null) return settle(votes, truth);
  if (votes.length === 0) return UNAUDITED;
  const quorum = juryQuorum(jurors);
  const refuted = refutedVerdicts(votes, quorum);
  const heard = votes.filter(({ verdict }) => !refuted.has(verdict));
  const matches = heard.filter(({ isMatch }) => isMatch);
  const mismatches = heard.filter(({ isMatch }) => !isMatch);
  const yes = countRoots(matches);
  const accusation = strongestAccusation(mismatches);
  const no = accusation.accusers;
  // The trainer says that it is true as well.
  if (accusation.window !== null && no >= quorum && no > yes + 1)
    return concludeFalse(votes, refuted, accusation.window);
  const isOutvoted = yes >= quorum && yes + 1 > no;
  if (mismatches.length > 0 && !isOutvoted) {
    const accusers = mismatches.map(({ device }) => device);
    return { outcome: "disputed", window: null, falseVerdicts: refuted, upheld: [], accusers };
  }
  return concludeTrue(votes, refuted);
}

/** An own replay leaves no question; whether credit vests still takes a drawn auditor, so that it is the same for everybody. */
function settle(votes: readonly Vote[], { isTrue, window, falseVerdicts }: Truth): Decision {
  return isTrue ? concludeTrue(votes, falseVerdicts) : concludeFalse(votes, falseVerdicts, window);
}

function concludeTrue(votes: readonly Vote[], made: ReadonlySet<Hash>): Decision {
  const isFalse = ({ verdict, isMatch }: Vote) => made.has(verdict) || !isMatch;
  const upheld = onePerRoot(votes.filter((vote) => vote.isDrawn && !isFalse(vote)));
  const outcome = upheld.length > 0 ? "passed" : "unaudited";
  return { outcome, window: null, falseVerdicts: verdictsOf(votes.filter(isFalse)), upheld, accusers: [] };
}

/** Whoever names another window has not replayed it either. */
function concludeFalse(votes: readonly Vote[], made: ReadonlySet<Hash>, window: number): Decision {
  const isFalse = (vote: Vote) => made.has(vote.verdict) || vote.isMatch || vote.window !== window;
  const upheld = onePerRoot(votes.filter((vote) => vote.isDrawn && !isFalse(vote)));
  return { outcome: "false", window, falseVerdicts: verdictsOf(votes.filter(isFalse)), upheld, accusers: [] };
}

/** The window that most persons name; no window when two are named by equally many. */
function strongestAccusation(mismatches: readonly Vote[]): { window: number | null; accusers: number } {
  let strongest: { window: number | null; accusers: number } = { window: null, accusers: 0 };
  for (const window of new Set(mismatches.map((vote) => vote.window))) {
    const accusers = countRoots(mismatches.filter((vote) => vote.window === window));
    if (accusers > strongest.accusers) strongest = { window, accusers };
    else if (accusers === strongest.accusers) strongest = { window: null, accusers };
  }
  return strongest;
}

/** The first of each person's: two devices of one person can share one replay. */
function onePerRoot(votes: readonly Vote[]): readonly Vote[] {
  return votes.filter(({ root }, index) => votes.findIndex((other) => other.root === root) === index);
}

function verdictsOf(votes: readonly Vote[]): ReadonlySet<Hash> {
  return new Set(votes.map(({ verdict }) => verdict));
}
