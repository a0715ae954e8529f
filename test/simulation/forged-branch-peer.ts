/** A hostile neighbour that stands for a forged branch: it speaks as everybody does, serves whatever of the branch it wants to be seen, and never trains. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { createRandom } from "../../shared/core/random.ts";
import { openStored } from "../../shared/ledger/checked-record.ts";
import { Ledger } from "../../shared/ledger/ledger.ts";
import { MemoryRecordStore } from "../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer, Verifier } from "../../shared/ports/signatures.ts";
import { HEARTBEAT_MS } from "../../shared/protocol/limits.ts";
import type { Message } from "../../shared/protocol/message.ts";
import type { MemoryNode } from "../../shared/simulation/memory-network.ts";
import { START_SECONDS } from "../../shared/simulation/swarm-simulation.ts";
import type { Blobs } from "../../shared/swarm/blobs.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";
import { blobsOver, cellBytes } from "../../shared/swarm/linked-blobs.ts";
import { type LinkEvent, Links } from "../../shared/swarm/links.ts";
import { RecordExchange } from "../../shared/swarm/records/record-exchange.ts";
import { serveState } from "../../shared/swarm/state-sync.ts";
import { type ForgedBranch, type ForgedRound, recordsOf } from "./forged-branch.ts";

/** What nobody gets of it: no record; θ of no head but the last; no contribution that was made up. */
export type Withheld = "nothing" | "records" | "states" | "invented contributions";

export interface ForgedPeerOptions {
  readonly seed: string;
  readonly rules: SwarmRules;
  readonly node: MemoryNode;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly withheld: Withheld;
}

/** Heads that honest peers keep and serve. */
const KEPT_HEADS = 4;

export class ForgedPeer {
  readonly #options: ForgedPeerOptions;
  readonly #links: Links;
  readonly #blobs: Blobs;
  readonly #ledger = new Ledger({ store: new MemoryRecordStore(), onProblem: () => undefined });
  readonly #exchange: RecordExchange;
  readonly #records = new Map<Hash, SignedRecord>();
  readonly #endServing: (() => void)[] = [];
  /** What it says it stands on. */
  #round: ForgedRound | null = null;
  #isStopped = false;

  constructor(options: ForgedPeerOptions) {
    const { seed, rules, node, signer, verifier } = options;
    this.#options = options;
    const { clock, transport } = node;
    const random = createRandom(`${seed}/forger/${signer.device}`);
    const { project } = rules;
    this.#links = new Links({ transport, clock, signer, verifier, random, project }, (event) =>
      this.#onLink(event),
    );
    this.#blobs = blobsOver(() => this.#links, clock, cellBytes(rules));
    const self = signer.device;
    this.#exchange = new RecordExchange({
      clock,
      verifier,
      links: this.#links,
      ledger: this.#ledger,
      random,
      project,
      self,
      wallSeconds: () => START_SECONDS + Math.floor(clock.nowMs() / 1_000),
    });
    this.#links.start();
    this.#beat();
  }

  get device(): PeerId {
    return this.#options.signer.device;
  }

  /** Neighbours that have not cut it off. */
  get audience(): number {
    return this.#links.peers().length;
  }

  /** Shows a branch, as far as it goes by now. */
  show({ rounds }: ForgedBranch): void {
    for (const round of rounds) this.advance(round);
  }

  /** One round more. */
  advance(round: ForgedRound): void {
    const { withheld, verifier } = this.#options;
    this.#round = round;
    const { known, material } = round;
    this.#endServing.push(serveState(this.#blobs, known.state, known.chunkList));
    const keptHeads = withheld === "states" ? 1 : KEPT_HEADS;
    while (this.#endServing.length > keptHeads) this.#endServing.shift()?.();
    for (const [hash, bytes] of material.updates) this.#blobs.provide(hash, () => bytes);
    for (const record of recordsOf(round)) {
      if (this.#isWithheld(record, round)) continue;
      this.#records.set(record.hash, record);
      this.#ledger.note(record, verifier);
    }
    this.#records.set(known.commit.hash, known.commit); // a certificate is the bait
    this.#links.broadcast({ kind: "certificate", commit: known.commit });
    this.#links.broadcast(this.#status());
  }

  /** Says something to everybody. */
  say(message: Message): void {
    this.#links.broadcast(message);
  }

  stop(): void {
    this.#isStopped = true;
    this.#exchange.stop();
    this.#blobs.close();
    this.#links.stop();
  }

  #isWithheld(record: SignedRecord, { work }: ForgedRound): boolean {
    const { withheld } = this.#options;
    if (withheld === "records") return true;
    const isContribution = openStored(record)?.content?.type === "contribution";
    return withheld === "invented contributions" && isContribution && work !== "real";
  }

  #status(): Message {
    const { head } = this.#round?.known ?? { head: GENESIS_LIKE };
    return {
      kind: "status",
      head,
      phase: this.#round === null ? "watching" : "training",
      roundAgeMs: 500,
    };
  }

  #beat(): void {
    if (this.#isStopped) return;
    this.#links.broadcast(this.#status());
    this.#exchange.beat();
    this.#options.node.clock.setTimer(HEARTBEAT_MS, () => this.#beat());
  }

  #onLink(event: LinkEvent): void {
    switch (event.kind) {
      case "joined":
        this.#links.send(event.peer, this.#status());
        if (this.#round !== null)
          this.#links.send(event.peer, { kind: "certificate", commit: this.#round.known.commit });
        this.#exchange.onJoined(event.peer);
        return;
      case "left":
        this.#blobs.onPeerLeft(event.peer);
        this.#exchange.onLeft(event.peer);
        return;
      case "part":
        return this.#blobs.onPart(event.peer, event.part);
      case "message":
        return this.#onMessage(event.peer, event.message);
      case "connectivity":
    }
  }

  #onMessage(peer: PeerId, message: Message): void {
    if (message.kind === "records" || message.kind === "want-records" || message.kind === "reconcile")
      return this.#exchange.receive(peer, message);
    if (message.kind !== "want") return;
    const { what, hash } = message;
    if (what === "blob") return this.#blobs.onWant(peer, hash);
    const record = this.#records.get(hash);
    if (record === undefined) this.#links.send(peer, { kind: "missing", hash });
    else if (what === "certificate") this.#links.send(peer, { kind: "certificate", commit: record });
    else this.#links.send(peer, { kind: "contribution", record });
  }
}

/** Before it shows its branch. */
const NOTHING = "0".repeat(64);
const GENESIS_LIKE = { round: 0, hash: NOTHING, state: NOTHING, tokens: 0, progress: 0 };
