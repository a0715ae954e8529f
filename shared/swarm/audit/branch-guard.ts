/**
 * Whom this peer follows without having reproduced their rounds: those whose work it knows to be real, and after a replay those of whom it knows nothing yet.
 * Signatures alone prove nothing: a stranger signs with as many keys as it likes.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Commit } from "../../ledger/record.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { Clock } from "../../ports/clock.ts";
import { BranchCheck, type BranchCheckPorts, type BranchMaterial } from "./branch-check.ts";
import { Branches } from "./branches.ts";

/** Before somebody whose branch could not show its work is asked again; meanwhile others get their turn. */
const AGAIN_MS = 20_000;
/** Devices remembered: who has not been heard of for long does not count in a majority. */
const MOST_KNOWN = 32;

export interface BranchGuardPorts extends Omit<BranchCheckPorts, "replayer" | "material"> {
  readonly clock: Clock;
  /** Null: this peer cannot replay, and has to believe. */
  readonly replayer: BranchCheckPorts["replayer"] | null;
  /** Who stands on a head, or lately did. */
  readonly holdersOf: (head: Hash) => readonly PeerId[];
  /** What those have who stand on a head. */
  readonly materialOf: (head: Hash) => BranchMaterial;
  readonly onRefused: (head: Hash, liars: readonly PeerId[]) => void;
  readonly onProblem: (error: unknown) => void;
}

export class BranchGuard {
  readonly #ports: BranchGuardPorts;
  readonly #branches: Branches;
  /** Devices that this peer has worked with in this session, or whose branch was proven. */
  readonly #known = new Set<PeerId>();
  /** Those of them that contributed to a branch that was proven. */
  readonly #examined = new Set<PeerId>();
  #check: BranchCheck | null = null;
  /** The record that is being asked for, to look further back. */
  #asked: Hash | null = null;
  /** Until when a neighbour's head is not looked into. */
  readonly #doubtedUntilMs = new Map<PeerId, number>();
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
    if (
      this.#ports.replayer?.canReplay() !== true ||
      this.#branches.of(head.hash, body.base).branch === "proven"
    )
      return true;
    const signed = signers.filter((device) => this.#isKnown(device)).length;
    const known = [...this.#known].filter((device) => this.#isKnown(device)).length;
    return signed > 0 && 2 * signed >= body.contributions.length && 2 * signed >= known;
  }

  /** This peer has reproduced a round of theirs. */
  onWorkedWith(devices: Iterable<PeerId>): void {
    for (const device of devices) this.#know(device);
  }

  /** Whether a commit is of a branch that was refused. What is needed to be sure is asked for, for the next time. */
  isRefused(commit: Hash, { base }: Pick<CommitBody, "base">): boolean {
    const { branch, missing } = this.#branches.of(commit, base);
    if (missing !== null) void this.#ask(commit, missing);
    return branch === "refused";
  }

  /** Finds out about a branch; one at a time. */
  examine(head: Hash, { contributions }: Pick<CommitBody, "contributions">): void {
    const { replayer, materialOf } = this.#ports;
    if (replayer?.canReplay() !== true || this.#check !== null || this.#isStopped || this.#isDoubted(head))
      return;
    const check = new BranchCheck({ ...this.#ports, replayer, material: materialOf(head) });
    this.#check = check;
    void this.#run(
      check,
      head,
      contributions.map(({ device }) => device),
    );
  }

  stop(): void {
    this.#isStopped = true;
    this.#check?.cancel();
  }

  /** This peer has worked with it, and somebody has replayed its work and found it good; or it is of a branch that this peer has looked into. */
  #isKnown(device: PeerId): boolean {
    const { ledger, rules } = this.#ports;
    if (ledger.isRefused(device, rules.project) || !this.#known.has(device)) return false;
    return this.#examined.has(device) || ledger.hasShownTrue(device, rules.project);
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

  async #run(check: BranchCheck, head: Hash, contributors: readonly PeerId[]): Promise<void> {
    const { onRefused, onProblem } = this.#ports;
    try {
      const { state, liars } = await check.run(head);
      this.#check = null;
      if (this.#isStopped) return;
      if (state === "proven") {
        this.#branches.prove(head);
        this.onWorkedWith(contributors);
        for (const device of contributors) this.#examined.add(device);
        return;
      }
      this.#doubt(head);
      if (state === "unknown") return;
      this.#branches.refuse(head);
      onRefused(head, liars);
    } catch (error) {
      this.#check = null;
      onProblem(error);
    }
  }

  #isDoubted(head: Hash): boolean {
    const { holdersOf, clock } = this.#ports;
    return holdersOf(head).every((peer) => clock.nowMs() < (this.#doubtedUntilMs.get(peer) ?? 0));
  }

  #doubt(head: Hash): void {
    const { holdersOf, clock } = this.#ports;
    const nowMs = clock.nowMs();
    for (const [peer, untilMs] of this.#doubtedUntilMs)
      if (untilMs <= nowMs) this.#doubtedUntilMs.delete(peer);
    for (const peer of holdersOf(head)) this.#doubtedUntilMs.set(peer, nowMs + AGAIN_MS);
  }

  async #ask(head: Hash, missing: Hash): Promise<void> {
    if (this.#asked !== null) return;
    this.#asked = missing;
    await this.#ports.materialOf(head).commit(missing);
    this.#asked = null;
  }
}
