/**
 * Blobs objects joined by the simplest network that can show what matters: virtual time, one line out of each peer that its parts share in
 * order, and the real scores, which cut a peer off from the one that it wronged.
 */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { BLOB_PART_BYTES } from "../../shared/protocol/blob.ts";
import type { BlobPart, Message } from "../../shared/protocol/message.ts";
import { VirtualClock } from "../../shared/simulation/virtual-clock.ts";
import type { BlobOffence } from "../../shared/swarm/blob/blob-ports.ts";
import { Blobs } from "../../shared/swarm/blobs.ts";
import { Scores } from "../../shared/swarm/link/score.ts";

const LATENCY_MS = 20;
/** 20 Mbit/s. */
const BYTES_PER_MS = 2_500;
/** What waits for ever fails its test instead of hanging it. */
const LONGEST_RUN_MS = 3_600_000;

/** What a peer that does not play by the rules does with a message. */
export type Mischief = (from: PeerId, message: Message, node: WireNode) => void;

export interface Offence {
  readonly by: PeerId;
  readonly offence: BlobOffence;
}

export class BlobWire {
  readonly clock = new VirtualClock();
  readonly nodes = new Map<PeerId, WireNode>();

  /** An honest peer, or one that answers messages as it pleases. */
  join(name: PeerId, mischief: Mischief | null = null, reassemblyBytes?: number): WireNode {
    const node = new WireNode(this, name, mischief, reassemblyBytes);
    this.nodes.set(name, node);
    return node;
  }

  /** Gone from one moment to the next; the others notice at once. */
  leave(name: PeerId): void {
    this.nodes.get(name)?.blobs.close();
    this.nodes.delete(name);
    for (const node of this.nodes.values()) node.blobs.onPeerLeft(name);
  }

  /** Runs until nothing waits any more, or until `isOver`. Promises settle between two events. */
  async run(isOver: () => boolean = () => false): Promise<void> {
    await settle();
    while (!isOver() && this.clock.nowMs() < LONGEST_RUN_MS && this.clock.runNext()) await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
}

export class WireNode {
  readonly name: PeerId;
  readonly blobs: Blobs;
  /** What others did to this peer. */
  readonly offences: Offence[] = [];
  /** Everything that this peer asked for, in order. */
  readonly asked: { readonly peer: PeerId; readonly hash: Hash }[] = [];
  /** Blobs sent in full, in the order in which they left. */
  readonly sent: { readonly peer: PeerId; readonly hash: Hash }[] = [];
  receivedBytes = 0;
  /** Of `blobs.heldBytes`. */
  mostHeldBytes = 0;
  readonly #wire: BlobWire;
  readonly #mischief: Mischief | null;
  readonly #scores = new Scores();
  readonly #cutOff = new Set<PeerId>();
  #lineFreeAtMs = 0;

  constructor(wire: BlobWire, name: PeerId, mischief: Mischief | null, reassemblyBytes?: number) {
    this.name = name;
    this.#wire = wire;
    this.#mischief = mischief;
    this.blobs = new Blobs({
      clock: wire.clock,
      send: (peer, message) => {
        if (message.kind === "want") this.asked.push({ peer, hash: message.hash });
        this.send(peer, message);
      },
      sendBlob: (peer, hash, bytes, onEnd) => this.sendBlob(peer, hash, bytes, onEnd),
      cancelBlob: () => undefined, // here everything begins to leave at once
      penalize: (peer, offence) => this.#penalize(peer, offence),
      ...(reassemblyBytes === undefined ? {} : { reassemblyBytes }),
    });
  }

  /** Peers that it can talk to, in order of joining. */
  peers(): PeerId[] {
    return [...this.#wire.nodes.keys()].filter((peer) => this.#isLinked(peer));
  }

  send(peer: PeerId, message: Message): void {
    this.#carry(peer, LATENCY_MS, (target) => target.#receive(this.name, message));
  }

  sendPart(peer: PeerId, part: BlobPart): void {
    const nowMs = this.#wire.clock.nowMs();
    this.#lineFreeAtMs = Math.max(nowMs, this.#lineFreeAtMs) + part.data.length / BYTES_PER_MS;
    this.#carry(peer, this.#lineFreeAtMs - nowMs + LATENCY_MS, (target) =>
      target.receivePart(this.name, part),
    );
  }

  sendBlob(peer: PeerId, hash: Hash, bytes: Uint8Array, onEnd: () => void = () => {}): boolean {
    if (!this.#isLinked(peer)) return false;
    for (let offset = 0; offset < bytes.length; offset += BLOB_PART_BYTES) {
      const data = bytes.subarray(offset, offset + BLOB_PART_BYTES);
      this.sendPart(peer, { hash, offset, totalBytes: bytes.length, data });
    }
    this.#wire.clock.setTimer(this.#lineFreeAtMs - this.#wire.clock.nowMs(), () => {
      this.sent.push({ peer, hash });
      onEnd();
    });
    return true;
  }

  receivePart(peer: PeerId, part: BlobPart): void {
    this.receivedBytes += part.data.length;
    this.blobs.onPart(peer, part);
    this.mostHeldBytes = Math.max(this.mostHeldBytes, this.blobs.heldBytes);
  }

  #receive(from: PeerId, message: Message): void {
    if (this.#mischief !== null) this.#mischief(from, message, this);
    else if (message.kind === "want") this.blobs.onWant(from, message.hash);
    else if (message.kind === "missing") this.blobs.onMissing(from, message.hash);
  }

  #carry(peer: PeerId, delayMs: number, deliver: (target: WireNode) => void): void {
    const target = this.#wire.nodes.get(peer);
    this.#wire.clock.setTimer(delayMs, () => {
      const isSame = this.#wire.nodes.get(peer) === target && this.#wire.nodes.get(this.name) === this;
      if (target !== undefined && isSame && this.#isLinked(peer)) deliver(target);
    });
  }

  #isLinked(peer: PeerId): boolean {
    const other = this.#wire.nodes.get(peer);
    return other !== undefined && other !== this && !this.#cutOff.has(peer) && !other.#cutOff.has(this.name);
  }

  #penalize(by: PeerId, offence: BlobOffence): void {
    this.offences.push({ by, offence });
    if (!this.#scores.add(by, offence, this.#wire.clock.nowMs())) return;
    this.#cutOff.add(by);
    this.blobs.onPeerLeft(by);
    this.#wire.nodes.get(by)?.blobs.onPeerLeft(this.name);
  }
}
