/** What a stranger can do to a tab through signaling, and over a link. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { toHex } from "../../shared/core/bytes.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import type { Transport, TransportEvent } from "../../shared/ports/transport.ts";
import { LINKS_ALIVE } from "../../shared/protocol/limits.ts";
import { joinMessage } from "../../shared/protocol/signaling.ts";
import { OFFERS_PER_SOURCE, OFFERS_WINDOW_MS } from "../../shared/transport/link-gate.ts";
import { createPeerjsTransport } from "../../web/transport/peerjs-transport.ts";
import { startSignaling, stopSignaling } from "../support/signaling-remote.ts";

const OFFERS = 600;
/** No dial of these tests is to end before it has succeeded, however slow the computer is. */
const DIAL_MS = 60_000;

const randomBytes = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const until = (isTrue: () => boolean) => expect.poll(isTrue, { interval: 2 }).toBe(true);

let port = 0;
let room = "";
let opened: Transport[] = [];
/** Connections that the page has constructed, and those it has not closed. */
let constructed = 0;
const alive = new Set<RTCPeerConnection>();
const PlainConnection = globalThis.RTCPeerConnection;

class CountedConnection extends PlainConnection {
  constructor(config?: RTCConfiguration) {
    super(config);
    constructed++;
    alive.add(this);
  }
  override close(): void {
    alive.delete(this);
    super.close();
  }
}

beforeEach(async () => {
  port = await startSignaling();
  room = toHex(randomBytes(32));
  opened = [];
  globalThis.RTCPeerConnection = CountedConnection;
});
afterEach(async () => {
  for (const transport of opened) transport.stop();
  globalThis.RTCPeerConnection = PlainConnection;
  await stopSignaling(port);
});

/** A tab of good will, in the room, and what it heard. */
async function enter(isRelayOnly = false) {
  const transport = createPeerjsTransport({
    servers: [`ws://${location.hostname}:${port}/`],
    room,
    signer: createSigner(randomBytes(32)),
    iceServers: [],
    isRelayOnly,
    dialTimeoutMs: DIAL_MS,
  });
  opened.push(transport);
  const events: TransportEvent[] = [];
  transport.listen((event) => events.push(event));
  await until(() => events.some((event) => event.kind === "introduced"));
  return { transport, events };
}

async function link(from: Awaited<ReturnType<typeof enter>>, to: Awaited<ReturnType<typeof enter>>) {
  from.transport.connect(to.transport.address);
  await until(() => [from, to].every(({ events }) => events.some(({ kind }) => kind === "opened")));
}

/** Somebody with a key of their own who speaks to the server as they like. */
async function enterStranger() {
  const signer = createSigner(randomBytes(32));
  const address = toHex(randomBytes(16));
  const socket = new WebSocket(`ws://${location.hostname}:${port}/peerjs?key=peerjs&id=${address}&token=t`);
  await new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const { type, payload } = JSON.parse(data) as { type: string; payload: { nonce: string } };
      if (type === "PEERS") resolve();
      if (type !== "CHALLENGE") return;
      void signer.sign(joinMessage(payload.nonce, room, address)).then((signature) => {
        const join = { room, device: signer.device, signature: toHex(signature) };
        socket.send(JSON.stringify({ type: "JOIN", payload: join }));
      });
    });
  });
  const say = (type: string, dst: string, payload: unknown) =>
    socket.send(JSON.stringify({ type, dst, payload }));
  return { say };
}

/** A good description of a data channel, and nobody behind it. */
async function describeNobody(): Promise<string> {
  const connection = new PlainConnection();
  connection.createDataChannel("x");
  const { sdp = "" } = await connection.createOffer();
  connection.close();
  return sdp;
}

const offerOf = (sdp: string, index: number, serialization = "raw") => ({
  type: "data",
  connectionId: `dc_${index}_stranger`,
  sdp: { type: "offer", sdp },
  label: "x",
  reliable: true,
  serialization,
});

const frame = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

test(`${OFFERS} offers from a stranger cost no link and leave room for new ones`, async () => {
  const [victim, friend, late] = [await enter(), await enter(), await enter()];
  await link(victim, friend);
  const stranger = await enterStranger();
  const sdp = await describeNobody();
  const before = constructed;
  const startedMs = performance.now();
  let most = 0;
  for (let index = 0; index < OFFERS; index++) {
    stranger.say("OFFER", victim.transport.address, offerOf(sdp, index));
    stranger.say("CANDIDATE", victim.transport.address, {
      type: "data",
      connectionId: `dc_unknown_${index}`,
      candidate: { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0 },
    });
    most = Math.max(most, alive.size);
  }
  // The link that was there goes on, through the flood and behind it.
  for (let round = 0; round < 20; round++) {
    const heard = friend.events.length;
    victim.transport.send(friend.transport.address, frame(round));
    await until(() => friend.events.length > heard);
    most = Math.max(most, alive.size);
  }
  victim.transport.connect(late.transport.address);
  await until(() => late.events.some(({ kind }) => kind === "opened"));
  expect(victim.events.filter(({ kind }) => kind === "closed")).toEqual([]);
  expect(most).toBeLessThanOrEqual(LINKS_ALIVE);
  const windows = (performance.now() - startedMs) / OFFERS_WINDOW_MS;
  expect(constructed - before).toBeLessThanOrEqual(OFFERS_PER_SOURCE * (1 + windows) + 2); // both ends of the late link
});

test("offers for another decoder, for media, or with two certificates build nothing", async () => {
  const victim = await enter();
  const stranger = await enterStranger();
  const sdp = await describeNobody();
  const before = constructed;
  const { address } = victim.transport;
  for (const name of ["binary", "binary-utf8", "json", "default", "constructor", "__proto__", "nothing"]) {
    stranger.say("OFFER", address, offerOf(sdp, 1, name));
  }
  const second = `a=fingerprint:sha-256 ${Array(32).fill("00").join(":")}\r\n`;
  stranger.say("OFFER", address, offerOf(sdp + second, 1));
  stranger.say("OFFER", address, offerOf(`${sdp}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`, 1));
  stranger.say("OFFER", address, { ...offerOf(sdp, 1), type: "media" });
  stranger.say("OFFER", address, null);
  stranger.say("LEAVE", address, undefined);
  const good = await enter(); // by the same server, so what was said before has arrived
  good.transport.connect(address);
  await until(() => victim.events.some(({ kind }) => kind === "opened"));
  expect(constructed - before).toBe(2); // both ends of the good link
});

test("the message of five bytes that blocks peerjs is a frame like any other", async () => {
  const [victim, attacker] = [await enter(), await enter()];
  await link(attacker, victim);
  const started = performance.now();
  attacker.transport.send(victim.transport.address, frame(0xdd, 8, 0, 0, 0));
  await until(() => victim.events.some(({ kind }) => kind === "frame"));
  expect(victim.events.at(-1)).toMatchObject({ frame: frame(0xdd, 8, 0, 0, 0) });
  expect(performance.now() - started).toBeLessThan(2_000); // the bomb takes 14 s
});

test("relay only: no address of this machine is told to anybody", async () => {
  const { transport, events } = await enter(true);
  transport.connect(toHex(randomBytes(16)));
  const said = () => events.flatMap((event) => (event.kind === "signal" ? [event.payload] : []));
  await until(() => said().some((payload) => payload.includes('"OFFER"')));
  await until(() => [...alive].every(({ iceGatheringState }) => iceGatheringState === "complete"));
  expect(alive.size).toBe(1);
  expect(said().filter((payload) => /typ (host|srflx)/.test(payload))).toEqual([]);
});
