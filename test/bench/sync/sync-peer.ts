/** The part of a participant that moves bytes: links and blobs on a simulated node, and a heartbeat. */
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { createSigner, ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { HEARTBEAT_MS } from "../../../shared/protocol/limits.ts";
import type { MemoryNetwork, MemoryNode } from "../../../shared/simulation/memory-network.ts";
import { exactly } from "../../../shared/swarm/blob/blob-ports.ts";
import { Blobs } from "../../../shared/swarm/blobs.ts";
import { type LinkEvent, Links } from "../../../shared/swarm/links.ts";

const PROJECT: Hash = hashOf(new TextEncoder().encode("bench sync"));

export class SyncPeer {
  readonly node: MemoryNode;
  readonly device: PeerId;
  readonly links: Links;
  readonly blobs: Blobs;
  /** Most memory of unfinished blobs. */
  mostHeldBytes = 0;
  isAlive = true;

  constructor(network: MemoryNetwork, name: string, bytesPerSecond: number) {
    const random = createRandom(name);
    const signer = createSigner(Uint8Array.from({ length: 32 }, (_, index) => random.below(256, index)));
    this.node = network.createNode(name, {
      uplinkBytesPerSecond: bytesPerSecond,
      downlinkBytesPerSecond: bytesPerSecond,
    });
    const { transport, clock } = this.node;
    this.device = signer.device;
    const ports = { transport, clock, signer, verifier: ed25519Verifier, random, project: PROJECT };
    this.links = new Links(ports, (event) => this.#onLink(event));
    this.blobs = new Blobs({
      clock,
      send: (peer, message) => this.links.send(peer, message),
      sendBlob: (peer, hash, bytes, onEnd) => this.links.sendBlob(peer, hash, bytes, onEnd),
      cancelBlob: (peer, hash) => this.links.cancelBlob(peer, hash),
      penalize: (peer, offence) => this.links.penalize(peer, offence),
    });
    this.links.start();
    this.#beat();
  }

  /** A killed tab: nobody is told. */
  kill(): void {
    this.isAlive = false;
    this.node.crash();
  }

  /** @param onArrived called when the update of `from` is here, or will never be */
  expectUpdate(hash: Hash, bytes: number, from: PeerId, onArrived: () => void): void {
    this.blobs.expect(hash, exactly(bytes), from, { onDone: onArrived, onFailed: onArrived });
  }

  #onLink(event: LinkEvent): void {
    if (event.kind === "part") {
      this.blobs.onPart(event.peer, event.part);
      this.mostHeldBytes = Math.max(this.mostHeldBytes, this.blobs.heldBytes);
    } else if (event.kind === "left") {
      this.blobs.onPeerLeft(event.peer);
    } else if (event.kind === "message") {
      const { message } = event;
      if (message.kind === "want") this.blobs.onWant(event.peer, message.hash);
      if (message.kind === "missing") this.blobs.onMissing(event.peer, message.hash);
    }
  }

  #beat(): void {
    const head = { round: 0, hash: PROJECT, state: PROJECT, tokens: 0, progress: 0 };
    this.links.broadcast({ kind: "status", head, phase: "training", roundAgeMs: 0 });
    this.node.clock.setTimer(HEARTBEAT_MS, () => this.#beat());
  }
}
