/** What an operator sees: configuration for the page, metrics, logs, and an end in order. */
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { createLog } from "../../../signaling-server/log.ts";
import { readSettings, SettingsError } from "../../../signaling-server/settings.ts";
import { refusedStatus } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const servers = withServer();

describe("over HTTP", () => {
  test("the page learns of other servers, and may speak to them", async () => {
    const config = {
      iceServers: [{ urls: "stun:stun.example.org:3478" }],
      signalingServers: ["wss://signal.example.org/base/", "ws://10.0.0.1:8787"],
    };
    const server = await servers.start({ config });
    const response = await fetch(`http://127.0.0.1:${server.port}/config.json`);
    expect(await response.json()).toEqual(config);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toContain(
      "connect-src 'self' http: https: wss://signal.example.org ws://10.0.0.1:8787;",
    );
  });

  test("without settings the page speaks to its own server alone", async () => {
    const server = await servers.start();
    const response = await fetch(`http://127.0.0.1:${server.port}/config.json`);
    expect(await response.json()).toEqual({ iceServers: [], signalingServers: [] });
    expect(response.headers.get("content-security-policy")).toContain("connect-src 'self' http: https:;");
  });

  test("the stock client gets an address when it asks for one", async () => {
    const server = await servers.start();
    const address = await (await fetch(`http://127.0.0.1:${server.port}/peerjs/id?ts=1`)).text();
    expect(await servers.connect(server, { address }).join()).toEqual([]);
  });

  test("metrics count what happens", async () => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    const idle = servers.connect(server);
    await idle.open();
    a.send({ type: "OFFER", dst: b.address, payload: {} });
    await b.next();
    await a.settle();
    await refusedStatus(servers.connect(server, { address: "short" }));
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    const lines = (await response.text()).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "tabloom_sockets 3",
        "tabloom_peers 2",
        "tabloom_rooms 1",
        "tabloom_joins_total 2",
        'tabloom_relayed_total{type="OFFER"} 1',
        "tabloom_expired_total 1",
        'tabloom_refused_total{reason="address"} 1',
      ]),
    );
  });

  test("an empty server holds no rooms", async () => {
    const server = await servers.start();
    const a = await servers.joined(server);
    await a.leave();
    const probe = servers.connect(server);
    await probe.open(); // after the server saw the other leave
    const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    expect(text).toContain("tabloom_rooms 0\n");
    expect(text).toContain("tabloom_peers 0\n");
  });
});

describe("stopping", () => {
  test("tells every socket that the server goes away, and takes no more", async () => {
    const server = await servers.start();
    const [joined, idle] = [await servers.joined(server), servers.connect(server)];
    await idle.open();
    await server.stop();
    expect(await joined.closed).toBe(1001);
    expect(await idle.closed).toBe(1001);
    const late = servers.connect(server);
    expect(await late.closed).toBe(1006);
  });

  test("does not wait for ever for a socket that does not answer, or a request that does not end", async () => {
    const server = await servers.start({ limits: { stopGraceMs: 30, closeTimeoutMs: 60_000 } });
    const deaf = await servers.joined(server);
    deaf.socket.pause();
    const halfRequest = connect(server.port, "127.0.0.1");
    await new Promise<void>((resolve) => halfRequest.write("GET / HTTP/1.1\r\nHost", () => resolve()));
    halfRequest.on("error", () => undefined);
    await server.stop();
    deaf.socket.resume();
    expect(await deaf.closed).toBe(1001);
  });
});

test("logs are lines of JSON, from the level that is asked for, and name no network", async () => {
  const lines: string[] = [];
  const server = await servers.start({ log: createLog("debug", (line) => lines.push(line)) });
  const client = await servers.joined(server);
  client.send("{not json");
  await client.closed;
  await server.stop();
  const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events).toEqual(["joined", "refused", "stopping", "stopped"]);
  expect(lines.join("")).not.toContain("127.0.0.1");
  const quiet: string[] = [];
  createLog("warn", (line) => quiet.push(line))("info", "started");
  expect(quiet).toEqual([]);
});

describe("settings", () => {
  test("have defaults", () => {
    expect(readSettings({})).toEqual({
      port: 8787,
      allowedOrigins: "same-host",
      trustedProxies: 0,
      maxSockets: 20_000,
      socketsPerNetwork: 64,
      logLevel: "warn",
      config: { iceServers: [], signalingServers: [] },
      projectsFile: null,
      sitesOffFile: null,
      publicUrl: null,
    });
  });

  test("come from the environment", () => {
    const iceServers = [{ urls: ["turn:turn.example.org?transport=tcp"], username: "u", credential: "c" }];
    const settings = readSettings({
      PORT: "0",
      ALLOWED_ORIGINS: "https://a.example, http://b.example:8080",
      TRUST_PROXY: "1",
      MAX_SOCKETS: "100",
      MAX_SOCKETS_PER_NETWORK: "5",
      LOG_LEVEL: "debug",
      ICE_SERVERS: JSON.stringify(iceServers),
      SIGNALING_SERVERS: "wss://s.example/, ws://t.example:1",
      PROJECTS: "/etc/tabloom/projects.json",
      SITES_OFF: "/etc/tabloom/sites-off.json",
      PUBLIC_URL: "https://example.org/tabloom",
    });
    expect(settings).toEqual({
      port: 0,
      allowedOrigins: new Set(["https://a.example", "http://b.example:8080"]),
      trustedProxies: 1,
      maxSockets: 100,
      socketsPerNetwork: 5,
      logLevel: "debug",
      config: { iceServers, signalingServers: ["wss://s.example/", "ws://t.example:1"] },
      projectsFile: "/etc/tabloom/projects.json",
      sitesOffFile: "/etc/tabloom/sites-off.json",
      publicUrl: "https://example.org/tabloom/",
    });
    expect(readSettings({ ALLOWED_ORIGINS: "*" }).allowedOrigins).toBe("any");
  });

  test.each([
    ["PORT", "abc"],
    ["PORT", "65536"],
    ["ALLOWED_ORIGINS", "example.org"],
    ["ALLOWED_ORIGINS", "https://example.org/path"],
    ["ALLOWED_ORIGINS", "https://example.org, *"],
    ["TRUST_PROXY", "yes"],
    ["MAX_SOCKETS", "0"],
    ["MAX_SOCKETS_PER_NETWORK", "-1"],
    ["LOG_LEVEL", "loud"],
    ["ICE_SERVERS", "stun:stun.example.org"],
    ["ICE_SERVERS", '[{"urls":"https://example.org"}]'],
    ["ICE_SERVERS", '[{"url":"stun:stun.example.org"}]'],
    ["SIGNALING_SERVERS", "https://signal.example.org"],
    ["SIGNALING_SERVERS", "wss://user:password@signal.example.org"],
    ["SIGNALING_SERVERS", "wss://signal.example.org/?a=b"],
    ["PUBLIC_URL", "example.org"],
    ["PUBLIC_URL", "https://user@example.org/"],
    ["PUBLIC_URL", "https://example.org/?a=b"],
  ])("%s=%s is refused with a sentence that names it", (name, value) => {
    const read = (): unknown => readSettings({ [name]: value });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(new RegExp(`^${name} .+\\.$`));
  });
});
