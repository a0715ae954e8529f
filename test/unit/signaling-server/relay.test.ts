import { describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { MemberSet } from "../../../signaling-server/member-set.ts";
import { OTHER_ROOM } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const servers = withServer();

describe("messages between peers", () => {
  test.each(["OFFER", "ANSWER", "CANDIDATE", "LEAVE"])("%s arrives as it was sent", async (type) => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    const payload = { sdp: { type: "offer", sdp: "v=0\r\n" }, connectionId: "dc_1", ünïcode: "✓" };
    a.send({ type, dst: b.address, payload });
    expect(await b.next()).toEqual({ type, src: a.address, dst: b.address, payload });
  });

  test("nobody can speak in another's name", async () => {
    const server = await servers.start();
    const [a, b, victim] = [
      await servers.joined(server),
      await servers.joined(server),
      await servers.joined(server),
    ];
    a.send({ type: "LEAVE", src: victim.address, dst: b.address });
    expect(await b.next()).toMatchObject({ type: "LEAVE", src: a.address });
  });

  test("many messages arrive in order", async () => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    for (let index = 0; index < 100; index++)
      a.send({ type: "CANDIDATE", dst: b.address, payload: { index } });
    for (let index = 0; index < 100; index++) expect(await b.next()).toMatchObject({ payload: { index } });
  });

  test("who is not there is said to be gone at once, and gets nothing later", async () => {
    const server = await servers.start();
    const a = await servers.joined(server);
    const absent = servers.connect(server);
    const nonce = await absent.open(); // connected, but in no room yet
    a.send({ type: "OFFER", dst: absent.address, payload: { connectionId: "c" } });
    expect(await a.next()).toEqual({ type: "EXPIRE", src: absent.address, dst: a.address });
    absent.send(absent.joinAs(nonce));
    expect(await absent.next()).toMatchObject({ type: "PEERS" });
    expect(await absent.settle()).toMatchObject({ type: "EXPIRE" });
  });

  test("a peer of another room looks like nobody", async () => {
    const server = await servers.start();
    const a = await servers.joined(server);
    const other = servers.connect(server);
    expect(await other.join(OTHER_ROOM)).toEqual([]);
    a.send({ type: "OFFER", dst: other.address, payload: {} });
    expect(await a.next()).toEqual({ type: "EXPIRE", src: other.address, dst: a.address });
    expect(await other.settle()).toMatchObject({ type: "EXPIRE" });
  });

  test("who has left is introduced to nobody", async () => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    await a.leave();
    expect(await servers.connect(server).join()).toEqual([b.address]);
  });

  test("the stock client's heartbeat gets no answer", async () => {
    const server = await servers.start();
    const a = await servers.joined(server);
    a.send({ type: "HEARTBEAT" });
    expect(await a.settle()).toMatchObject({ type: "EXPIRE" });
  });
});

describe("introductions", () => {
  test("are eight of those who are there, without oneself", async () => {
    const server = await servers.start();
    const members = new Set<string>();
    for (let count = 0; count < 12; count++) members.add((await servers.joined(server)).address);
    const last = servers.connect(server);
    const introduced = await last.join();
    expect(new Set(introduced).size).toBe(8);
    expect(introduced.every((address) => members.has(address))).toBe(true);
  });

  test("follow the random source", async () => {
    const server = await servers.start({ randomBelow: () => 0 });
    const joined = [];
    for (let count = 0; count < 9; count++) joined.push((await servers.joined(server)).address);
    // Of nine: index 0 of the first two, then the last of each larger choice.
    const introduced = await servers.connect(server).join();
    expect(introduced).toEqual([joined[0], ...joined.slice(2)]);
  });

  test("come again on request, but not at any rate", async () => {
    const server = await servers.start();
    const a = await servers.joined(server);
    const b = await servers.joined(server);
    for (let count = 0; count < 5; count++) a.send({ type: "PEERS" });
    expect(await a.next()).toEqual({ type: "PEERS", payload: { peers: [b.address] } });
    expect(await a.settle()).toMatchObject({ type: "EXPIRE" });
  });

  test("choose every member equally often, whoever asks and whoever left before", () => {
    const random = createRandom("introductions");
    let position = 0;
    const members = new MemberSet<number>();
    for (let member = 0; member < 12; member++) members.add(member);
    members.delete(11);
    members.delete(3);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 9_000; draw++) {
      const drawn = members.sample(4, 5, (limit) => random.below(limit, position++));
      expect(new Set(drawn).size).toBe(4);
      for (const member of drawn) counts.set(member, (counts.get(member) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 6, 7, 8, 9, 10]);
    // Each of nine is drawn in 4 of 9 cases: 4,000 times, with a standard deviation of 47.
    for (const count of counts.values()) expect(Math.abs(count - 4_000)).toBeLessThan(250);
  });
});
