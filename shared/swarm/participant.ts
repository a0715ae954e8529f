/**
 * A peer of one project: keeps a head, runs rounds on it with its cell, follows heavier heads, and serves what others need. Everything that touches
 * the world is a port, so that a tab, a Node process and the simulator run this very code.
 */
import { must, unreachable } from "../core/assert.ts";
import type { PeerId } from "../core/ids.ts";
import type { Random } from "../core/random.ts";
import type { CommitBody, Head } from "../ledger/commit.ts";
import type { ComputeProfile } from "../ledger/contribution.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { RoundTrainer } from "../ports/round-trainer.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { Transport } from "../ports/transport.ts";
import { MAX_AGE_MS } from "../protocol/limits.ts";
import type { PeerPhase } from "../protocol/message.ts";
import type { Blobs } from "./blobs.ts";
import { CellRound } from "./cell-round.ts";
import type { CellRoundPorts, SwarmRules } from "./cell-round-ports.ts";
import { Feed } from "./feed.ts";
import { isHeavier } from "./fork-choice.ts";
import { HeadFollower } from "./head-follower.ts";
import { HeadHistory, NO_MATERIAL, type RoundMaterial } from "./head-history.ts";
import type { HeadStore } from "./head-store.ts";
import { Inbox } from "./inbox.ts";
import { blobsOver, cellBytes } from "./linked-blobs.ts";
import { type LinkEvent, Links } from "./links.ts";
import type { KnownHead } from "./known-head.ts";
import { Roster } from "./roster.ts";
import { Presence, type Status } from "./presence.ts";
import { delivered, outcomeOf } from "./round-outcome.ts";
import { learnLateness, NO_LATENESS } from "./round/lateness.ts";
import type { ChunkCache } from "./state-sync.ts";
import type { SwarmEvent } from "./swarm-event.ts";
import { Workbench } from "./workbench.ts";

export interface ParticipantPorts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly random: Random;
  /** Null: a peer that watches and serves. */
  readonly trainer: RoundTrainer | null;
  readonly profile: () => ComputeProfile;
  readonly store: HeadStore;
  /** Null: an interrupted join begins anew. */
  readonly chunkCache: ChunkCache | null;
  readonly emit: (event: SwarmEvent) => void;
}

export class Participant {
  readonly #ports: ParticipantPorts;
  readonly rules: SwarmRules;
  readonly links: Links;
  readonly blobs: Blobs;
  readonly #feed: Feed;
  readonly roster = new Roster();
  readonly #history: HeadHistory;
  readonly #follower: HeadFollower;
  readonly #inbox: Inbox;
  readonly #workbench: Workbench;
  readonly #presence: Presence;
  #lateness = NO_LATENESS;
  /** Null while the head is fetched from others. */
  #round: CellRound | null = null;
  #headSinceMs = 0;
  #hasFailedToFollow = false;
  #isStopped = false;

  /** @param first the genesis, or what the store kept */
  constructor(rules: SwarmRules, ports: ParticipantPorts, first: KnownHead) {
    this.rules = rules;
    this.#ports = ports;
    const { clock, transport, signer, verifier, random } = ports;
    const { project } = rules;
    this.links = new Links({ transport, clock, signer, verifier, random, project }, (event) =>
      this.#onLink(event),
    );
    this.blobs = blobsOver(() => this.links, clock, cellBytes(rules));
    this.#feed = new Feed(signer);
    this.#workbench = new Workbench({ ...ports, maxSteps: rules.maxSteps, onStep: () => this.#announce() });
    this.#history = new HeadHistory(this.blobs, first);
    this.#follower = new HeadFollower({
      clock,
      blobs: this.blobs,
      parameterCount: rules.layout.parameterCount,
      cache: ports.chunkCache,
      send: (peer, message) => this.links.send(peer, message),
      holdersOf: (head) => this.roster.holdersOf(head),
      latest: () => this.#history.latest,
      onProgress: (doneBytes, totalBytes) => ports.emit({ kind: "sync", doneBytes, totalBytes }),
      onArrived: (known) => this.#onArrived(known),
      onFailed: (liars) => {
        this.#hasFailedToFollow = true;
        for (const peer of liars) this.links.penalize(peer, "wrong-head");
        if (this.#round === null) this.#beginRound();
      },
    });
    this.#presence = new Presence({
      clock,
      broadcast: (status) => this.links.broadcast(status),
      status: () => this.#status(),
      onBeat: () => this.#follower.beat(),
    });
    this.#inbox = new Inbox({
      rules,
      clock,
      verifier,
      links: this.links,
      blobs: this.blobs,
      roster: this.roster,
      history: this.#history,
      follower: this.#follower,
      round: () => this.#round,
      follow: (head, certificate) => this.#follow(head, certificate),
      onStatus: () => this.#updateLive(),
    });
  }

  get head(): Head {
    return this.#history.latest.head;
  }

  get parameters(): Float32Array {
    return this.#history.latest.state.parameters;
  }

  start(): void {
    this.links.start();
    this.#beginRound();
    this.#presence.start();
  }

  /** Leaves at once; the others are told. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#presence.stop();
    this.#round?.end();
    this.#workbench.stop();
    this.#follower.cancel();
    this.blobs.close();
    this.links.stop();
  }

  get device(): PeerId {
    return this.#feed.device;
  }

  /** How long the cell has been on this head. */
  get roundAgeMs(): number {
    return Math.min(MAX_AGE_MS, Math.max(0, Math.round(this.#ports.clock.nowMs() - this.#headSinceMs)));
  }

  get round(): CellRound | null {
    return this.#round;
  }

  #beginRound(): void {
    this.#round?.end();
    const nowMs = this.#ports.clock.nowMs();
    const base = this.#history.latest;
    const { training, work } = this.#workbench.begin(base);
    const ownAgeMs = training === null ? 0 : nowMs - training.sinceMs;
    const cellAgeMs = this.roster.roundAgeMs(base.head.hash, nowMs);
    const ageMs = Math.min(Math.max(ownAgeMs, cellAgeMs), this.rules.roundMs);
    this.#headSinceMs = nowMs - ageMs;
    const start = { base, standing: this.roster.standing(), ...this.#lateness, ageMs, training, work };
    this.#round = new CellRound(this.#roundPorts(), start);
    this.#announce();
    this.#inbox.replay(base.head.hash);
  }

  #roundPorts(): CellRoundPorts {
    const { clock, signer, verifier, profile } = this.#ports;
    return {
      rules: this.rules,
      clock,
      signer,
      verifier,
      profile,
      links: this.links,
      audience: () => this.links.peers().filter((peer) => !this.roster.isFetching(peer)),
      blobs: this.blobs,
      feed: this.#feed,
      onWork: (base, work) => this.#workbench.keep(base, work),
      onAnticipated: (next) => this.#workbench.goAhead(next),
      onNextHead: (next, certificate, material) => {
        this.#concludeRound(next.body);
        this.#moveTo({ ...next, commit: certificate }, material);
      },
      onGiveUp: (head, certificate) => this.#follow(head, certificate),
      onTrainingProblem: (error) => this.#onTrainingProblem(error),
      onChange: () => this.#announce(),
    };
  }

  /** Where nobody else ends the round, the engine gets another chance. */
  #onTrainingProblem(error: unknown): void {
    const failed = this.#round;
    this.#ports.emit({ kind: "training-problem", error });
    this.#ports.clock.setTimer(this.rules.roundMs, () => {
      if (!this.#isStopped && this.#round === failed) this.#beginRound();
    });
  }

  /** What the round teaches about the others, and what a screen shows of it. */
  #concludeRound(body: CommitBody): void {
    const { state } = must(this.#round, "a round ended");
    this.#lateness = learnLateness(state, this.#lateness);
    this.#inbox.remember(state);
    this.roster.countRound(state.live, delivered(state, body));
    this.#ports.emit({ kind: "round", outcome: outcomeOf(state, body) });
  }

  #moveTo(known: KnownHead, material: RoundMaterial): void {
    this.#history.add(known, material);
    this.#follower.onHead(known.head);
    this.links.broadcast({ kind: "certificate", commit: known.commit });
    this.#ports.emit({ kind: "head", head: known.head });
    void this.#save(known);
    this.#beginRound();
  }

  async #save(known: KnownHead): Promise<void> {
    const { store, emit } = this.#ports;
    try {
      await store.save({ commit: known.commit, state: known.state });
      emit({ kind: "saved", head: known.head });
    } catch (error) {
      emit({ kind: "problem", error }); // training goes on: others hold the head too
    }
  }

  #onLink(event: LinkEvent): void {
    switch (event.kind) {
      case "joined":
        this.roster.add(event.peer);
        this.links.send(event.peer, this.#status());
        this.#round?.greet(event.peer);
        break;
      case "left":
        this.roster.remove(event.peer);
        this.blobs.onPeerLeft(event.peer);
        this.#updateLive();
        break;
      case "message":
        this.#inbox.receive(event.peer, event.message);
        return;
      case "part":
        this.blobs.onPart(event.peer, event.part);
        return;
      case "connectivity":
        this.#ports.emit({ kind: "signaling", state: event.signaling, detail: event.detail });
        break;
      default:
        unreachable(event);
    }
    this.#ports.emit({ kind: "changed" });
  }

  /** Goes for a heavier head. Work on the own one goes on meanwhile, unless there is nothing yet to work on. */
  #follow(head: Head, commit: SignedRecord): void {
    const isFollowing = this.#follower.follow(head, commit);
    if (isFollowing && this.head.round === 0 && !this.#hasFailedToFollow) {
      this.#round?.end();
      this.#round = null;
      this.#workbench.stop();
      this.#announce();
    }
  }

  #onArrived(known: KnownHead): void {
    if (isHeavier(known.head, this.head)) this.#moveTo(known, NO_MATERIAL);
    else if (this.#round === null) this.#beginRound();
  }

  #updateLive(): void {
    if (this.#round === null) return;
    const standing = this.roster.standing();
    const before = this.#round.state.standing;
    if (standing.size !== before.size || [...standing].some(([peer, head]) => before.get(peer) !== head))
      this.#round.setStanding(standing);
  }

  get phase(): PeerPhase {
    if (this.#round === null) return "syncing";
    return this.#ports.trainer === null ? "watching" : this.#round.state.phase;
  }

  #status(): Status {
    return { kind: "status", head: this.head, phase: this.phase, roundAgeMs: this.roundAgeMs };
  }

  #announce(): void {
    this.#presence.announce();
    this.#ports.emit({ kind: "changed" });
  }
}
