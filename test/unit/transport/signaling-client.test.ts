import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { SignalingClient } from "../../../shared/transport/signaling-client.ts";
import { withServer } from "../signaling-server/with-server.ts";
import { addressOf, candidateOf } from "./signals.ts";

interface FakeSocket {
  readonly url: string;
  readonly said: string[];
  readonly atMs: number;
  isClosed: boolean;
  say(message: object): void;
  fail(): void;
}

/** @param isForbidden what the browser throws at, such as ws:// on a page with HTTPS */
function createWorld(servers: readonly string[], isForbidden = (_url: string) => false) {
  const clock = new VirtualClock();
  const sockets: FakeSocket[] = [];
  const heard: string[] = [];
  const client = new SignalingClient(
    {
      servers,
      address: addressOf(1),
      room: "0".repeat(64),
      signer: createSigner(new Uint8Array(32).fill(7)),
      token: "t",
      clock,
      random: createRandom("jitter"),
      openSocket: (url, { onText, onClosed }) => {
        if (isForbidden(url)) throw new Error("it is not allowed");
        const socket: FakeSocket = {
          url,
          said: [],
          atMs: clock.nowMs(),
          isClosed: false,
          say: (message) => onText(JSON.stringify(message)),
          fail: onClosed,
        };
        sockets.push(socket);
        return {
          send: (text) => void socket.said.push((JSON.parse(text) as { type: string }).type),
          close: () => void (socket.isClosed = true),
        };
      },
    },
    {
      onState: (state, detail) => heard.push(`${state}: ${detail}`),
      onPeers: (addresses) => heard.push(`peers: ${addresses.length}`),
      onSignal: (from, { type }) => heard.push(`${type} from ${from}`),
      onAbsent: (address) => heard.push(`absent: ${address}`),
    },
  );
  client.start();
  clock.advanceBy(0);
  const welcome = (socket: FakeSocket) => socket.say({ type: "PEERS", payload: { peers: [addressOf(2)] } });
  return { clock, client, sockets, heard, welcome };
}

test("a challenge is answered with one signed join, and the answer brings us online", async () => {
  const { client, sockets, heard, welcome } = createWorld(["ws://one/"]);
  const [socket] = sockets;
  expect(socket!.url).toBe(`ws://one/peerjs?key=peerjs&id=${addressOf(1)}&token=t`);
  expect(client.send(addressOf(2), candidateOf("dc_1234"))).toBe(false);
  socket!.say({ type: "CHALLENGE", payload: { nonce: "1".repeat(64) } });
  await expect.poll(() => socket!.said).toEqual(["JOIN"]);
  welcome(socket!);
  expect(heard).toEqual(["online: ws://one/", "peers: 1"]);
  expect(client.send(addressOf(2), candidateOf("dc_1234"))).toBe(true);
  expect(socket!.said).toEqual(["JOIN", "CANDIDATE"]);
});

test("before the first welcome every server is tried within a second each, then with more patience", () => {
  const { clock, sockets } = createWorld(["ws://one/", "ws://two/", "ws://three/"]);
  for (let index = 0; index < 3; index++) {
    sockets[index]!.fail();
    clock.advanceBy(1_000);
  }
  expect(sockets.slice(0, 3).map(({ url }) => url.slice(5, 8))).toEqual(["one", "two", "thr"]);
  const pauses: number[] = [];
  for (let index = 3; index < 40; index++) {
    const failedAtMs = clock.nowMs();
    sockets[index]!.fail();
    clock.advanceBy(10_000);
    if (index > 3) pauses.push(sockets[index + 1]!.atMs - failedAtMs);
  }
  expect(Math.min(...pauses)).toBeLessThan(2_000); // full jitter
  expect(Math.max(...pauses)).toBeGreaterThan(8_000);
});

test("a lost server is said once, and the old socket is not listened to any more", () => {
  const { clock, client, sockets, heard, welcome } = createWorld(["ws://one/"]);
  welcome(sockets[0]!);
  sockets[0]!.fail();
  sockets[0]!.fail();
  welcome(sockets[0]!);
  expect(heard).toEqual(["online: ws://one/", "peers: 1", "offline: the connection to ws://one/ is lost"]);
  clock.advanceBy(10_000);
  welcome(sockets[1]!);
  expect(heard.at(-2)).toBe("online: ws://one/");
  client.stop();
  sockets[1]!.fail();
  clock.advanceBy(60_000);
  expect(sockets).toHaveLength(2);
});

test("a server that says nothing is given up, and one that refuses is quoted", () => {
  const { clock, sockets, heard } = createWorld(["ws://one/", "ws://two/"]);
  clock.advanceBy(10_000);
  expect(heard).toEqual(["offline: ws://one/ does not answer"]);
  clock.advanceBy(1_000);
  sockets[1]!.say({ type: "ERROR", payload: { msg: "One join per socket." } });
  sockets[1]!.fail();
  expect(heard.at(-1)).toBe("offline: ws://two/ refuses: One join per socket.");
});

// It used to be believed for as long as TCP does, a quarter of an hour, and offers were lost in it.
test("a connection that takes everything and gives nothing is left for the next server", () => {
  const { clock, client, sockets, heard, welcome } = createWorld(["ws://one/", "ws://two/"]);
  welcome(sockets[0]!);
  clock.advanceBy(29_999);
  expect(client.send(addressOf(2), candidateOf("dc_1234"))).toBe(true);
  clock.advanceBy(1);
  expect(heard.at(-1)).toBe("offline: the connection to ws://one/ is lost");
  expect(client.send(addressOf(2), candidateOf("dc_1234"))).toBe(false);
  expect(sockets[0]!.isClosed).toBe(true);
  clock.advanceBy(10_000);
  expect(sockets.map(({ url }) => url.slice(5, 8))).toEqual(["one", "two"]);
});

test("who is there is asked, and no answer in ten seconds says that the server is not", () => {
  const { clock, client, sockets, heard, welcome } = createWorld(["ws://one/"]);
  welcome(sockets[0]!);
  for (let second = 0; second < 10; second++) {
    expect(heard.at(-1)).toBe("peers: 1");
    client.askPeers(); // asking again is no reason to wait longer
    clock.advanceBy(1_000);
  }
  expect(heard.at(-1)).toBe("offline: the connection to ws://one/ is lost");
});

test("a server that answers stays, whatever it says", () => {
  const { clock, client, sockets, heard, welcome } = createWorld(["ws://one/"]);
  welcome(sockets[0]!);
  for (let turn = 0; turn < 60; turn++) {
    clock.advanceBy(25_000);
    expect(sockets[0]!.said.at(-1)).toBe("LEAVE");
    sockets[0]!.say({ type: "LEAVE", src: addressOf(1), dst: addressOf(1) });
    client.askPeers(); // too often: no PEERS comes
    clock.advanceBy(9_000);
    sockets[0]!.say({ type: "EXPIRE", src: addressOf(3) });
  }
  expect(heard.filter((line) => !line.startsWith("absent"))).toEqual(["online: ws://one/", "peers: 1"]);
});

const realServers = withServer();

test("the server carries back what somebody sends to itself: by that it is known to live", async () => {
  const client = await realServers.joined(await realServers.start());
  client.send({ type: "LEAVE", dst: client.address });
  expect(await client.next()).toEqual({ type: "LEAVE", src: client.address, dst: client.address });
});

// No timer was set then, and the client never tried again.
test("a server that may not be asked costs one try", () => {
  const { clock, sockets, heard } = createWorld(["ws://one/", "wss://two/"], (url) => url.startsWith("ws:"));
  expect(heard).toEqual(["offline: ws://one/ cannot be asked: Error: it is not allowed"]);
  clock.advanceBy(1_000);
  expect(sockets.map(({ url }) => url.slice(0, 10))).toEqual(["wss://two/"]);
});

test("rubbish from the server changes nothing", () => {
  const { sockets, heard } = createWorld(["ws://one/"]);
  for (const rubbish of [null, [], { type: "OFFER" }, { type: "PEERS", payload: { peers: ["x"] } }]) {
    sockets[0]!.say(rubbish as object);
  }
  expect(heard).toEqual([]);
});
