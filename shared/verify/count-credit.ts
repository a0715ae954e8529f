/** What the work of a history is worth, and whose it is: by the ledger's own fold, over what the bundle proves and nothing else. */
import type { Hash } from "../core/ids.ts";
import { Accounts } from "../ledger/accounts/accounts.ts";
import { RecordBook } from "../ledger/book.ts";
import { openStored } from "../ledger/checked-record.ts";
import { NO_HASH } from "../ledger/record-content.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import type { ProjectPlan } from "../training/project-plan.ts";
import { stepFlops } from "../training/step-flops.ts";
import { type Failure, failRecord, type PlacedRecord } from "./failure.ts";
import type { History } from "./history.ts";

export interface CreditSubject {
  readonly rules: SwarmRules;
  readonly plan: ProjectPlan;
  readonly history: History;
  /** Null where the bundle has a base of its own: its rounds are later ones, and none of them stands on the genesis. */
  readonly genesis: Hash | null;
}

/** Work below the base counts for nothing here: nobody can compute it again. Commits beside the chain neither. */
export function countCredit(
  records: ReadonlyMap<Hash, PlacedRecord>,
  { rules, plan, history, genesis }: CreditSubject,
): Accounts {
  const { project, maxSteps, tokensPerStep } = rules;
  const chain = new Set(history.rounds.map(({ head }) => head.hash));
  const book = new RecordBook();
  for (const [hash, checked] of records) {
    if (checked.content?.type === "commit" && !chain.has(hash)) continue;
    const { fork } = book.add(checked);
    const proof = fork === null ? null : openStored(fork);
    if (proof !== null) book.add(proof);
  }
  const facts = {
    project,
    maxSteps,
    tokensPerStep,
    flopsPerStep: stepFlops(plan),
    genesis: genesis ?? NO_HASH,
  };
  return new Accounts({ book, factsOf: (id) => (id === project ? facts : null), settled: new Map() });
}

/** The fold looks for the chain by itself. Where heads were computed again and hold, it must find the same; a commit that it leaves out earned nothing. */
export function findUncounted(accounts: Accounts, { rounds }: History, project: Hash): Failure | null {
  const counted = accounts.chainOf(project);
  const odd = rounds.find(({ head }, index) => counted[index]?.record.hash !== head.hash);
  return odd === undefined ? null : failRecord(odd.commit, "uncounted").failure;
}
