import { once } from "node:events";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_LIMITS } from "../../../signaling-server/limits.ts";
import { networkOf } from "../../../signaling-server/network.ts";
import { refusedStatus, type ClientSetup } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const servers = withServer();

/** As if it came through a proxy. */
const from = (network: string): ClientSetup => ({ options: { headers: { "x-forwarded-for": network } } });

describe("sockets", () => {
  test("one network has only so many, and a closed one makes room", async () => {
    const server = await servers.start({ trustedProxies: 1, limits: { socketsPerNetwork: 2 } });
    const first = servers.connect(server, from("192.0.2.1"));
    await first.join();
    await servers.connect(server, from("192.0.2.1")).join();
    expect(await refusedStatus(servers.connect(server, from("192.0.2.1")))).toBe(429);
    expect(await servers.connect(server, from("192.0.2.2")).join()).toHaveLength(2);
    await first.leave();
    await servers.connect(server, from("192.0.2.1")).join();
  });

  test("all networks together have only so many", async () => {
    const server = await servers.start({ trustedProxies: 1, limits: { maxSockets: 2 } });
    await servers.connect(server, from("192.0.2.1")).join();
    await servers.connect(server, from("192.0.2.2")).join();
    expect(await refusedStatus(servers.connect(server, from("192.0.2.3")))).toBe(503);
  });

  test("a network may try only so often, and others are not in its way", async () => {
    const limits = { connectionsPerNetwork: { count: 2, seconds: 60 } };
    const server = await servers.start({ trustedProxies: 1, limits });
    for (let count = 0; count < 2; count++) await servers.connect(server, from("192.0.2.1")).join();
    expect(await refusedStatus(servers.connect(server, from("192.0.2.1")))).toBe(429);
    await servers.connect(server, from("192.0.2.2")).join();
  });

  describe("heartbeat", () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    const nextPing = (): void => void vi.advanceTimersByTime(DEFAULT_LIMITS.pingIntervalMs);

    test("cuts a socket that does not answer pings", async () => {
      const server = await servers.start();
      const silent = servers.connect(server, { options: { autoPong: false } });
      await silent.join();
      nextPing();
      await once(silent.socket, "ping");
      nextPing();
      expect(await silent.closed).toBe(1006);
    });

    test("keeps one that does", async () => {
      const server = await servers.start();
      const client = await servers.joined(server);
      for (let count = 0; count < 4; count++) {
        nextPing();
        await once(client.socket, "ping");
        client.socket.ping(); // the pong to the server's ping is on its way before this one
        await once(client.socket, "pong");
      }
      expect(await client.settle()).toMatchObject({ type: "EXPIRE" });
    });
  });

  test("one that does not read is cut, and nothing more is kept for it", async () => {
    const plenty = { count: 10_000, seconds: 60 };
    const limits = { bufferedBytes: 100_000, messagesPerDevice: plenty, messagesPerNetwork: plenty };
    const server = await servers.start({ limits });
    const [sender, deaf] = [await servers.joined(server), await servers.joined(server)];
    deaf.socket.pause();
    const text = JSON.stringify({ type: "OFFER", dst: deaf.address, payload: "x".repeat(16_000) });
    let isExpired = false;
    const answer = sender.next().finally(() => (isExpired = true));
    // The system takes some megabytes before anything waits in the process.
    for (let count = 0; count < 4_000 && !isExpired; count++) {
      await new Promise<void>((resolve) => sender.socket.send(text, () => resolve()));
    }
    expect(await answer).toEqual({ type: "EXPIRE", src: deaf.address, dst: sender.address });
  });
});

describe("messages", () => {
  test("a device that sends too many is closed", async () => {
    const server = await servers.start({ limits: { messagesPerDevice: { count: 5, seconds: 60 } } });
    const client = await servers.joined(server);
    for (let count = 0; count < 6; count++) client.send({ type: "HEARTBEAT" });
    expect(await client.next()).toMatchObject({ type: "ERROR" });
    expect(await client.closed).toBe(1008);
  });

  test("its second socket shares its limit, and other devices have their own", async () => {
    const server = await servers.start({ limits: { messagesPerDevice: { count: 5, seconds: 60 } } });
    const [first, other] = [await servers.joined(server), await servers.joined(server)];
    for (let count = 0; count < 5; count++) first.send({ type: "HEARTBEAT" });
    const second = servers.connect(server);
    Object.assign(second, { device: first.device });
    await second.join();
    second.send({ type: "HEARTBEAT" });
    expect(await second.closed).toBe(1008);
    expect(await other.settle()).toMatchObject({ type: "EXPIRE" });
  });

  test("a network that sends too many is closed, joined or not", async () => {
    const server = await servers.start({ limits: { messagesPerNetwork: { count: 5, seconds: 60 } } });
    const client = servers.connect(server);
    await client.open();
    for (let count = 0; count < 6; count++) client.send({ type: "HEARTBEAT" });
    expect(await client.closed).toBe(1008);
  });

  test("pings count as messages", async () => {
    const server = await servers.start({ limits: { messagesPerNetwork: { count: 5, seconds: 60 } } });
    const client = servers.connect(server);
    await client.open();
    for (let count = 0; count < 6; count++) client.socket.ping();
    expect(await client.closed).toBe(1008);
  });

  test("a ping within the limit is answered", async () => {
    const server = await servers.start();
    const client = await servers.joined(server);
    await new Promise<void>((resolve) => {
      client.socket.once("pong", () => resolve());
      client.socket.ping();
    });
  });

  test("a device joins only so often", async () => {
    const server = await servers.start({ limits: { joinsPerDevice: { count: 1, seconds: 60 } } });
    const first = await servers.joined(server);
    const second = servers.connect(server);
    Object.assign(second, { device: first.device });
    second.send(second.joinAs(await second.open()));
    expect(await second.closed).toBe(1008);
    await servers.joined(server);
  });
});

describe("the network of a request", () => {
  const network = (remoteAddress: string, forwarded?: string, trustedProxies = 0): string => {
    const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
    const request = new IncomingMessage(socket);
    if (forwarded !== undefined) request.headers["x-forwarded-for"] = forwarded;
    return networkOf(request, trustedProxies);
  };

  test("is an IPv4 address, however it is written", () => {
    expect(network("192.0.2.1")).toBe("192.0.2.1");
    expect(network("::ffff:192.0.2.1")).toBe("192.0.2.1");
  });

  test("is the first 56 bits of an IPv6 address", () => {
    expect(network("2001:db8:1:2:3:4:5:6")).toBe(network("2001:db8:1:ff::1"));
    expect(network("2001:db8:1:2::")).not.toBe(network("2001:db8:1:102::"));
    expect(network("2001:db8::1")).toBe(network("2001:0db8:0:0:ffff::"));
    expect(network("fe80::1%eth0")).toBe(network("fe80::2"));
  });

  test("comes from the header only when a proxy is trusted, and then from the right", () => {
    expect(network("192.0.2.9", "192.0.2.1")).toBe("192.0.2.9");
    expect(network("192.0.2.9", "forged, 192.0.2.1", 1)).toBe("192.0.2.1");
    expect(network("192.0.2.9", "forged, 192.0.2.1, 192.0.2.2", 2)).toBe("192.0.2.1");
    expect(network("192.0.2.9", "nonsense", 1)).toBe("192.0.2.9");
    expect(network("192.0.2.9", undefined, 1)).toBe("192.0.2.9");
  });
});
