/** Small branches of toy rounds, some of them forged, and what is needed to look into them: a replayer, a ledger, and whoever has the material. */
import type { Hash, PeerId } from "../../../../shared/core/ids.ts";
import { createRandom } from "../../../../shared/core/random.ts";
import { Feed } from "../../../../shared/ledger/feed.ts";
import { Ledger } from "../../../../shared/ledger/ledger.ts";
import { MemoryFeedStore } from "../../../../shared/ledger/memory-feed-store.ts";
import { openRecord } from "../../../../shared/ledger/record-content.ts";
import { MemoryRecordStore } from "../../../../shared/ledger/record-store.ts";
import type { CommitBody } from "../../../../shared/ledger/records/commit.ts";
import type { ComputeProfile } from "../../../../shared/ledger/records/contribution.ts";
import { KeyedSignatures } from "../../../../shared/simulation/keyed-signatures.ts";
import { TOY_LAYOUT, toySteps } from "../../../../shared/simulation/toy-training.ts";
import { VirtualClock } from "../../../../shared/simulation/virtual-clock.ts";
import { VirtualReplayer } from "../../../../shared/simulation/virtual-replayer.ts";
import type { BranchCheckPorts, BranchMaterial } from "../../../../shared/swarm/audit/branch-check.ts";
import { genesisHead, type KnownHead } from "../../../../shared/swarm/known-head.ts";
import {
  ForgedBranch,
  type ForgedWork,
  type Identity,
  recordsOf,
} from "../../../simulation/forged-branch.ts";
import { TOY_RULES } from "../../../simulation/toy-swarm.ts";

export const SEED = "audit";
export const RULES = TOY_RULES;
export const GENESIS: KnownHead = genesisHead(RULES, new Float32Array(TOY_LAYOUT.parameterCount));
const AT_SECONDS = 1_793_491_200;

/** What of a branch nobody delivers. */
export interface Withheld {
  readonly commits?: readonly Hash[];
  readonly contributions?: readonly Hash[];
  readonly states?: readonly Hash[];
}

/** Everything that happens on one virtual clock. */
export class AuditBench {
  readonly clock = new VirtualClock();
  readonly signatures = new KeyedSignatures(SEED);
  readonly ledger = new Ledger({ store: new MemoryRecordStore(), onProblem: () => undefined });
  /** A step takes 10 ms. */
  readonly replayer = new VirtualReplayer(this.clock, 10, (device, { parameters, round }, steps) =>
    toySteps(SEED, device)(parameters, round, steps),
  );
  readonly random = createRandom(SEED);

  constructor() {
    const { project, maxSteps, tokensPerStep } = RULES;
    this.ledger.learn({ project, flopsPerStep: 1, tokensPerStep, maxSteps, genesis: GENESIS.head.hash });
  }

  identities(count: number, name = "peer"): Identity[] {
    return Array.from({ length: count }, (_, index) => this.identity(`${name} ${index}`));
  }

  identity(name: string): Identity {
    const signer = this.signatures.createSigner(name);
    return { signer, feed: Feed.begin(signer, new MemoryFeedStore()) };
  }

  branchOf(
    identities: readonly Identity[],
    base = GENESIS,
    profile: ComputeProfile = "wasm-exact",
  ): ForgedBranch {
    const label = `branch of ${identities[0]?.feed.device ?? "nobody"} on ${base.head.hash}`;
    const options = { seed: SEED, label, rules: RULES, base, identities, profile, isComputed: true };
    return new ForgedBranch(options, AT_SECONDS);
  }

  /** What was committed, and what led to it, becomes known here. */
  note(branch: ForgedBranch): void {
    for (const round of branch.rounds)
      for (const record of recordsOf(round)) this.ledger.note(record, this.signatures);
  }

  /** What those have who stand on these branches, the lower ones first. */
  material(branches: readonly ForgedBranch[], withheld: Withheld = {}): BranchMaterial {
    const rounds = branches.flatMap((branch) => branch.rounds);
    const records = new Map(rounds.flatMap(recordsOf).map((record) => [record.hash, record]));
    const contentOf = (hash: Hash) => {
      const record = records.get(hash);
      const opened = record && openRecord(record.bytes);
      return opened?.ok === true ? opened.content : null;
    };
    const heads = [GENESIS, ...rounds.map(({ known }) => known)];
    return {
      commit: async (hash) => {
        const content = withheld.commits?.includes(hash) === true ? null : contentOf(hash);
        return content?.type === "commit" ? content.body : null;
      },
      contribution: async (hash) => {
        const content = withheld.contributions?.includes(hash) === true ? null : contentOf(hash);
        return content?.type === "contribution" ? content : null;
      },
      parameters: async (state) => {
        const known = heads.find(({ head }) => head.state === state);
        return withheld.states?.includes(state) === true ? null : (known?.state.parameters ?? null);
      },
      update: async ({ update }) =>
        rounds.map(({ material }) => material.updates.get(update)).find((bytes) => bytes !== undefined) ??
        null,
    };
  }

  /** Lets virtual time pass. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.clock.nowMs() + durationMs;
    await settle();
    for (
      let next = this.clock.nextAtMs();
      next !== undefined && next <= endMs;
      next = this.clock.nextAtMs()
    ) {
      this.clock.runNext();
      await settle();
    }
    this.clock.advanceTo(endMs);
  }

  /** Lets time pass until a promise is fulfilled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    promise.then(end, end);
    await settle();
    while (!isOver && this.clock.runNext()) await settle();
    return promise;
  }
}

/** What a look stands on, but for the material. */
export function portsOf(bench: AuditBench): Omit<BranchCheckPorts, "material"> {
  return {
    rules: RULES,
    ledger: bench.ledger,
    replayer: bench.replayer,
    ownSteps: () => RULES.maxSteps,
    random: bench.random,
    genesis: () => GENESIS,
    isKnown: () => false,
    isOwn: () => false,
    onShown: () => undefined,
  };
}

/** Rounds of the same work, one on the other. */
export async function extend(branch: ForgedBranch, work: ForgedWork, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) await branch.extend(work);
}

export function commitOf(branch: ForgedBranch, round: number): CommitBody {
  const opened = openRecord(branch.rounds[round]!.known.commit.bytes);
  if (!opened.ok || opened.content.type !== "commit") throw new Error("not a commit");
  return opened.content.body;
}

export const devicesOf = (identities: readonly Identity[]): readonly PeerId[] =>
  identities.map(({ feed }) => feed.device);

/** Promises hang on each other this deep, at most. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
}
