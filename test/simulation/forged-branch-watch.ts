/** Writes down where peers stood when, and says which of it was built on something forged. */
import { must } from "../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { openRecord } from "../../shared/ledger/record-content.ts";
import type { Makings, SimulatedPeer, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import { type KnownHead, restoreHead } from "../../shared/swarm/known-head.ts";
import type { StoredHead } from "../../shared/swarm/head-store.ts";
import { FORGED_RULES } from "./forged-branch-plan.ts";

interface Stand {
  readonly atMs: number;
  readonly head: Hash;
}

/** Any number does. */
const FLOPS_PER_STEP = 1_000_000;

export class HeadWatch {
  readonly ledgers = new Map<PeerId, Ledger>();
  /** Heads that count as forged, and with them whatever is built on them. */
  readonly forged = new Set<Hash>();
  readonly #stands = new Map<PeerId, Stand[]>();
  readonly #stored = new Map<Hash, StoredHead>();
  readonly #bases = new Map<Hash, Hash>();
  readonly #swarm: () => SwarmSimulation;

  constructor(swarm: () => SwarmSimulation) {
    this.#swarm = swarm;
  }

  /** Lets a peer be watched, and its ledger know what work is worth. */
  watch({ rules, ports }: Makings): Makings {
    const { device } = ports.feed;
    const { project, maxSteps, tokensPerStep } = rules;
    const genesis = ports.genesis().head.hash;
    ports.ledger.learn({ project, flopsPerStep: FLOPS_PER_STEP, tokensPerStep, maxSteps, genesis });
    this.ledgers.set(device, ports.ledger);
    const stands: Stand[] = [];
    this.#stands.set(device, stands);
    const save = (stored: StoredHead): Promise<void> => {
      const { hash } = stored.commit;
      const opened = openRecord(stored.commit.bytes);
      if (opened.ok && opened.content.type === "commit") this.#bases.set(hash, opened.content.body.base);
      this.#stored.set(hash, stored);
      stands.push({ atMs: this.#swarm().clock.nowMs(), head: hash });
      return ports.store.save(stored);
    };
    return { rules, ports: { ...ports, store: { load: () => ports.store.load(), save } } };
  }

  /** A head on which somebody watched has stood; null for the genesis. */
  find(head: Hash): KnownHead | null {
    const stored = this.#stored.get(head);
    if (stored === undefined) return null;
    return must(restoreHead(FORGED_RULES, stored, this.#swarm().signatures), "somebody stood on it");
  }

  /** So many rounds below a head, or the lowest that is known. */
  below(head: Hash, rounds: number): Hash {
    const base = this.#bases.get(head);
    return rounds === 0 || base === undefined ? head : this.below(base, rounds - 1);
  }

  isForged(head: Hash): boolean {
    for (let at: Hash | undefined = head; at !== undefined; at = this.#bases.get(at))
      if (this.forged.has(at)) return true;
    return false;
  }

  /** Times at which the peer stood on something forged; the last may reach to now. */
  staysOf(device: PeerId): readonly { readonly fromMs: number; readonly toMs: number | null }[] {
    const stays: { fromMs: number; toMs: number | null }[] = [];
    for (const { atMs, head } of this.#stands.get(device) ?? []) {
      const last = stays.at(-1);
      const isOpen = last !== undefined && last.toMs === null;
      if (this.isForged(head)) {
        if (!isOpen) stays.push({ fromMs: atMs, toMs: null });
      } else if (isOpen) last.toMs = atMs;
    }
    return stays;
  }

  /** Branches that were refused though nothing in them was forged. */
  falseRefusals(peers: readonly SimulatedPeer[]): readonly string[] {
    return peers.flatMap(({ name, events }) =>
      events.flatMap((event) =>
        event.kind === "branch-refused" && !this.isForged(event.head)
          ? [`${name} refused an honest branch`]
          : [],
      ),
    );
  }

  /** Who does not end where an honest peer does, give or take a few rounds; null: there is none. */
  apart(peers: readonly SimulatedPeer[], honest: SimulatedPeer | null): readonly string[] {
    const first = honest?.participant.head;
    if (first === undefined) return [];
    return peers.flatMap(({ name, participant: { head } }) =>
      this.#isNear(head.hash, first.hash) || this.#isNear(first.hash, head.hash)
        ? []
        : [`${name} is not with the honest: round ${head.round} against ${first.round}`],
    );
  }

  #isNear(late: Hash, early: Hash): boolean {
    return [0, 1, 2, 3].some((rounds) => this.below(late, rounds) === early);
  }
}
