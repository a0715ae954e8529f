/** Everything of a participant that has to do with records: what it keeps and passes on, whose work it checks, and which branches it may follow. */
import { assert, must } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Random } from "../core/random.ts";
import { openStored } from "../ledger/checked-record.ts";
import type { Feed } from "../ledger/feed.ts";
import type { Commit } from "../ledger/record.ts";
import { openRecord } from "../ledger/record-content.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { RoundReplayer } from "../ports/round-replayer.ts";
import type { Verifier } from "../ports/signatures.ts";
import type { Message } from "../protocol/message.ts";
import { Auditor } from "./audit/auditor.ts";
import { BranchGuard } from "./audit/branch-guard.ts";
import type { Shown } from "./audit/replay-contribution.ts";
import type { ShelvedContribution } from "./audit/round-shelf.ts";
import { wantedMaterial } from "./audit/wanted-material.ts";
import type { Blobs } from "./blobs.ts";
import type { CellLinks, SwarmRules } from "./cell-round-ports.ts";
import type { RoundMaterial } from "./head-history.ts";
import type { KnownHead } from "./known-head.ts";
import type { NextHead } from "./next-head.ts";
import { CONFIRM_MS, FeedWitness } from "./records/feed-witness.ts";
import { RecordExchange, type RecordMessage } from "./records/record-exchange.ts";
import type { SwarmEvent } from "./swarm-event.ts";

export interface BookkeeperPorts {
  readonly rules: SwarmRules;
  readonly clock: Clock;
  readonly wallSeconds: () => number;
  readonly verifier: Verifier;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly replayer: RoundReplayer | null;
  readonly links: CellLinks;
  readonly blobs: Blobs;
  readonly genesis: () => KnownHead;
  readonly latest: () => KnownHead;
  readonly holdersOf: (head: Hash) => readonly PeerId[];
  /** The branch that this peer stands on was not worked for. */
  readonly onRefused: () => void;
  readonly emit: (event: SwarmEvent) => void;
}

type FeedMessage = Message & { readonly kind: "feed" };

export class Bookkeeper {
  readonly #ports: BookkeeperPorts;
  readonly #exchange: RecordExchange;
  readonly #auditor: Auditor;
  readonly #guard: BranchGuard;
  readonly #witness: FeedWitness;
  #hasDoubted = false;
  /** Of the last own contribution that was included; before, a guess. */
  #ownSteps: number;
  /** A round of others was reproduced in this session. */
  #hasWorked = false;

  constructor(ports: BookkeeperPorts) {
    this.#ports = ports;
    const { rules, ledger, feed, clock, emit, random } = ports;
    this.#ownSteps = rules.maxSteps / 2;
    const onProblem = (error: unknown) => emit({ kind: "problem", error });
    this.#exchange = new RecordExchange({
      ...ports,
      project: rules.project,
      self: feed.device,
      random: random.fork("records"),
    });
    this.#auditor = new Auditor({
      ...ports,
      publish: (record) => this.#exchange.publish(record),
      onChange: (device) => emit({ kind: "auditing", device }),
      onProblem,
    });
    this.#guard = new BranchGuard({
      ...ports,
      random: random.fork("branches"),
      ownSteps: () => this.#ownSteps,
      materialOf: (head) =>
        wantedMaterial({ ...ports, parameterCount: rules.layout.parameterCount }, () =>
          ports.holdersOf(head),
        ),
      onShown: (contribution, shown) => this.#onSampled(contribution, shown),
      onRefused: (head, liars) => {
        emit({ kind: "branch-refused", head, liars });
        for (const liar of liars) ports.links.penalize(liar, "false-work");
        if (ports.latest().head.round === 0) return;
        this.#hasWorked = true; // who was led astray once looks first from now on
        const { head: own, body } = commitOf(ports.latest());
        if (!this.#guard.isRefused(own.hash, body)) return;
        ports.onRefused();
        ledger.follow(rules.project, ports.latest().head.hash);
      },
      onProblem,
    });
    this.#witness = new FeedWitness(feed, (seq) => {
      const own = ledger.book.feed(feed.device).find(({ content }) => content.seq === seq);
      return own?.record.hash ?? null;
    });
    clock.setTimer(CONFIRM_MS, () => this.#doubt());
  }

  /** Whose work is checked now; null: nobody's. */
  get subject(): PeerId | null {
    return this.#auditor.subject;
  }

  /** Whether the own feed may be written to: nobody knows a later end of it. */
  get mayWrite(): boolean {
    return this.#witness.isConfirmed;
  }

  /** Tells everybody of a record that this device has signed. */
  publish(record: SignedRecord): void {
    this.#exchange.publish(must(openStored(record), "made by this device"));
  }

  onJoined(peer: PeerId): void {
    const { ledger, links, rules } = this.#ports;
    if (ledger.isRefused(peer, rules.project)) return links.penalize(peer, "false-work");
    const last = ledger.feedEnd(peer);
    // Of a feed that rested for so long the end may be forgotten here, and its device must not go on from an earlier place.
    if (last !== null && !this.#exchange.isPast(last.at))
      links.send(peer, { kind: "feed", seq: last.seq, hash: last.hash });
    this.#exchange.onJoined(peer);
  }

  onLeft(peer: PeerId): void {
    this.#exchange.onLeft(peer);
  }

  beat(): void {
    this.#exchange.beat();
  }

  receive(peer: PeerId, message: RecordMessage | FeedMessage): void {
    if (message.kind !== "feed") return this.#exchange.receive(peer, message);
    this.#witness.hear(message.seq, message.hash);
    if (this.#witness.isForgotten) this.#doubt();
  }

  /** A round ended that was reproduced here. */
  onRound(base: KnownHead, next: NextHead, certificate: SignedRecord, material: RoundMaterial): void {
    const { rules, ledger, verifier } = this.#ports;
    const { body } = next;
    for (const record of material.contributions) ledger.note(record, verifier);
    ledger.note(certificate, verifier);
    ledger.follow(rules.project, certificate.hash);
    const shelvedParts = shelved(material);
    const { feed } = this.#ports;
    const others = body.contributions.map(({ device }) => device).filter((device) => device !== feed.device);
    // What a newcomer reproduces of others' rounds it has computed, but nobody need have trained for it.
    const isSeen = this.#hasWorked || others.length < body.contributions.length;
    this.#hasWorked ||= body.contributions.length > 1;
    if (isSeen) this.#guard.onWorkedWith(others);
    else this.#guard.examineReproduced(next.head.hash, body);
    const own = shelvedParts.find(({ device }) => device === feed.device);
    if (own !== undefined) this.#ownSteps = own.body.steps;
    this.#auditor.onRound({
      commit: certificate.hash,
      body,
      parameters: base.state.parameters,
      progress: base.head.progress,
      contributions: new Map(shelvedParts.map((part) => [part.record, part])),
    });
  }

  /** This peer stands on a head that was fetched whole. */
  onFetched(known: KnownHead): void {
    const { rules, ledger, verifier } = this.#ports;
    ledger.note(known.commit, verifier);
    ledger.follow(rules.project, known.head.hash);
    const commit = commitOf(known);
    if (!this.#guard.isTrusted(commit)) this.#guard.examineOwn(known.head.hash, commit.body);
  }

  /**
   * Whether this peer may go to a head that it has not reproduced: who leads it there is known to work, or was looked into. Who has not worked with anybody yet
   * goes anywhere, and looks afterwards.
   * @param commit whose certificate holds
   */
  admits(commit: Commit): boolean {
    if (this.#guard.isTrusted(commit)) return true;
    if (this.#guard.isRefused(commit.head.hash, commit.body)) return false;
    if (!this.#hasWorked) return true;
    this.#guard.examine(commit.head.hash, commit.body);
    return false;
  }

  stop(): void {
    this.#exchange.stop();
    this.#auditor.stop();
    this.#guard.stop();
  }

  /** Part of a contribution was replayed, to judge its branch. Only what is false is worth telling. */
  #onSampled(contribution: Hash, shown: Shown): void {
    if (!shown.isTrue) void this.#auditor.accuse(contribution, shown);
  }

  #doubt(): void {
    if (this.#hasDoubted || this.#witness.isConfirmed) return;
    this.#hasDoubted = true;
    this.#ports.emit({ kind: "feed-doubt", doubt: this.#witness.isForgotten ? "forgotten" : "unconfirmed" });
  }
}

/** The commit of a head, whose signatures were checked. */
export function commitOf({ head, commit }: Pick<KnownHead, "head" | "commit">): Commit {
  const opened = openRecord(commit.bytes);
  assert(opened.ok && opened.content.type === "commit", "a head has a commit");
  return { head, body: opened.content.body, signers: commit.signatures.map(({ device }) => device) };
}

function shelved({ contributions, updates }: RoundMaterial): readonly ShelvedContribution[] {
  return contributions.flatMap((record): ShelvedContribution[] => {
    const content = openStored(record)?.content;
    if (content?.type !== "contribution") return [];
    const { device, body } = content;
    const update = must(updates.get(body.update), "the round was computed from it");
    return [{ record: record.hash, device, body, update }];
  });
}
