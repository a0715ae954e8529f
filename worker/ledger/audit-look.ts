/** What has come of the audit of single contributions: verdicts that were signed, and before those the draw, which everybody computes alike. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { auditorsOf, isDrawn } from "../../shared/ledger/accounts/audit-draw.ts";
import type { Known } from "../../shared/ledger/book/known-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { IncludedContribution } from "../../shared/ledger/records/commit.ts";
import { REPLAYABLE_ROUNDS } from "../../shared/swarm/audit/round-shelf.ts";
import type { RoundPartView } from "../ledger-views/rounds.ts";

export class AuditLook {
  readonly #ledger: Ledger;
  /** Of this look, by project and device: they decide who is drawn. */
  readonly #passes = new Map<string, number>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @param part one that the commit includes */
  stateOf(commit: Known<"commit">, part: IncludedContribution): RoundPartView["audit"] {
    switch (this.#ledger.accounts.decisionOf(part.record).outcome) {
      case "passed":
        return "passed";
      case "false":
        return "failed";
      case "disputed":
        return "disputed";
      case "unaudited":
        return this.#isAwaited(commit, part) ? "waiting" : null;
    }
  }

  /** Somebody was drawn who can still replay it. */
  #isAwaited({ record, content: { body } }: Known<"commit">, part: IncludedContribution): boolean {
    const { accounts } = this.#ledger;
    const newest = accounts.chainOf(body.project).at(-1)?.content.body.round ?? 0;
    return (
      part.weight > 0 && // what was refused is not replayed
      newest - body.round < REPLAYABLE_ROUNDS &&
      isDrawn(record.hash, part.record, this.#passesOf(part.device, body.project)) &&
      auditorsOf(record.hash, body, part, (device) => accounts.rootOf(device)).length > 0
    );
  }

  #passesOf(device: PeerId, project: Hash): number {
    const key = `${project} ${device}`;
    const passes = this.#passes.get(key) ?? this.#ledger.accounts.passesOf(device, project);
    this.#passes.set(key, passes);
    return passes;
  }
}
