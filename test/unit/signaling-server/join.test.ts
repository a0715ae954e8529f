import { describe, expect, test } from "vitest";
import { createDevice, OTHER_ROOM, randomHex, refusedStatus, ROOM } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const servers = withServer();

describe("joining", () => {
  test("the server opens as PeerServer does, then challenges, then introduces", async () => {
    const server = await servers.start();
    const client = servers.connect(server);
    expect(await client.next()).toEqual({ type: "OPEN" });
    const challenge = await client.next();
    expect(challenge.type).toBe("CHALLENGE");
    expect(challenge.payload?.nonce).toMatch(/^[0-9a-f]{64}$/);
    client.send(client.joinAs(challenge.payload?.nonce ?? ""));
    expect(await client.next()).toEqual({ type: "PEERS", payload: { peers: [] } });
    const other = servers.connect(server);
    expect(await other.join()).toEqual([client.address]);
  });

  test("every socket gets another nonce", async () => {
    const server = await servers.start();
    expect(await servers.connect(server).open()).not.toBe(await servers.connect(server).open());
  });

  test.each([
    ["a signature of somebody else", { device: createDevice().id }],
    ["no signature of anything", { signature: "00".repeat(64) }],
    ["a device that is no point of the curve", { device: "ff".repeat(32) }],
    ["another room than the signed one", { room: OTHER_ROOM }],
  ])("%s is refused", async (_name, changes) => {
    const server = await servers.start();
    const client = servers.connect(server);
    client.send(client.joinAs(await client.open(), ROOM, changes));
    expect(await client.next()).toMatchObject({ type: "ERROR" });
    expect(await client.closed).toBe(1008);
    expect(await servers.connect(server).join()).toEqual([]);
  });

  test("the join of one socket is worth nothing on another", async () => {
    const server = await servers.start();
    const address = randomHex(16);
    const first = servers.connect(server, { address });
    const recorded = first.joinAs(await first.open());
    await first.leave();
    const second = servers.connect(server, { address });
    await second.open();
    second.send(recorded);
    expect(await second.next()).toMatchObject({ type: "ERROR" });
    expect(await second.closed).toBe(1008);
  });

  test("the join of one address is worth nothing for another", async () => {
    const server = await servers.start();
    const [client, other] = [servers.connect(server), servers.connect(server)];
    client.send(other.joinAs(await client.open()));
    expect(await client.closed).toBe(1008);
  });

  test("a second join ends the socket", async () => {
    const server = await servers.start();
    const client = servers.connect(server);
    const nonce = await client.open();
    client.send(client.joinAs(nonce));
    client.send(client.joinAs(nonce, OTHER_ROOM));
    expect(await client.next()).toMatchObject({ type: "PEERS" });
    expect(await client.next()).toMatchObject({ type: "ERROR" });
    expect(await client.closed).toBe(1008);
  });

  test("who does not join in time is closed", async () => {
    const server = await servers.start({ limits: { joinTimeoutMs: 20 } });
    const client = servers.connect(server);
    await client.open();
    expect(await client.next()).toMatchObject({ type: "ERROR" });
    expect(await client.closed).toBe(1008);
  });

  test.each(["OFFER", "ANSWER", "CANDIDATE", "LEAVE", "PEERS"])(
    "%s before the join ends the socket",
    async (type) => {
      const server = await servers.start();
      const peer = await servers.joined(server);
      const client = servers.connect(server);
      await client.open();
      client.send({ type, dst: peer.address, payload: {} });
      expect(await client.closed).toBe(1008);
      expect(await peer.settle()).toMatchObject({ type: "EXPIRE" }); // and not what the stranger sent
    },
  );
});

describe("addresses", () => {
  test.each([
    "",
    "short",
    "x".repeat(32),
    "A".repeat(32),
    "a".repeat(31),
    "a".repeat(65),
    `${"a".repeat(32)}-`,
  ])("%j is refused", async (address) => {
    const server = await servers.start();
    expect(await refusedStatus(servers.connect(server, { address }))).toBe(400);
  });

  test.each([randomHex(16), randomHex(32), "0b0e7a12-1c5d-4d6e-9f3a-2b4c6d8e0f1a"])(
    "%s is taken",
    async (address) => {
      const server = await servers.start();
      expect(await servers.connect(server, { address }).join()).toEqual([]);
    },
  );

  test("an address that somebody has is taken", async () => {
    const server = await servers.start();
    const owner = await servers.joined(server);
    const thief = servers.connect(server, { address: owner.address, token: "other" });
    expect(await thief.next()).toMatchObject({ type: "ID-TAKEN" });
    expect(await thief.closed).toBe(1008);
    expect(await owner.settle()).toMatchObject({ type: "EXPIRE" });
  });

  test("two clients without tokens do not take each other's place", async () => {
    const server = await servers.start();
    const owner = servers.connect(server, { token: "" });
    await owner.open();
    const other = servers.connect(server, { address: owner.address, token: "" });
    expect(await other.next()).toMatchObject({ type: "ID-TAKEN" });
  });

  test("the same client takes its place again when its connection broke without a word", async () => {
    const server = await servers.start();
    const neighbour = await servers.joined(server);
    const before = await servers.joined(server);
    const after = servers.connect(server, { address: before.address });
    expect(await after.join()).toEqual([neighbour.address]);
    expect(await before.closed).toBe(1000);
    neighbour.send({ type: "OFFER", dst: after.address, payload: { connectionId: "c" } });
    expect(await after.next()).toMatchObject({ type: "OFFER", src: neighbour.address });
  });

  test("a wrong key is told so", async () => {
    const server = await servers.start();
    const client = servers.connect(server, { key: "other" });
    expect(await client.next()).toMatchObject({ type: "INVALID-KEY" });
    expect(await client.closed).toBe(1008);
  });
});
