/** Rounds as the page shows them: who gave to each, and what audits have said of it. */
import type { Hash } from "../../shared/core/ids.ts";
import type { Receipt } from "../../shared/ledger/accounts/receipt.ts";
import type { Known } from "../../shared/ledger/book/known-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { RoundPartView, RoundsQuery, RoundView } from "../ledger-views/rounds.ts";
import { AuditLook } from "./audit-look.ts";
import { nameOfDevice } from "./names.ts";
import type { Self } from "./self.ts";

/** Of one answer, however many are asked for: the worker that answers takes part in rounds as well. */
const MOST_ROUNDS = 500;
/** Bodies hold whole numbers. */
const MICRO = 1_000_000;

/** The newest of the project's chain that the query allows, ascending; none of a project that is not known. */
export function roundsView(ledger: Ledger, query: RoundsQuery, self: Self): readonly RoundView[] {
  const { project, before } = query;
  const chain = ledger.accounts.chainOf(project);
  const first = chain[0]?.content.body.round ?? 0;
  const end = before === null ? chain.length : Math.max(0, Math.min(chain.length, before - first));
  const limit = Math.max(1, Math.min(query.limit, MOST_ROUNDS));
  const audits = new AuditLook(ledger);
  return chain.slice(Math.max(0, end - limit), end).map((commit) => roundView(ledger, commit, self, audits));
}

/** Of a certificate: as many as its cloth can show. */
const MOST_OWN_ROUNDS = 60;

/** The newest rounds that the visitor gave to, of all projects, oldest first. */
export function ownRounds(ledger: Ledger, self: Self): readonly RoundView[] {
  const commits = new Map<Hash, Known<"commit">>();
  for (const { commit: hash } of ledger.accounts.receiptsOf(self.root, MOST_OWN_ROUNDS)) {
    const commit = hash === null ? null : ledger.book.commit(hash);
    if (commit !== null) commits.set(commit.record.hash, commit);
  }
  const audits = new AuditLook(ledger);
  return [...commits.values()]
    .map((commit) => roundView(ledger, commit, self, audits))
    .sort((a, b) => a.at - b.at || (a.commit < b.commit ? -1 : 1));
}

function roundView(
  { book, accounts }: Ledger,
  commit: Known<"commit">,
  self: Self,
  audits: AuditLook,
): RoundView {
  const { record, content } = commit;
  const { round, at, contributions } = content.body;
  let [lossSum, lossTokens] = [0, 0];
  const parts = contributions.map((part): RoundPartView => {
    const { device, record: hash, weight } = part;
    const receipt = accounts.receipt(hash);
    // Of what is not here, or not here any more, nobody can say that it was audited.
    const state = receipt === null ? "pending" : stateOf(receipt, weight);
    const root = receipt?.root ?? accounts.rootOf(device);
    const loss = book.contribution(hash)?.content.body.lossMicros;
    if (loss !== undefined && state !== "rejected") {
      lossSum += loss * weight;
      lossTokens += weight;
    }
    return {
      device,
      root,
      name: nameOfDevice(accounts, device),
      // What was refused weighs nothing; it takes the place that it would have had.
      tokens: weight > 0 ? weight : (receipt?.tokens ?? 0),
      state,
      audit: audits.stateOf(commit, part),
      isOwn: root === self.root || device === self.device,
    };
  });
  const loss = lossTokens > 0 ? lossSum / lossTokens / MICRO : null;
  return { round, commit: record.hash, at, loss, parts };
}

function stateOf({ state }: Receipt, weight: number): RoundPartView["state"] {
  if (weight === 0) return "rejected";
  switch (state.kind) {
    case "vested":
      return "audited";
    case "pending":
      return state.isAudited && !state.isDisputed ? "audited" : "pending";
    case "void":
    // A commit that says something else of it than its record does.
    case "not-committed":
    case "left-behind":
      return "rejected";
  }
}
