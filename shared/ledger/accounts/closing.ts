/**
 * Which old receipts may give way to the sums that they came to. Never those of the own devices, nor those that prove something against somebody; and nothing
 * of a project whose chain is not here down to the genesis, because then it cannot be seen what was committed.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import { isKnown, type Known } from "../book/known-record.ts";
import { type ClosedAccount, ClosedAccounts } from "./closed-accounts.ts";
import type { CommittedWork } from "./committed-work.ts";
import type { Fold, FoldInputs } from "./fold.ts";
import { Shares } from "./share.ts";
import type { Entry, Track } from "./track.ts";

export interface ClosingRules {
  readonly project: Hash;
  /** Seconds since 1970: what is younger stays. */
  readonly until: number;
  /** Whether the device is the own person's. */
  readonly isOwn: (device: PeerId) => boolean;
  /** Whether the record of a contribution is wanted for something else. */
  readonly isNeeded: (contribution: Hash) => boolean;
}

export interface Closing {
  /** Records to forget. */
  readonly records: readonly Hash[];
  /** Sums that grow, in place of those before. */
  readonly accounts: readonly ClosedAccount[];
}

export function planClosing(inputs: FoldInputs, fold: Fold, rules: ClosingRules): Closing {
  const { project } = rules;
  const [first] = fold.chains.of(project);
  if (first === undefined || first.content.body.base !== inputs.factsOf(project)?.genesis)
    return { records: [], accounts: [] };
  const plan = new ClosingPlan(inputs, fold, rules);
  return { records: plan.records(), accounts: plan.accounts() };
}

class ClosingPlan {
  readonly #inputs: FoldInputs;
  readonly #fold: Fold;
  readonly #rules: ClosingRules;
  readonly #before: ClosedAccounts;

  constructor(inputs: FoldInputs, fold: Fold, rules: ClosingRules) {
    this.#inputs = inputs;
    this.#fold = fold;
    this.#rules = rules;
    this.#before = inputs.closed ?? new ClosedAccounts();
  }

  accounts(): readonly ClosedAccount[] {
    const { project, until: writtenAt } = this.#rules;
    return this.#fold.tracks.all(project).flatMap((track) => {
      const { device } = track;
      const until = this.#untilOf(device);
      const lines = track.lines.filter(({ at }) => at < until);
      if (lines.length === 0) return [];
      const sums = new Shares({ project, device }, this.#before.find(project, device)?.shares);
      for (const line of lines) sums.add(line);
      const shares = sums.read().map(({ root, team, hours }) => ({ root, team, hours }));
      return [{ project, device, until, writtenAt, shares }];
    });
  }

  records(): readonly Hash[] {
    const gone = new Set<Hash>();
    const verdicts: Known<"verdict">[] = [];
    for (const checked of this.#inputs.book.records()) {
      if (isKnown(checked, "verdict")) verdicts.push(checked);
      else if (isKnown(checked, "contribution") && this.#isOver(checked)) gone.add(checked.record.hash);
    }
    const { book } = this.#inputs;
    for (const verdict of verdicts) {
      const { contribution } = verdict.content.body;
      const isOfNothing = book.contribution(contribution) === null || gone.has(contribution);
      if (isOfNothing && this.#isOld(verdict)) gone.add(verdict.record.hash);
    }
    return [...gone];
  }

  /** Until when the account of a device will be closed. */
  #untilOf(device: PeerId): number {
    const { project, until, isOwn } = this.#rules;
    const before = this.#before.untilOf(project, device);
    const track = this.#fold.tracks.find(project, device);
    const isOpen = isOwn(device) || track === null || track.findings.length > 0;
    return isOpen ? before : Math.max(before, until);
  }

  /** Somebody else's, and of no proof that the device contradicts itself. */
  #isOld({ at, content }: Known<"contribution"> | Known<"verdict">): boolean {
    const { project, until, isOwn } = this.#rules;
    const isOfProject = content.body.project === project;
    const isForked = this.#inputs.book.forkedAt(content.device) !== null;
    return isOfProject && at < until && !isOwn(content.device) && !isForked;
  }

  /** Nobody counts on this contribution any more: it is in no commit of the chain, or in the sums with all audits of it. */
  #isOver(contribution: Known<"contribution">): boolean {
    const { hash } = contribution.record;
    const { isOwn, isNeeded } = this.#rules;
    if (!this.#isOld(contribution) || isNeeded(hash)) return false;
    if (this.#inputs.book.verdictsOn(hash).some(({ content }) => isOwn(content.device))) return false;
    const entry = this.#fold.entry(hash);
    return entry === null || (this.#isSummedUp(entry) && !this.#isEvidence(entry));
  }

  #isSummedUp({ work, decision }: Entry): boolean {
    const { device } = work.contribution.content;
    const earning = [device, ...decision.upheld.map((vote) => vote.device)];
    return earning.every((each) => work.commit.content.body.at < this.#untilOf(each));
  }

  #isEvidence({ work, decision }: Entry): boolean {
    const { outcome, falseVerdicts, accusers } = decision;
    const isSpoken = outcome === "false" || falseVerdicts.size > 0 || accusers.length > 0;
    return isSpoken || this.#trackOf(work).findings.length > 0;
  }

  #trackOf({ contribution }: CommittedWork): Track {
    return this.#fold.tracks.of(this.#rules.project, contribution.content.device);
  }
}
