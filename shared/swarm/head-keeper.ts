/** The head that this peer stands on: moves it, keeps it on the disk, and goes for heavier ones. */
import type { Head } from "../ledger/records/commit.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Message } from "../protocol/message.ts";
import type { Blobs } from "./blobs.ts";
import type { CellLinks, SwarmRules } from "./cell-round-ports.ts";
import { isHeavier } from "./fork-choice.ts";
import { HeadFollower } from "./head-follower.ts";
import { HeadHistory, NO_MATERIAL, type RoundMaterial } from "./head-history.ts";
import { HeadSaveError, type HeadStore } from "./head-store.ts";
import type { KnownHead } from "./known-head.ts";
import type { Roster } from "./roster.ts";
import type { ChunkCache } from "./state-sync.ts";
import type { SwarmEvent } from "./swarm-event.ts";

export interface HeadKeeperPorts {
  readonly rules: SwarmRules;
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly links: CellLinks;
  readonly roster: Roster;
  readonly store: HeadStore;
  readonly chunkCache: ChunkCache | null;
  readonly emit: (event: SwarmEvent) => void;
  /** The head is another one; `isFetched`: nobody here saw how it came about. */
  readonly onMoved: (known: KnownHead, isFetched: boolean) => void;
  /** There is nothing to work on before the head is here. */
  readonly onWaiting: () => void;
  /** The head that was waited for does not come: the own one is what there is. */
  readonly onStayed: () => void;
}

export class HeadKeeper {
  readonly #ports: HeadKeeperPorts;
  readonly history: HeadHistory;
  readonly follower: HeadFollower;
  readonly #first: KnownHead;
  #hasFailed = false;

  /** @param first the genesis, or what the store kept */
  constructor(ports: HeadKeeperPorts, first: KnownHead) {
    this.#ports = ports;
    this.#first = first;
    const { rules, blobs, links, roster, emit } = ports;
    this.history = new HeadHistory(blobs, first);
    this.follower = new HeadFollower({
      clock: ports.clock,
      blobs,
      parameterCount: rules.layout.parameterCount,
      cache: ports.chunkCache,
      send: (peer, message: Message) => links.send(peer, message),
      holdersOf: (head) => roster.holdersOf(head),
      latest: () => this.latest,
      onProgress: (doneBytes, totalBytes) => emit({ kind: "sync", doneBytes, totalBytes }),
      onArrived: (known) => this.#onArrived(known),
      onFailed: (liars) => {
        this.#hasFailed = true;
        for (const peer of liars) links.penalize(peer, "wrong-head");
        ports.onStayed();
      },
    });
  }

  get latest(): KnownHead {
    return this.history.latest;
  }

  /** A round led to it. */
  advance(known: KnownHead, material: RoundMaterial): void {
    this.#moveTo(known, material, false);
  }

  /** Goes for a heavier head. Work on the own one goes on meanwhile, unless there is nothing yet to work on. */
  follow(head: Head, commit: SignedRecord): void {
    const isFollowing = this.follower.follow(head, commit);
    if (isFollowing && this.latest.head.round === 0 && !this.#hasFailed) this.#ports.onWaiting();
  }

  /** Back to where this peer began: what it followed since was not worked for. */
  leave(): void {
    this.follower.cancel();
    this.#moveTo(this.#first, NO_MATERIAL, false);
  }

  #onArrived(known: KnownHead): void {
    if (isHeavier(known.head, this.latest.head)) this.#moveTo(known, NO_MATERIAL, true);
    else this.#ports.onStayed();
  }

  #moveTo(known: KnownHead, material: RoundMaterial, isFetched: boolean): void {
    const { links, emit, onMoved } = this.#ports;
    this.history.add(known, material);
    this.follower.onHead(known.head);
    if (known.head.round > 0) links.broadcast({ kind: "certificate", commit: known.commit });
    emit({ kind: "head", head: known.head });
    void this.#save(known);
    onMoved(known, isFetched);
  }

  async #save(known: KnownHead): Promise<void> {
    const { store, emit } = this.#ports;
    try {
      await store.save({ commit: known.commit, state: known.state });
      emit({ kind: "saved", head: known.head });
    } catch (error) {
      emit({ kind: "problem", error: new HeadSaveError(error) }); // training goes on: others hold the head too
    }
  }
}
