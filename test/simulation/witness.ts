/**
 * Watches the honest peers of a simulated swarm and writes down what must never happen:
 *   a head without a good certificate, or whose state is not what the certificate says, or whose tokens do not add up;
 *   a peer that leaves its head for a lighter one (committed work is lost for a heavier branch only);
 *   two honest peers that were linked without a fault for HEAL_MS and stand on different branches all that time;
 *   an honest peer that cuts off another one;
 *   memory above its bounds.
 */
import type { Hash } from "../../shared/core/ids.ts";
import { headOf, isQuorum, parseCommit } from "../../shared/ledger/record.ts";
import type { CommitBody, Head } from "../../shared/ledger/records/commit.ts";
import type { Makings, SimulatedPeer, SwarmSimulation } from "../../shared/simulation/swarm-simulation.ts";
import { chunkList, stateHash } from "../../shared/swarm/head-state.ts";
import type { StoredHead } from "../../shared/swarm/head-store.ts";
import type { SwarmEvent } from "../../shared/swarm/swarm-event.ts";
import type { RoundState } from "../../shared/swarm/round/round-state.ts";

/** From the end of a fault to one head. Who has not worked with the others yet replays some of their work before it follows them: half a minute on a slow device. */
export const HEAL_MS = 60_000;
/** Entries of each map of a round; the largest limit in shared/swarm is 64. */
const MOST_ENTRIES = 80;
const MOST_HELD_BYTES = 100_000;

export class Witness {
  readonly violations: string[] = [];
  /** Everything that was ever committed by an honest peer. */
  readonly commits = new Map<Hash, CommitBody>();
  readonly #swarm: SwarmSimulation;
  readonly #apartSince = new Map<string, number>();

  constructor(swarm: SwarmSimulation) {
    this.#swarm = swarm;
  }

  /** Lets an honest peer be watched. */
  watch(name: string, { rules, ports }: Makings): Makings {
    let latest: Head | null = null;
    const save = (stored: StoredHead): Promise<void> => {
      // The genesis is nobody's commit.
      if (stored.commit.signatures.length > 0) latest = this.#checkHead(name, stored, latest) ?? latest;
      return ports.store.save(stored);
    };
    const emit = (event: SwarmEvent): void => {
      if (event.kind === "branch-refused") latest = null; // it may have stood on it
      ports.emit(event);
    };
    return { rules, ports: { ...ports, emit, store: { load: () => ports.store.load(), save } } };
  }

  /** To be called often. @param mayDiffer whether a fault is between the two */
  check(peers: readonly SimulatedPeer[], mayDiffer: (a: SimulatedPeer, b: SimulatedPeer) => boolean): void {
    const devices = new Set(peers.map(({ device }) => device));
    for (const [index, peer] of peers.entries()) {
      this.#checkMemory(peer);
      for (const { device, stage, reason } of peer.participant.links.linkStates()) {
        const isHonest = device !== null && devices.has(device);
        if (isHonest && stage === "refused" && !BENIGN.has(reason))
          this.#report(`${peer.name} cut off an honest peer: ${reason}`);
      }
      for (const other of peers.slice(index + 1)) this.#checkPair(peer, other, mayDiffer(peer, other));
    }
  }

  /** Whether one is the other or comes after it. */
  isOneChain(a: Head, b: Head): boolean {
    const [early, late] = a.round <= b.round ? [a, b] : [b, a];
    let { hash, round } = late;
    while (round > early.round) {
      const body = this.commits.get(hash);
      if (!body) return false;
      hash = body.base;
      round--;
    }
    return hash === early.hash;
  }

  report(text: string): void {
    this.#report(text);
  }

  #checkPair(a: SimulatedPeer, b: SimulatedPeer, mayDiffer: boolean): void {
    const pair = `${a.device} ${b.device}`;
    const isLinked =
      a.participant.links.peers().includes(b.device) && b.participant.links.peers().includes(a.device);
    if (mayDiffer || !isLinked || this.isOneChain(a.participant.head, b.participant.head)) {
      this.#apartSince.delete(pair);
      return;
    }
    const nowMs = this.#swarm.clock.nowMs();
    const sinceMs = this.#apartSince.get(pair) ?? nowMs;
    this.#apartSince.set(pair, sinceMs);
    if (nowMs - sinceMs > HEAL_MS) this.#report(`${a.name} and ${b.name} stay on different branches`);
  }

  #checkMemory({ name, participant }: SimulatedPeer): void {
    const { round, blobs } = participant;
    const { heldBytes } = blobs;
    if (heldBytes > MOST_HELD_BYTES) this.#report(`${name} holds ${heldBytes} bytes of unfinished blobs`);
    const most = round === null ? 0 : Math.max(...sizesOf(round.state));
    if (most > MOST_ENTRIES) this.#report(`${name} keeps ${most} entries of one kind in a round`);
  }

  #checkHead(name: string, { commit, state }: StoredHead, latest: Head | null): Head | null {
    const parsed = parseCommit(commit, this.#swarm.signatures);
    if (!parsed.ok) {
      this.#report(`${name} adopts a commit that does not parse: ${parsed.reason}`);
      return null;
    }
    const { body, head } = parsed;
    if (!isQuorum(parsed.signers, body)) this.#report(`${name} adopts a commit without its quorum`);
    if (stateHash(chunkList(state)) !== body.state)
      this.#report(`${name} stands on another state than its head's`);
    const base = this.commits.get(body.base);
    const baseTokens = body.round === 1 ? 0 : base?.tokens;
    const added = body.contributions.reduce((sum, { weight }) => sum + weight, 0);
    if (baseTokens !== undefined && body.tokens !== baseTokens + added)
      this.#report(`${name}: tokens do not add up`);
    const isNext = latest !== null && body.base === latest.hash && body.tokens >= latest.tokens;
    if (latest !== null && !isNext && !isFollowed(head, latest))
      this.#report(`${name} goes from round ${latest.round} back to a lighter head of round ${head.round}`);
    this.commits.set(headOf(body).hash, body);
    return head;
  }

  #report(text: string): void {
    const line = `${(this.#swarm.clock.nowMs() / 1_000).toFixed(1)} s: ${text}`;
    if (this.violations.length < 10 && !this.violations.some((known) => known.endsWith(text)))
      this.violations.push(line);
  }
}

/** Fork choice once more, because the swarm's own may be what is wrong. */
function isFollowed(a: Head, b: Head): boolean {
  return a.tokens > b.tokens || (a.tokens === b.tokens && a.hash < b.hash);
}

/** Reasons for which a link is refused and nobody is to blame. */
const BENIGN: ReadonlySet<string> = new Set(["this device has another link"]);

function sizesOf(state: RoundState): number[] {
  const { contributions, byDevice, equivocators, updates, asked, candidates, computed, computing } = state;
  const kept = [contributions, byDevice, equivocators, updates, asked, candidates, computed, computing];
  return [...kept, state.reproduced, state.votes, state.proposals].map(({ size }) => size);
}
