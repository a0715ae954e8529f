/** What each message of a neighbour means to this peer. All of it is hostile until it is checked; a fault is scored, and nothing else happens. */
import { unreachable } from "../core/assert.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import { headOf, isQuorum, parseCommit } from "../ledger/record.ts";
import { openRecord } from "../ledger/record-content.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Verifier } from "../ports/signatures.ts";
import type { Message } from "../protocol/message.ts";
import { exactly } from "./blob/blob-ports.ts";
import type { Blobs } from "./blobs.ts";
import type { Bookkeeper } from "./bookkeeper.ts";
import type { CellRound } from "./cell-round.ts";
import type { SwarmRules } from "./cell-round-ports.ts";
import { isPlausible } from "./plausible.ts";
import { EarlyMessages } from "./early-messages.ts";
import { isHeavier } from "./fork-choice.ts";
import type { HeadFollower } from "./head-follower.ts";
import type { HeadHistory } from "./head-history.ts";
import type { Links, ParticipantMessage } from "./links.ts";
import type { Roster } from "./roster.ts";
import { waitMs } from "./round/deadline.ts";
import type { RoundState } from "./round/round-state.ts";
import { Stragglers } from "./stragglers.ts";

export interface InboxPorts {
  readonly rules: SwarmRules;
  readonly clock: Clock;
  readonly verifier: Verifier;
  readonly links: Links;
  readonly blobs: Blobs;
  readonly roster: Roster;
  readonly history: HeadHistory;
  readonly follower: HeadFollower;
  readonly bookkeeper: Bookkeeper;
  readonly round: () => CellRound | null;
  readonly follow: (head: Head, certificate: SignedRecord) => void;
  /** Somebody's head or phase may have changed. */
  readonly onStatus: () => void;
}

type Of<Kind extends Message["kind"]> = Message & { readonly kind: Kind };

export class Inbox {
  readonly #ports: InboxPorts;
  readonly #early = new EarlyMessages();
  readonly #stragglers = new Stragglers();

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  receive(peer: PeerId, message: ParticipantMessage): void {
    switch (message.kind) {
      case "status":
        return this.#onStatus(peer, message);
      case "contribution":
        return this.#onContribution(peer, message);
      case "proposal":
        return this.#onProposal(peer, message);
      case "vote":
        return this.#onVote(peer, message);
      case "certificate":
        return this.#onCertificate(peer, message);
      case "want":
        return this.#onWant(peer, message);
      case "missing":
        return this.#onMissing(peer, message);
      case "records":
      case "want-records":
      case "reconcile":
      case "feed":
        return this.#ports.bookkeeper.receive(peer, message);
      default:
        return unreachable(message);
    }
  }

  /** This head is here now: what came too early for it is heard. */
  replay(head: Hash): void {
    for (const { peer, message } of this.#early.take(head)) this.receive(peer, message);
  }

  /** A round ended; contributions to it that still come teach how long to wait. */
  remember(round: RoundState): void {
    this.#stragglers.begin(round);
  }

  #onStatus(peer: PeerId, { head, phase, roundAgeMs }: Of<"status">): void {
    const { roster, history, follower, clock, onStatus } = this.#ports;
    roster.setStatus(peer, { head, phase, roundAgeMs, atMs: clock.nowMs() });
    if (history.find(head.hash) === null) follower.consider(peer, head);
    onStatus();
  }

  #onContribution(peer: PeerId, message: Of<"contribution">): void {
    const { blobs, roster, rules } = this.#ports;
    const round = this.#ports.round();
    const opened = openRecord(message.record.bytes);
    if (!opened.ok || opened.content.type !== "contribution") return this.#penalize(peer);
    const { base, update, updateBytes } = opened.content.body;
    if (base === round?.base.head.hash) {
      if (!round.onContribution(message.record)) this.#penalize(peer);
      return;
    }
    // The update is on its way as well, and its sender cannot know that nobody waits for it here.
    if (updateBytes <= rules.codec.maxBytes(rules.layout)) blobs.tolerate(peer, update, exactly(updateBytes));
    const lateMs = this.#stragglers.lateness(base, opened.content.device, this.#ports.clock.nowMs());
    if (lateMs !== null && round !== null) {
      if (lateMs <= waitMs(round.state.arrivals)) roster.excuse(opened.content.device);
      round.onStraggler(lateMs);
    } else this.#early.add(base, peer, message);
  }

  #onProposal(peer: PeerId, message: Of<"proposal">): void {
    const { verifier, rules, links } = this.#ports;
    const { view, commit: record } = message;
    const round = this.#ports.round();
    const parsed = parseCommit(record, verifier);
    const proposer = parsed.ok && parsed.signers.length === 1 ? parsed.signers[0] : undefined;
    if (!parsed.ok || proposer === undefined) return this.#penalize(peer);
    const { body } = parsed;
    if (body.base !== round?.base.head.hash) return this.#early.add(body.base, peer, message);
    if (body.project !== rules.project || body.round !== round.base.head.round + 1)
      return this.#penalize(peer);
    // In a cell that is not quite a full mesh, not everybody hears the leader itself.
    if (round.onProposal(view, proposer, { record, body })) links.broadcast(message, peer);
  }

  #onVote(peer: PeerId, message: Of<"vote">): void {
    const round = this.#ports.round();
    if (message.base !== round?.base.head.hash) this.#early.add(message.base, peer, message);
    else if (!round.onVote(message)) this.#ports.links.penalize(peer, "bad-signature");
  }

  #onCertificate(peer: PeerId, message: Of<"certificate">): void {
    const { history, follower, roster, verifier, rules, follow, bookkeeper } = this.#ports;
    const { commit: record } = message;
    if (history.find(record.hash) !== null || follower.target?.hash === record.hash) return;
    if (!this.#isUseful(record)) return;
    const parsed = parseCommit(record, verifier);
    if (!parsed.ok || parsed.body.project !== rules.project || !isQuorum(parsed.signers, parsed.body))
      return this.#penalize(peer);
    const { body, head } = parsed;
    if (!isPlausible(rules, body, history.find(body.base)?.head ?? null)) return this.#penalize(peer);
    roster.addHolder(peer, record.hash);
    const round = this.#ports.round();
    const isOfRound = body.base === round?.base.head.hash;
    const commit = { record, body };
    const isAdmitted = (isOfRound && round.isOurs(commit)) || bookkeeper.admits(parsed);
    if (isOfRound && !round.state.hopeless.has(record.hash)) return round.onCertificate(commit, isAdmitted);
    if (!isAdmitted) return;
    // It may be the next step after the head that is being fetched.
    if (follower.target !== null) this.#early.add(body.base, peer, message);
    follow(head, record);
  }

  /** Checking the signatures of a full cell takes tens of milliseconds: not for a head that nobody here would go to. */
  #isUseful({ bytes }: SignedRecord): boolean {
    const opened = openRecord(bytes);
    if (!opened.ok || opened.content.type !== "commit") return true; // that is for the parser to judge
    const { history, round } = this.#ports;
    const { body } = opened.content;
    return body.base === round()?.base.head.hash || isHeavier(headOf(body), history.latest.head);
  }

  #onWant(peer: PeerId, { what, hash }: Of<"want">): void {
    const { blobs, history, links } = this.#ports;
    if (what === "blob") return blobs.onWant(peer, hash);
    if (what === "certificate") {
      const known = history.find(hash);
      if (known !== null && known.head.round > 0)
        return links.send(peer, { kind: "certificate", commit: known.commit });
    } else {
      const record = this.#ports.round()?.findContribution(hash) ?? history.contribution(hash);
      if (record !== null) return links.send(peer, { kind: "contribution", record });
    }
    links.send(peer, { kind: "missing", hash });
  }

  #onMissing(peer: PeerId, { hash }: Of<"missing">): void {
    const { blobs, follower, links, roster } = this.#ports;
    const { target } = follower;
    if (target?.state === hash && roster.holdersOf(target.hash).includes(peer)) {
      roster.removeHolder(peer, target.hash);
      links.penalize(peer, "wrong-head");
    }
    blobs.onMissing(peer, hash);
  }

  #penalize(peer: PeerId): void {
    this.#ports.links.penalize(peer, "bad-record");
  }
}
