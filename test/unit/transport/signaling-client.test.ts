import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { SignalingClient } from "../../../shared/transport/signaling-client.ts";
import { addressOf, candidateOf } from "./signals.ts";

interface FakeSocket {
  readonly url: string;
  readonly said: string[];
  readonly atMs: number;
  isClosed: boolean;
  say(message: object): void;
  fail(): void;
}

function createWorld(servers: readonly string[]) {
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

test("rubbish from the server changes nothing", () => {
  const { sockets, heard } = createWorld(["ws://one/"]);
  for (const rubbish of [null, [], { type: "OFFER" }, { type: "PEERS", payload: { peers: ["x"] } }]) {
    sockets[0]!.say(rubbish as object);
  }
  expect(heard).toEqual([]);
});
