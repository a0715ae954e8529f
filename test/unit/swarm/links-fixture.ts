/** Links on a simulated network, and strangers that speak raw frames to them. */
import { concatBytes, toHex } from "../../../shared/core/bytes.ts";
import { hashOf, sha256 } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { createRandom } from "../../../shared/core/random.ts";
import type { Signer, Verifier } from "../../../shared/ports/signatures.ts";
import type { TransportEvent } from "../../../shared/ports/transport.ts";
import { authBytes } from "../../../shared/protocol/auth.ts";
import { encodeMessage } from "../../../shared/protocol/control.ts";
import { decodeFrame } from "../../../shared/protocol/frame.ts";
import type { Message } from "../../../shared/protocol/message.ts";
import { OLDEST_VERSION, PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import {
  type MemoryNode,
  MemoryNetwork,
  type NetworkOptions,
} from "../../../shared/simulation/memory-network.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { type LinkEvent, Links } from "../../../shared/swarm/links.ts";

const TEXT = new TextEncoder();
export const PROJECT: Hash = hashOf(TEXT.encode("project"));
export const STATUS: Message = {
  kind: "status",
  head: { round: 3, hash: PROJECT, state: PROJECT, tokens: 1, progress: 2 },
  phase: "training",
  roundAgeMs: 5,
};

/** Not a signature scheme: whoever knows the device's name can sign. */
const seal = (device: PeerId, message: Uint8Array): Uint8Array => {
  const half = sha256(concatBytes([TEXT.encode(device), message]));
  return concatBytes([half, half]);
};
export const sealSigner = (name: string): Signer => {
  const device = toHex(sha256(TEXT.encode(name)));
  return { device, sign: async (message) => seal(device, message) };
};
export const sealVerifier: Verifier = {
  verify: (device, message, signature) => toHex(seal(device, message)) === toHex(signature),
};

export interface Peer {
  readonly address: string;
  readonly device: PeerId;
  readonly node: MemoryNode;
  readonly links: Links;
  readonly events: LinkEvent[];
  /** Stops its heartbeat, which the participant would send. */
  stopBeating(): void;
}

export interface PeerOptions {
  readonly project?: Hash;
  readonly signer?: Signer;
  readonly verifier?: Verifier;
  readonly uplinkBytesPerSecond?: number;
  readonly onEvent?: (event: LinkEvent, links: Links) => void;
}

export class Net {
  readonly clock = new VirtualClock();
  readonly network: MemoryNetwork;

  constructor(options: Partial<NetworkOptions> = {}) {
    this.network = new MemoryNetwork(this.clock, { seed: "links", latencyMs: 20, ...options });
  }

  peer(name: string, options: PeerOptions = {}): Peer {
    const { uplinkBytesPerSecond = Infinity, signer = sealSigner(name) } = options;
    const node = this.network.createNode(name, { uplinkBytesPerSecond });
    const events: LinkEvent[] = [];
    const links: Links = new Links(
      {
        transport: node.transport,
        clock: node.clock,
        signer,
        verifier: options.verifier ?? sealVerifier,
        random: createRandom(name),
        project: options.project ?? PROJECT,
      },
      (event) => {
        events.push(event);
        options.onEvent?.(event, links);
      },
    );
    links.start();
    let isBeating = true;
    const beat = (): void => {
      if (!isBeating) return;
      links.broadcast(STATUS);
      node.clock.setTimer(1000, beat);
    };
    beat();
    const stopBeating = (): void => void (isBeating = false);
    return { address: name, device: signer.device, node, links, events, stopBeating };
  }

  stranger(name: string): Stranger {
    return new Stranger(this.network.createNode(name), name);
  }

  /** Lets time pass, with a turn for promises after every event. */
  async run(durationMs: number): Promise<void> {
    const endMs = this.clock.nowMs() + durationMs;
    for (
      let next = this.clock.nextAtMs();
      next !== undefined && next <= endMs;
      next = this.clock.nextAtMs()
    ) {
      this.clock.runNext();
      await Promise.resolve();
      await Promise.resolve();
    }
    this.clock.advanceTo(endMs);
  }
}

/** The other end of a link, without any manners. */
export class Stranger {
  readonly address: string;
  readonly device: PeerId;
  readonly node: MemoryNode;
  readonly events: TransportEvent[] = [];
  /** Signs with it whatever it wants to be. */
  project = PROJECT;
  versions = { version: PROTOCOL_VERSION, oldest: OLDEST_VERSION };

  constructor(node: MemoryNode, name: string) {
    this.node = node;
    this.address = name;
    this.device = sealSigner(name).device;
    node.transport.listen((event) => this.events.push(event));
  }

  send(to: string, message: Message): void {
    this.node.transport.send(to, encodeMessage(message));
  }

  hello(to: string, device = this.device): void {
    const nonce = new Uint8Array(32).fill(9);
    this.send(to, { kind: "hello", ...this.versions, project: this.project, device, nonce });
  }

  /** Answers the hello of `to`, as `device`, over `binding` (the true one by default). */
  auth(to: string, device = this.device, binding = this.bindingOf(to)): void {
    const hello = this.heard(to).findLast((message) => message.kind === "hello");
    if (hello?.kind !== "hello") throw new Error(`${to} has not said hello`);
    const signature = seal(device, authBytes(binding, hello.nonce, this.address, to));
    this.send(to, { kind: "auth", signature });
  }

  /** Links with `to` and proves its key. */
  async join(net: Net, to: string): Promise<void> {
    await this.dial(net, to);
    this.hello(to);
    this.auth(to);
    await net.run(100);
  }

  /** Opens a link with `to`, and says nothing. */
  async dial(net: Net, to: string): Promise<void> {
    await net.run(100); // until the signaling server knows us
    this.node.transport.connect(to);
    await net.run(200);
  }

  bindingOf(to: string): Uint8Array {
    const opened = this.events.findLast((event) => event.kind === "opened" && event.address === to);
    if (opened?.kind !== "opened") throw new Error(`no link with ${to}`);
    return opened.binding;
  }

  heard(from: string): Message[] {
    return this.events.flatMap((event) => {
      if (event.kind !== "frame" || event.address !== from) return [];
      const frame = decodeFrame(event.frame);
      return frame.ok && frame.kind === "message" ? [frame.message] : [];
    });
  }

  isClosed(by: string): boolean {
    return this.events.some((event) => event.kind === "closed" && event.address === by);
  }
}

export const reasonOf = (peer: Peer, address: string): string | undefined =>
  peer.links.linkStates().find((state) => state.address === address)?.reason;

export const leftOf = (peer: Peer): string[] =>
  peer.events.flatMap((event) => (event.kind === "left" ? [event.reason] : []));
