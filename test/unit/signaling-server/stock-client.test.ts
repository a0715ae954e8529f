/**
 * The peerjs package as it is published, against our server. Node has no WebRTC, so a stand-in says what a browser
 * would; everything between the two stand-ins is peerjs and the server.
 */
import { sign } from "node:crypto";
import type { DataConnection, Peer, PeerOptions } from "peerjs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createDevice, randomHex, ROOM, type Heard } from "./signaling-client.ts";
import { joinMessage } from "../../../shared/protocol/signaling.ts";
import { withServer } from "./with-server.ts";

/** Remembers the descriptions and candidates that it was given. */
class StandInConnection {
  static readonly all: StandInConnection[] = [];
  readonly remote: string[] = [];
  readonly signalingState = "closed";
  onicecandidate: ((event: object) => void) | undefined;

  constructor() {
    StandInConnection.all.push(this);
  }

  createDataChannel(): object {
    return Object.assign(new EventTarget(), { ordered: true, readyState: "closed", close: () => undefined });
  }
  createOffer = () => Promise.resolve({ type: "offer", sdp: "v=0 offer" });
  createAnswer = () => Promise.resolve({ type: "answer", sdp: "v=0 answer" });
  setLocalDescription({ type }: { type: string }): Promise<void> {
    this.onicecandidate?.({ candidate: { candidate: `candidate of the ${type}`, sdpMid: "0" } });
    return Promise.resolve();
  }
  setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.remote.push(sdp);
    return Promise.resolve();
  }
  addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    this.remote.push(candidate);
    return Promise.resolve();
  }
  close(): void {
    this.onicecandidate = undefined;
  }
}

/** peerjs's own socket, which its types leave out. */
interface PeerSocket {
  on(event: "message", listener: (message: Heard) => void): void;
  send(message: object): void;
}

const servers = withServer();
const peers: Peer[] = [];
let createPeer: (id: string, options: PeerOptions) => Peer;

beforeAll(async () => {
  vi.stubGlobal("RTCPeerConnection", StandInConnection);
  vi.stubGlobal("RTCSessionDescription", function describe(description: object) {
    return description;
  });
  vi.stubGlobal("WebSocket", WebSocket);
  const peerjs = await import("peerjs");
  createPeer = (id, options) => new peerjs.Peer(id, options);
});
afterAll(() => {
  vi.unstubAllGlobals();
});
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
  StandInConnection.all.length = 0;
});

/** A stock client that answers the challenge and is introduced. */
async function openPeer(port: number): Promise<Peer> {
  const peer = createPeer(randomHex(16), { host: "127.0.0.1", port, path: "/", secure: false });
  peers.push(peer);
  const { socket } = peer as unknown as { socket: PeerSocket };
  const isIntroduced = new Promise<void>((resolve) => {
    socket.on("message", ({ type, payload }) => {
      if (type === "PEERS") resolve();
      if (type !== "CHALLENGE") return;
      const { id, key } = createDevice();
      const signature = sign(null, joinMessage(payload?.nonce ?? "", ROOM, peer.id), key).toString("hex");
      socket.send({ type: "JOIN", payload: { room: ROOM, device: id, signature } });
    });
  });
  await new Promise((resolve) => peer.once("open", resolve));
  await isIntroduced;
  return peer;
}

describe("the stock client", () => {
  test("connects two pages: offer, answer and candidates reach the other side", async () => {
    const server = await servers.start();
    const [a, b] = [await openPeer(server.port), await openPeer(server.port)];
    const incoming = new Promise<DataConnection>((resolve) => b.once("connection", resolve));
    const outgoing = a.connect(b.id, { serialization: "raw", metadata: { round: 1 } });
    const connection = await incoming;
    expect(connection).toMatchObject({
      peer: a.id,
      connectionId: outgoing.connectionId,
      metadata: { round: 1 },
    });
    const [ofA, ofB] = StandInConnection.all.slice(-2);
    await expect
      .poll(() => [ofB?.remote.toSorted(), ofA?.remote.toSorted()])
      .toEqual([
        ["candidate of the offer", "v=0 offer"],
        ["candidate of the answer", "v=0 answer"],
      ]);
  });

  test("hears that nobody is there", async () => {
    const server = await servers.start();
    const a = await openPeer(server.port);
    const error = new Promise<{ type: string }>((resolve) => a.once("error", resolve));
    const absent = randomHex(16);
    a.connect(absent, { serialization: "raw" });
    expect(await error).toMatchObject({
      type: "peer-unavailable",
      message: `Could not connect to peer ${absent}`,
    });
    expect(a.disconnected).toBe(false);
  });

  test("stays open through challenge and introductions, and can come back after it disconnected", async () => {
    const server = await servers.start();
    const a = await openPeer(server.port);
    expect(a.open).toBe(true);
    const again = new Promise((resolve) => a.once("open", resolve));
    a.disconnect();
    a.reconnect();
    await again;
    expect(a.destroyed).toBe(false);
  });
});
