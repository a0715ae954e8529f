/** Whether a cheat is caught as soon as somebody really looks. */
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { auditorsOf, DRAWN_RANKS } from "../../../shared/ledger/accounts/audit-draw.ts";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import type { Decision } from "../../../shared/ledger/accounts/decision.ts";
import type { RecordBook } from "../../../shared/ledger/book.ts";

export interface FirstAudit {
  readonly contribution: Hash;
  readonly round: number;
  readonly outcome: Decision["outcome"];
}

/**
 * What became of the first of these contributions that was audited: a device whose word counts (it was among the first auditors that the beacon names)
 * replayed it and signed what it saw. First is what the ledger heard first.
 * @param accounts of an outsider, who believes no replay of its own
 * @param contributions that commits of the chain include
 * @param replays whether a device replays what it judges; what others say is no audit
 */
export function firstAudit(
  book: RecordBook,
  accounts: Accounts,
  contributions: ReadonlySet<Hash>,
  replays: (device: PeerId) => boolean,
): FirstAudit | null {
  for (const { content } of book.records()) {
    if (content?.type !== "verdict") continue;
    const { contribution } = content.body;
    if (!contributions.has(contribution) || !replays(content.device)) continue;
    for (const commit of book.commitsIncluding(contribution)) {
      const { body } = commit.content;
      const part = body.contributions.find(({ record }) => record === contribution);
      if (part === undefined) continue;
      const order = auditorsOf(commit.record.hash, body, part, (device) => accounts.rootOf(device));
      if (order.slice(0, DRAWN_RANKS).includes(content.device))
        return { contribution, round: body.round, outcome: accounts.decisionOf(contribution).outcome };
    }
  }
  return null;
}
