/** A guard of branches with everything that it stands on, on a virtual clock. */
import { expect } from "vitest";
import type { Hash, PeerId } from "../../../../shared/core/ids.ts";
import type { Commit } from "../../../../shared/ledger/record.ts";
import type { VerdictBody } from "../../../../shared/ledger/records/verdict.ts";
import { BranchGuard } from "../../../../shared/swarm/audit/branch-guard.ts";
import type { KnownHead } from "../../../../shared/swarm/known-head.ts";
import type { ForgedBranch, Identity } from "../../../simulation/forged-branch.ts";
import { AuditBench, commitOf, extend, GENESIS, RULES, type Withheld } from "./branch-fixture.ts";

/** Of everything that a look at one of these small branches takes. */
export const LOOK_MS = 10_000;
export const AGAIN_MS = 15_000;

export class GuardBench extends AuditBench {
  readonly guard: BranchGuard;
  readonly refused: { head: Hash; liars: readonly PeerId[] }[] = [];
  /** Branches whose material can be had, the lower ones first. */
  branches: readonly ForgedBranch[] = [];
  withheld: Withheld = {};
  /** Of heads that are not named in `holdersOf`. */
  holders: readonly PeerId[] = ["aa".repeat(32)];
  readonly holdersOf = new Map<Hash, readonly PeerId[]>();
  latest: KnownHead = GENESIS;
  canReplay = true;
  /** Looks that were begun. */
  looks: Hash[] = [];

  constructor() {
    super();
    this.guard = new BranchGuard({
      rules: RULES,
      clock: this.clock,
      ledger: this.ledger,
      random: this.random,
      replayer: {
        canReplay: () => this.canReplay,
        start: (request, onWindow) => this.replayer.start(request, onWindow),
      },
      latest: () => this.latest,
      genesis: () => GENESIS,
      holdersOf: (head) => this.holdersOf.get(head) ?? this.holders,
      materialOf: (head) => {
        this.looks.push(head);
        return this.material(this.branches, this.withheld);
      },
      ownSteps: () => RULES.maxSteps,
      onShown: () => undefined,
      onRefused: (head, liars) => this.refused.push({ head, liars }),
      onProblem: (error) => expect.unreachable(String(error)),
    });
  }

  /** A branch whose records are known here. */
  async known(identities: readonly Identity[], work: "real" | "invented", rounds: number, base = GENESIS) {
    const branch = this.branchOf(identities, base);
    await extend(branch, work, rounds);
    this.branches = [...this.branches, branch];
    this.note(branch);
    return branch;
  }

  /** Stands on the end of a branch, as it was fetched. */
  async join(branch: ForgedBranch): Promise<void> {
    this.latest = branch.latest;
    this.guard.examineOwn(branch.latest.head.hash, commitOf(branch, branch.rounds.length - 1));
    await this.pass(LOOK_MS);
  }

  /** Somebody vouches for the work of a device in the first round of a branch, which is the heaviest. */
  async audit(branch: ForgedBranch, device: PeerId, judge: Identity): Promise<void> {
    const { record } = commitOf(branch, 0).contributions.find((part) => part.device === device)!;
    const { project } = RULES;
    const answer = {
      project,
      contribution: record,
      result: "match",
      window: 0,
      inner: ["00".repeat(32)],
    } as const;
    const body: VerdictBody = { ...answer, distanceMicros: 0, refutes: [], at: 1_793_492_000 };
    this.ledger.note(await judge.feed.append({ type: "verdict", body }), this.signatures);
  }
}

/** The last commit of a branch, signed by these. */
export function lastOf(branch: ForgedBranch, signers: readonly PeerId[]): Commit {
  const index = branch.rounds.length - 1;
  return { head: branch.latest.head, body: commitOf(branch, index), signers };
}

export const lookedInto = async (bench: GuardBench, branch: ForgedBranch): Promise<void> => {
  bench.guard.examine(branch.latest.head.hash, commitOf(branch, branch.rounds.length - 1));
  await bench.pass(LOOK_MS);
};
