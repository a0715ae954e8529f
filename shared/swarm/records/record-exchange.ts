/**
 * Spreads records among the neighbours: new ones at once, and what somebody missed by comparing ledgers, on meeting and then now and then. A project's room
 * spreads what belongs to the project, and what belongs to none: who people are, and who contradicted themselves.
 */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Random } from "../../core/random.ts";
import type { CheckedRecord } from "../../ledger/checked-record.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { reconcile } from "../../ledger/reconcile/reconcile.ts";
import { RecordIndex } from "../../ledger/reconcile/record-index.ts";
import { GRACE_SECONDS, isPassing } from "../../ledger/retention.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Verifier } from "../../ports/signatures.ts";
import { WANTED_RECORDS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import type { CellLinks } from "../cell-round-ports.ts";
import { Admission } from "./admission.ts";
import { Outbox } from "./outbox.ts";
import { isOfRoom } from "./room-records.ts";

/** After meeting: the records of the round come first, and several newcomers are not compared with in the same moment. */
const MEET_MS = 300;
/** From one comparison with somebody to the next. */
const COMPARE_EVERY_MS = 60_000;
/** Messages of one comparison: 300 records are asked for with each, and a cold start of 20,000 is over before a minute is. */
const MOST_STEPS = 64;
/** After this somebody else may be asked for a record. */
const ANSWER_MS = 20_000;
/** Records that are remembered as asked for; liars say that they have any number. */
const MOST_ASKED = 50_000;

export interface RecordExchangePorts {
  readonly clock: Clock;
  /** Seconds since 1970. */
  readonly wallSeconds: () => number;
  readonly verifier: Verifier;
  readonly links: CellLinks;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly project: Hash;
  readonly self: PeerId;
}

type Of<Kind extends Message["kind"]> = Message & { readonly kind: Kind };
export type RecordMessage = Of<"records" | "want-records" | "reconcile">;

export class RecordExchange {
  readonly #ports: RecordExchangePorts;
  readonly #index = new RecordIndex();
  readonly #admission: Admission;
  readonly #outbox: Outbox;
  /** Records that somebody was asked for, in this order, and until when only that one is: a newcomer's neighbours all have them. */
  readonly #asked = new Map<Hash, number>();
  /** Steps of the comparison with a neighbour so far. */
  readonly #steps = new Map<PeerId, number>();
  /** Receipts before this time are not in the index: sums take their place (ledger/retention.ts). */
  #closingTime = 0;
  readonly #endListening: () => void;
  #compareAtMs = 0;
  #draws = 0;
  #isStopped = false;

  constructor(ports: RecordExchangePorts) {
    const { clock, verifier, links, ledger } = ports;
    this.#ports = ports;
    this.#outbox = new Outbox({
      clock,
      send: (peer, records) => links.send(peer, { kind: "records", records }),
    });
    this.#admission = new Admission({
      clock,
      verifier,
      ledger,
      isWanted: (checked) => isOfRoom(checked, ports.project) && !this.#isPast(checked, GRACE_SECONDS),
      onBad: (peer) => links.penalize(peer, "bad-record"),
      onNew: (peer, checked, isNews) => {
        if (isNews) this.#passOn(checked, peer);
      },
    });
    this.#closingTime = this.#findClosingTime();
    for (const checked of ledger.book.records()) this.#list(checked);
    this.#endListening = ledger.listen((checked) => this.#list(checked));
  }

  /** A record of this peer's, which it has signed just now. */
  publish(record: CheckedRecord): void {
    this.#ports.ledger.add(record);
    this.#passOn(record, null);
  }

  onJoined(peer: PeerId): void {
    this.#steps.delete(peer);
    if (this.#ports.self < peer) this.#ports.clock.setTimer(MEET_MS, () => this.#compare(peer));
  }

  onLeft(peer: PeerId): void {
    this.#steps.delete(peer);
    this.#outbox.drop(peer);
    this.#admission.drop(peer);
  }

  /** Whether receipts of that time do not travel any more. */
  isPast(at: number): boolean {
    return at < this.#closingTime;
  }

  /** To be called now and then. */
  beat(): void {
    const { clock, links, random } = this.#ports;
    const peers = links.peers();
    if (clock.nowMs() < this.#compareAtMs || peers.length === 0) return;
    this.#compareAtMs = clock.nowMs() + COMPARE_EVERY_MS;
    this.#compare(peers[random.below(peers.length, this.#draws++)]!);
  }

  receive(peer: PeerId, message: RecordMessage): void {
    switch (message.kind) {
      case "records":
        return this.#admission.take(peer, message.records);
      case "want-records":
        return this.#onWanted(peer, message.hashes);
      case "reconcile":
        return this.#onReconcile(peer, message);
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#endListening();
    this.#outbox.stop();
    this.#admission.stop();
  }

  #compare(peer: PeerId): void {
    const { links } = this.#ports;
    if (this.#isStopped || !links.peers().includes(peer)) return;
    this.#followTime();
    const opening = reconcile(this.#index, null);
    if (!opening.ok || opening.reply === null) return;
    this.#steps.set(peer, 0);
    links.send(peer, { kind: "reconcile", turn: "ask", data: opening.reply });
  }

  #onReconcile(peer: PeerId, { turn, data }: Of<"reconcile">): void {
    const { links } = this.#ports;
    this.#followTime();
    const result = reconcile(this.#index, data);
    if (!result.ok) return links.penalize(peer, "bad-record");
    if (turn === "ask") {
      this.#ask(peer, result.need);
      if (result.reply !== null) links.send(peer, { kind: "reconcile", turn: "answer", data: result.reply });
      return;
    }
    const steps = this.#steps.get(peer);
    if (steps === undefined) return; // of a comparison that was given up
    this.#ask(peer, result.need);
    const isOver = result.reply === null || steps + 1 >= MOST_STEPS;
    if (isOver) this.#steps.delete(peer);
    else this.#steps.set(peer, steps + 1);
    if (!isOver && result.reply !== null)
      links.send(peer, { kind: "reconcile", turn: "ask", data: result.reply });
  }

  #ask(peer: PeerId, needed: readonly Hash[]): void {
    const { clock, ledger } = this.#ports;
    const nowMs = clock.nowMs();
    this.#forgetUnanswered(nowMs);
    const hashes = needed.filter((hash) => !ledger.has(hash) && !this.#asked.has(hash));
    for (const hash of hashes) if (this.#asked.size < MOST_ASKED) this.#asked.set(hash, nowMs + ANSWER_MS);
    for (let start = 0; start < hashes.length; start += WANTED_RECORDS)
      this.#ports.links.send(peer, {
        kind: "want-records",
        hashes: hashes.slice(start, start + WANTED_RECORDS),
      });
  }

  #forgetUnanswered(nowMs: number): void {
    for (const [hash, untilMs] of this.#asked) {
      if (untilMs > nowMs) return;
      this.#asked.delete(hash);
    }
  }

  #onWanted(peer: PeerId, hashes: readonly Hash[]): void {
    this.#outbox.add(
      peer,
      hashes.flatMap((hash) => (this.#index.has(hash) ? (this.#ports.ledger.get(hash) ?? []) : [])),
    );
  }

  #passOn({ record }: CheckedRecord, from: PeerId | null): void {
    for (const peer of this.#ports.links.peers())
      if (peer !== from) this.#ports.links.send(peer, { kind: "records", records: [record] });
  }

  #list(checked: CheckedRecord): void {
    this.#asked.delete(checked.record.hash);
    const { record, at } = checked;
    if (!isOfRoom(checked, this.#ports.project)) return;
    if (this.#isPast(checked)) this.#index.remove(record.hash);
    else this.#index.add({ at, hash: record.hash });
  }

  /** A day has begun, or the chain of the project is known by now. */
  #followTime(): void {
    const time = this.#findClosingTime();
    if (time === this.#closingTime) return;
    this.#closingTime = time;
    for (const checked of this.#ports.ledger.book.records()) this.#list(checked);
  }

  #findClosingTime(): number {
    const { ledger, project, wallSeconds } = this.#ports;
    return ledger.closingTime(project, wallSeconds());
  }

  #isPast({ content, at }: CheckedRecord, graceSeconds = 0): boolean {
    return isPassing(content) && this.isPast(at + graceSeconds);
  }
}
