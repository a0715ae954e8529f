/**
 * A peer of one project: keeps a head, runs rounds on it with its cell, follows heavier heads, and serves what others need. Everything that touches
 * the world is a port, so that a tab, a Node process and the simulator run this very code.
 */
import { must, unreachable } from "../core/assert.ts";
import type { PeerId } from "../core/ids.ts";
import type { CommitBody, Head } from "../ledger/records/commit.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import { MAX_AGE_MS } from "../protocol/limits.ts";
import type { PeerPhase } from "../protocol/message.ts";
import type { Blobs } from "./blobs.ts";
import { Bookkeeper, commitOf } from "./bookkeeper.ts";
import { CellRound } from "./cell-round.ts";
import type { CellRoundPorts, SwarmRules } from "./cell-round-ports.ts";
import { HeadKeeper } from "./head-keeper.ts";
import { Inbox } from "./inbox.ts";
import { blobsOver, cellBytes } from "./linked-blobs.ts";
import { type LinkEvent, Links } from "./links.ts";
import type { KnownHead } from "./known-head.ts";
import type { ParticipantPorts } from "./participant-ports.ts";
import { Roster } from "./roster.ts";
import { Presence, type Status } from "./presence.ts";
import { delivered, outcomeOf } from "./round-outcome.ts";
import { learnLateness, NO_LATENESS } from "./round/lateness.ts";
import { Workbench } from "./workbench.ts";

export class Participant {
  readonly #ports: ParticipantPorts;
  readonly rules: SwarmRules;
  readonly links: Links;
  readonly blobs: Blobs;
  readonly roster = new Roster();
  readonly #heads: HeadKeeper;
  readonly #inbox: Inbox;
  readonly #workbench: Workbench;
  readonly #presence: Presence;
  readonly #bookkeeper: Bookkeeper;
  #lateness = NO_LATENESS;
  /** Null while the head is fetched from others. */
  #round: CellRound | null = null;
  #headSinceMs = 0;
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
    this.#workbench = new Workbench({
      ...ports,
      maxSteps: rules.maxSteps,
      workedOn: () => ports.feed.end.workedOn,
      onStep: () => this.#announce(),
    });
    this.#heads = new HeadKeeper(
      {
        ...ports,
        rules,
        blobs: this.blobs,
        links: this.links,
        roster: this.roster,
        onMoved: (known, isFetched) => this.#onMoved(known, isFetched),
        onWaiting: () => this.#waitForHead(),
        onStayed: () => {
          if (this.#round === null) this.#beginRound();
        },
      },
      first,
    );
    this.#presence = new Presence({
      clock,
      broadcast: (status) => this.links.broadcast(status),
      status: () => this.#status(),
      onBeat: () => {
        this.#heads.follower.beat();
        this.#bookkeeper.beat();
      },
    });
    this.#bookkeeper = new Bookkeeper({
      ...ports,
      rules,
      links: this.links,
      blobs: this.blobs,
      latest: () => this.#heads.latest,
      holdersOf: (head) => this.roster.holdersOf(head),
      onRefused: () => this.#heads.leave(),
    });
    this.#inbox = new Inbox({
      rules,
      clock,
      verifier,
      links: this.links,
      blobs: this.blobs,
      roster: this.roster,
      history: this.#heads.history,
      follower: this.#heads.follower,
      round: () => this.#round,
      bookkeeper: this.#bookkeeper,
      follow: (head, certificate) => this.#heads.follow(head, certificate),
      onStatus: () => this.#updateLive(),
    });
  }

  get head(): Head {
    return this.#heads.latest.head;
  }

  get parameters(): Float32Array {
    return this.#heads.latest.state.parameters;
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
    this.#heads.follower.cancel();
    this.#bookkeeper.stop();
    this.blobs.close();
    this.links.stop();
  }

  /** Tells everybody of a record that this device has signed. */
  publish(record: SignedRecord): void {
    this.#bookkeeper.publish(record);
  }

  get device(): PeerId {
    return this.#ports.feed.device;
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
    const base = this.#heads.latest;
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
    return {
      ...this.#ports,
      rules: this.rules,
      links: this.links,
      audience: () => this.links.peers().filter((peer) => !this.roster.isFetching(peer)),
      blobs: this.blobs,
      mayWrite: () => this.#bookkeeper.mayWrite,
      isRefused: (device) => this.#ports.ledger.isRefused(device, this.rules.project),
      onWork: (base, work) => {
        this.#ports.ledger.note(work.contribution.record, this.#ports.verifier); // others may have it in a round that this peer never sees
        this.#workbench.keep(base, work);
      },
      onAnticipated: (next) => this.#workbench.goAhead(next),
      onNextHead: (next, certificate, material) => {
        this.#concludeRound(next.body);
        const base = this.#heads.latest;
        const known = { ...next, commit: certificate };
        this.#bookkeeper.onRound(base, next, certificate, material);
        this.#ports.emit({ kind: "reproduced", base, next: known, material });
        this.#heads.advance(known, material);
      },
      onGiveUp: (head, certificate) => this.#giveUp(head, certificate),
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

  /** The round was decided by others, and cannot be reproduced here. */
  #giveUp(head: Head, certificate: SignedRecord): void {
    if (this.#bookkeeper.admits(commitOf({ head, commit: certificate })))
      this.#heads.follow(head, certificate);
  }

  #onMoved(known: KnownHead, isFetched: boolean): void {
    if (isFetched) this.#bookkeeper.onFetched(known);
    this.#beginRound();
  }

  #waitForHead(): void {
    this.#round?.end();
    this.#round = null;
    this.#workbench.stop();
    this.#announce();
  }

  #onLink(event: LinkEvent): void {
    switch (event.kind) {
      case "joined":
        this.roster.add(event.peer);
        this.links.send(event.peer, this.#status());
        this.#round?.greet(event.peer);
        this.#bookkeeper.onJoined(event.peer);
        break;
      case "left":
        this.roster.remove(event.peer);
        this.blobs.onPeerLeft(event.peer);
        this.#bookkeeper.onLeft(event.peer);
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
