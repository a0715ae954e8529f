/**
 * Whom this peer follows without having reproduced their rounds: those whose work it knows to be real, and after a replay those of whom it knows nothing yet.
 * Signatures alone prove nothing: a stranger signs with as many keys as it likes.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Commit } from "../../ledger/record.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KnownHead } from "../known-head.ts";
import {
  BranchCheck,
  type BranchCheckPorts,
  type BranchMaterial,
  type BranchOutcome,
} from "./branch-check.ts";
import { Branches } from "./branches.ts";

/** Before somebody whose branch was looked into is asked again; meanwhile others get their turn. */
const AGAIN_MS = 15_000;
/** Devices remembered: who has not been heard of for long does not count in a majority. */
const MOST_KNOWN = 32;
/** Looks in vain at a branch on which this peer stands. A peer that was started anew has no more than its head, but a round later it can show that one. */
const MOST_DOUBTS = 2;
/** Of own branches: who goes from one to another looks into both. */
const MOST_CHECKS = 2;

export interface BranchGuardPorts extends Omit<
  BranchCheckPorts,
  "replayer" | "material" | "isKnown" | "isOwn" | "rules"
> {
  readonly rules: BranchCheckPorts["rules"] & { readonly roundMs: number };
  readonly clock: Clock;
  /** Null: this peer cannot replay, and has to believe. */
  readonly replayer: BranchCheckPorts["replayer"] | null;
  readonly latest: () => KnownHead;
  /** Who stands on a head, or lately did. */
  readonly holdersOf: (head: Hash) => readonly PeerId[];
  /** What those have who stand on a head. */
  readonly materialOf: (head: Hash) => BranchMaterial;
  /** Without liars: nobody showed that the work was done. */
  readonly onRefused: (head: Hash, liars: readonly PeerId[]) => void;
  readonly onProblem: (error: unknown) => void;
}

interface Examined {
  readonly hash: Hash;
  readonly body: Pick<CommitBody, "contributions">;
  /** Who stood there, or lately had, when the look began. */
  readonly holders: readonly PeerId[];
}

export class BranchGuard {
  readonly #ports: BranchGuardPorts;
  readonly #branches: Branches;
  /** Devices that this peer has worked with in this session, or whose branch was proven. */
  readonly #known = new Set<PeerId>();
  /** Those of them that contributed to a branch that was proven. */
  readonly #examined = new Set<PeerId>();
  /** By the head at which they began. */
  readonly #checks = new Map<Hash, BranchCheck>();
  /** The record that is being asked for, to look further back. */
  #asked: Hash | null = null;
  /** Until when a neighbour's head is not looked into. */
  readonly #passedOverUntilMs = new Map<PeerId, number>();
  /** This peer stands on a branch that it followed unseen. */
  #isUnsure = false;
  /** Heads at which it joined such branches. */
  readonly #joined = new Set<Hash>();
  /** How often that was in vain. */
  #doubts = 0;
  /** The next look is due when a round has ended. */
  #isWaiting = false;
  #isStopped = false;

  constructor(ports: BranchGuardPorts) {
    this.#ports = ports;
    this.#branches = new Branches(
      ports.ledger.book,
      () => ports.genesis().head.hash,
      () => ports.clock.nowMs(),
    );
  }

  /** Whether this peer may go to the head of a commit whose certificate holds. */
  isTrusted({ head, body, signers }: Pick<Commit, "head" | "body" | "signers">): boolean {
    if (this.isRefused(head.hash, body)) return false;
    if (this.#ports.replayer?.canReplay() !== true || this.#branches.isProven(head.hash)) return true;
    const isProven = this.#branches.of(head.hash, body.base).branch === "proven";
    const signed = signers.filter((device) => this.#isKnown(device)).length;
    if (signed === 0 || 2 * signed < body.contributions.length) return false;
    // Who was proven a moment ago leads on; anybody else only with half of those whom this peer works with, audited by now or not.
    return isProven || 2 * signed >= this.#colleagueCount;
  }

  /** This peer has reproduced a round of theirs. */
  onWorkedWith(devices: Iterable<PeerId>): void {
    for (const device of devices) this.#know(device);
    if (this.#isWaiting) this.#lookOn();
  }

  /** Whether a commit is of a branch that was refused. What is needed to be sure is asked for, for the next time. */
  isRefused(commit: Hash, { base }: Pick<CommitBody, "base">): boolean {
    const { branch, missing } = this.#branches.of(commit, base);
    if (missing !== null) void this.#ask(commit, missing);
    return branch === "refused";
  }

  /** Finds out about the branch on which this peer stands, or will in a moment. */
  examineOwn(head: Hash, body: Pick<CommitBody, "contributions">): void {
    if (this.#ports.replayer?.canReplay() !== true) return;
    this.#isUnsure = true;
    this.#joined.add(head);
    this.#begin(head, body);
  }

  /** Finds out about a round that this peer has reproduced and had no part in: the head is right, but the work may be made up. */
  examineReproduced(head: Hash, body: Pick<CommitBody, "contributions">): void {
    this.#begin(head, body);
  }

  /** Finds out about a branch of others: of one at a time. */
  examine(head: Hash, body: Pick<CommitBody, "contributions">): void {
    if (this.#joined.has(head) || (this.#checks.size === 0 && !this.#isPassedOver(head)))
      this.#begin(head, body);
  }

  #begin(head: Hash, body: Pick<CommitBody, "contributions">): void {
    const { replayer, materialOf, latest } = this.#ports;
    if (replayer?.canReplay() !== true || this.#isStopped) return;
    if (this.#checks.has(head) || this.#checks.size >= MOST_CHECKS) return;
    const path = this.#isUnsure ? [] : this.#branches.pathTo(latest().head.hash);
    const check = new BranchCheck({
      ...this.#ports,
      replayer,
      material: materialOf(head),
      isKnown: (device) => this.#known.has(device),
      isOwn: (commit) => path.includes(commit),
    });
    this.#checks.set(head, check);
    void this.#run(check, { hash: head, body, holders: this.#holdersOf(head) });
  }

  stop(): void {
    this.#isStopped = true;
    for (const check of this.#checks.values()) check.cancel();
  }

  /** This peer has worked with it, and somebody has replayed its work and found it good; or it is of a branch that this peer has looked into. */
  #isKnown(device: PeerId): boolean {
    const { ledger, rules } = this.#ports;
    if (ledger.isRefused(device, rules.project) || !this.#known.has(device)) return false;
    return this.#examined.has(device) || ledger.hasShownTrue(device, rules.project);
  }

  get #colleagueCount(): number {
    const { ledger, rules } = this.#ports;
    return [...this.#known].filter((device) => !ledger.isRefused(device, rules.project)).length;
  }

  #know(device: PeerId): void {
    this.#known.delete(device); // the latest last
    const [oldest] = this.#known;
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) {
      this.#known.delete(oldest);
      this.#examined.delete(oldest);
    }
    this.#known.add(device);
  }

  async #run(check: BranchCheck, commit: Examined): Promise<void> {
    let state: BranchOutcome["state"] = "unknown";
    try {
      const isDoubted = this.#doubts > 0 && this.#joinedBelow(commit.hash).length > 0;
      const outcome = await check.run(commit.hash, isDoubted);
      if (!this.#isStopped) this.#conclude(outcome, commit);
      ({ state } = outcome);
    } catch (error) {
      this.#ports.onProblem(error);
    }
    this.#checks.delete(commit.hash);
    if (this.#isStopped) return;
    if (this.#joined.has(commit.hash)) this.#concludeOwn(state, commit);
    else this.#lookOn();
  }

  #conclude({ state, liars }: BranchOutcome, { hash, body, holders }: Examined): void {
    this.#passOver(holders); // those of other branches are next
    if (state === "proven") {
      const honest = body.contributions
        .map(({ device }) => device)
        .filter((device) => !liars.includes(device));
      this.#branches.prove(hash);
      for (const device of honest) this.#know(device);
      for (const device of honest) this.#examined.add(device);
      return;
    }
    if (state !== "refused") return;
    this.#branches.refuse(hash);
    this.#ports.onRefused(hash, liars);
  }

  /** A branch is left whose work nobody shows who stands there, or that was begun by nobody knows whom, when it is no better a round later. */
  #concludeOwn(state: BranchOutcome["state"], { hash, holders }: Examined): void {
    const { clock, rules, onRefused } = this.#ports;
    const isDoubtful = state === "strange" || (state === "withheld" && holders.length > 0);
    if (isDoubtful && ++this.#doubts >= MOST_DOUBTS) {
      this.#branches.refuse(hash, AGAIN_MS);
      onRefused(hash, []);
    }
    const isSettled = state === "proven" || state === "refused" || this.#doubts >= MOST_DOUBTS;
    if (isSettled) this.#joined.delete(hash);
    if (isSettled) this.#lookOn();
    else clock.setTimer(isDoubtful ? rules.roundMs : AGAIN_MS, () => this.#lookOn());
    this.#isWaiting = isDoubtful && !isSettled;
  }

  /** Who stands on a branch that it has not seen through goes on looking, at where the branch is by then. */
  #lookOn(): void {
    const { latest, ledger } = this.#ports;
    this.#isWaiting = false;
    if (!this.#isUnsure || this.#isStopped) return;
    const { hash } = latest().head;
    const joined = this.#joinedBelow(hash)[0];
    if (joined !== undefined && this.#checks.has(joined)) return;
    const body = ledger.book.commit(hash)?.content.body;
    this.#isUnsure = body !== undefined && this.#isDoubtful(hash, body);
    if (this.#isUnsure && body !== undefined) return this.examineOwn(hash, body);
    this.#joined.clear();
    this.#doubts = 0;
  }

  /** Heads at which this peer joined the branch of a commit, and that nobody has spoken for yet, the newest first. */
  #joinedBelow(commit: Hash): readonly Hash[] {
    return this.#branches.pathTo(commit).filter((head) => this.#joined.has(head));
  }

  /** Who stands on a head, or lately did; of an own one, also who led this peer there: it may work on it alone by now. */
  #holdersOf(head: Hash): readonly PeerId[] {
    const heads = [head, ...this.#joinedBelow(head)];
    return [...new Set(heads.flatMap((each) => this.#ports.holdersOf(each)))];
  }

  /** What was proven speaks for what is built on it, but not where this peer has looked since then, and saw nothing. */
  #isDoubtful(head: Hash, { base }: Pick<CommitBody, "base">): boolean {
    const { branch } = this.#branches.of(head, base);
    if (branch !== "proven") return branch === "unknown";
    const path = this.#branches.pathTo(head);
    const proven = path.findIndex((commit) => this.#branches.isProven(commit));
    return path.slice(0, proven).some((commit) => this.#joined.has(commit));
  }

  #isPassedOver(head: Hash): boolean {
    const { holdersOf, clock } = this.#ports;
    return holdersOf(head).every((peer) => clock.nowMs() < (this.#passedOverUntilMs.get(peer) ?? 0));
  }

  #passOver(peers: readonly PeerId[]): void {
    const nowMs = this.#ports.clock.nowMs();
    for (const [peer, untilMs] of this.#passedOverUntilMs)
      if (untilMs <= nowMs) this.#passedOverUntilMs.delete(peer);
    for (const peer of peers) this.#passedOverUntilMs.set(peer, nowMs + AGAIN_MS);
  }

  async #ask(head: Hash, missing: Hash): Promise<void> {
    if (this.#asked !== null) return;
    this.#asked = missing;
    await this.#ports.materialOf(head).commit(missing);
    this.#asked = null;
  }
}
