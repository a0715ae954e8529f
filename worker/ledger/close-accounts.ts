/** Lets old receipts of others give way to what they came to, when the ledger is opened: nobody has looked at it then, and there is no round to hold up. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { MaterialStore } from "../storage/material-store.ts";
import type { Self } from "./self.ts";

export interface ClosingPorts {
  readonly ledger: Ledger;
  readonly self: Self;
  /** What a bundle is made of has to be whole. */
  readonly material: Pick<MaterialStore, "roundsOf">;
  readonly nowSeconds: number;
}

/** @param projects whose facts the ledger knows @throws what the store throws; what is not closed yet stays as it was */
export async function closeAccounts(
  { ledger, self, material, nowSeconds }: ClosingPorts,
  projects: Iterable<Hash>,
): Promise<void> {
  for (const project of projects) {
    const rounds = await material.roundsOf(project);
    const commits = rounds.flatMap(({ commit }) => ledger.book.commit(commit) ?? []);
    const needed = new Set(
      commits.flatMap(({ content }) => content.body.contributions.map(({ record }) => record)),
    );
    const rules = {
      project,
      isOwn: (device: PeerId) => device === self.device || ledger.accounts.rootOf(device) === self.root,
      isNeeded: (contribution: Hash) => needed.has(contribution),
    };
    await ledger.close(rules, nowSeconds);
  }
}
