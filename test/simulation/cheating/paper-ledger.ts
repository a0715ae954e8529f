import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { Accounts } from "../../../shared/ledger/accounts/accounts.ts";
import { Ledger } from "../../../shared/ledger/ledger.ts";
import { MemoryRecordStore } from "../../../shared/ledger/record-store.ts";
import { PAPER_FACTS } from "./paper-work.ts";

/** Audits passed in a row with which nobody is audited less often by passing more. */
export const PROVEN_PASSES = 200;

class PaperAccounts extends Accounts {
  earlierPasses = 0;

  override passesOf(device: PeerId, project: Hash): number {
    if (this.isRefused(device, project)) return super.passesOf(device, project);
    if (this.earlierPasses >= PROVEN_PASSES) return this.earlierPasses; // more make no difference
    return this.earlierPasses + super.passesOf(device, project);
  }
}

/** What an outsider sees: one ledger for all, in which nobody's own replay goes before the records. */
export class PaperLedger extends Ledger {
  override readonly accounts: PaperAccounts;

  /** @param earlierPasses audits that everybody passed before the first round */
  constructor(earlierPasses: number) {
    super({ store: new MemoryRecordStore(), onProblem: () => undefined });
    this.accounts = new PaperAccounts({ book: this.book, factsOf: () => PAPER_FACTS, settled: new Map() });
    this.accounts.earlierPasses = earlierPasses;
  }

  override settle(): void {
    // The own replay is for the one who made it.
  }
}
