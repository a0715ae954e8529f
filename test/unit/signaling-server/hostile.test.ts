import { connect } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseClientMessage } from "../../../signaling-server/client-message.ts";
import type { RunningServer } from "../../../signaling-server/server.ts";
import { randomHex, refusedStatus, ROOM } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const servers = withServer();

/** The server still serves pages, and still introduces peers. */
async function expectHealthy(server: RunningServer): Promise<void> {
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  const [a, b] = [await servers.joined(server, randomHex(32)), servers.connect(server)];
  await b.join();
  await Promise.all([a.leave(), b.leave()]);
}

/** Sends bytes as they are. @returns all that came back until the server closed, as latin1 */
function sendRaw(server: RunningServer, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (answer += text));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

const upgrade = (path: string, headers: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n${headers}\r\n\r\n`;
const GOOD_HEADERS =
  "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
const goodPath = (): string => `/peerjs?key=peerjs&id=${randomHex(16)}&token=t`;

describe("nothing that a client says stops the server", () => {
  test.each([
    ["no JSON", "{not json"],
    ["null", "null"],
    ["nothing", ""],
    ["a number", "5"],
    ["a list", "[]"],
    ["no type", "{}"],
    ["a type of our own", '{"type":"OPEN"}'],
    ["a type that every object has", '{"type":"constructor"}'],
    ["a type that is no text", '{"type":{"toString":1}}'],
    ["a prototype", '{"__proto__":{"type":"HEARTBEAT"}}'],
    ["a join without payload", '{"type":"JOIN"}'],
    ["a join of null", '{"type":"JOIN","payload":null}'],
    ["a join of lists", '{"type":"JOIN","payload":{"room":[],"device":[],"signature":[]}}'],
    ["an offer for nobody", '{"type":"OFFER","payload":{}}'],
    ["an offer for a list", `{"type":"OFFER","dst":["${ROOM}"],"payload":{}}`],
    ["deep nesting", "[".repeat(16_000)],
    ["deep nesting, well formed", `{"type":"HEARTBEAT","a":${"[".repeat(8)}${"]".repeat(8)}}`],
    ["16,385 bytes", `{"type":"HEARTBEAT","a":"${"x".repeat(16_385 - 26)}"}`],
    ["nesting of 100,000 levels", "[".repeat(100_000)],
  ])("%s", async (_name, text) => {
    const server = await servers.start();
    const client = servers.connect(server);
    await client.open();
    client.send(text);
    expect([1008, 1009]).toContain(await client.closed);
    await expectHealthy(server);
  });

  test("a message of 16,384 bytes is taken", async () => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    const envelope = JSON.stringify({ type: "OFFER", dst: b.address, payload: "" });
    a.send({ type: "OFFER", dst: b.address, payload: "x".repeat(16_384 - envelope.length) });
    expect(await b.next()).toMatchObject({ type: "OFFER", src: a.address });
  });

  test("bytes instead of text", async () => {
    const server = await servers.start();
    const client = servers.connect(server);
    await client.open();
    client.socket.send(Buffer.from('{"type":"HEARTBEAT"}'));
    expect(await client.closed).toBe(1008);
    await expectHealthy(server);
  });

  test("a prototype in a payload changes nothing on the way", async () => {
    const server = await servers.start();
    const [a, b] = [await servers.joined(server), await servers.joined(server)];
    a.send(`{"type":"OFFER","dst":"${b.address}","payload":{"__proto__":{"polluted":1}}}`);
    const { payload } = await b.next();
    expect(Object.keys(payload ?? {})).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test.each([
    ["reserved bits", [0xf1, 0x80, 0, 0, 0, 0]],
    ["an unknown opcode", [0x83, 0x80, 0, 0, 0, 0]],
    ["an unmasked frame", [0x81, 0x01, 0x41]],
    ["a text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xff]],
    ["a length of 2⁶³", [0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["a ping of 126 bytes", [0x89, 0xfe, 0, 126, 0, 0, 0, 0]],
    ["a close with a wrong code", [0x88, 0x82, 0, 0, 0, 0, 0, 1]],
    ["a continuation of nothing", [0x80, 0x80, 0, 0, 0, 0]],
  ])("a frame with %s", async (_name, frame) => {
    const server = await servers.start();
    const head = Buffer.from(upgrade(goodPath(), GOOD_HEADERS));
    expect(await sendRaw(server, Buffer.concat([head, Buffer.from(frame)]))).toContain("101 Switching");
    await expectHealthy(server);
  });

  test("a message in more fragments than anybody needs", async () => {
    const server = await servers.start();
    const first = Buffer.from([0x01, 0x80, 0, 0, 0, 0]);
    const more = Buffer.from([0x00, 0x80, 0, 0, 0, 0]);
    const bytes = [upgrade(goodPath(), GOOD_HEADERS), first, ...Array.from({ length: 40 }, () => more)];
    await sendRaw(server, Buffer.concat(bytes.map((part) => Buffer.from(part))));
    await expectHealthy(server);
  });

  test.each([
    ["another path", upgrade("/elsewhere", GOOD_HEADERS), "404"],
    ["a path that does not decode", upgrade("/%", GOOD_HEADERS), "404"],
    ["a whole URL", upgrade("http://x/peerjs", GOOD_HEADERS), "404"],
    ["an id that does not decode", upgrade("/peerjs?key=peerjs&id=%ff", GOOD_HEADERS), "400"],
    ["an endless token", upgrade(`${goodPath()}${"t".repeat(65)}`, GOOD_HEADERS), "400"],
    [
      "no key of the handshake",
      upgrade(goodPath(), "Upgrade: websocket\r\nSec-WebSocket-Version: 13"),
      "400",
    ],
    ["an old version", upgrade(goodPath(), GOOD_HEADERS.replace("13", "7")), "400"],
    ["another protocol", upgrade(goodPath(), "Upgrade: h2c"), "400"],
    ["no GET", upgrade(goodPath(), GOOD_HEADERS).replace("GET", "POST"), "400"],
  ])("an upgrade with %s", async (_name, request, status) => {
    const server = await servers.start();
    expect((await sendRaw(server, request)).split("\r\n")[0]).toContain(status);
    await expectHealthy(server);
  });

  test("a client that is gone before its answer", async () => {
    const server = await servers.start();
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write(upgrade(goodPath(), GOOD_HEADERS));
        socket.resetAndDestroy();
      });
      socket.on("close", () => resolve());
    });
    await expectHealthy(server);
  });
});

describe("pages of other origins", () => {
  const status = async (origin: string, allowedOrigins?: "any" | ReadonlySet<string>): Promise<number> => {
    const server = await servers.start(allowedOrigins ? { allowedOrigins } : {});
    const options = { origin: origin.replace("PORT", String(server.port)) };
    const client = servers.connect(server, { options });
    return Promise.race([refusedStatus(client), client.open().then(() => 101)]);
  };

  test.each([
    ["https://evil.example", 403],
    ["null", 403],
    ["http://127.0.0.1:1", 403],
    ["http://127.0.0.1:PORT", 101],
    ["https://127.0.0.1:PORT", 101], // behind a proxy that ends TLS
  ])("%s gets %i by default", async (origin, expected) => {
    expect(await status(origin)).toBe(expected);
  });

  test("a list replaces the default", async () => {
    const list = new Set(["https://tabloom.example"]);
    expect(await status("https://tabloom.example", list)).toBe(101);
    expect(await status("http://127.0.0.1:PORT", list)).toBe(403);
  });

  test("any origin is allowed only when it is said so", async () => {
    expect(await status("https://evil.example", "any")).toBe(101);
  });
});

test("no bytes make the parser throw", () => {
  const parts = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    '"',
    "\\",
    ":",
    ",",
    '"type"',
    '"OFFER"',
    "\u0000",
    "1e999",
    "\ud800",
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(parts, { maxLength: 60 }).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(text, fc.boolean(), (message, isBinary) => {
      expect(typeof parseClientMessage(Buffer.from(message), isBinary).ok).toBe("boolean");
    }),
    { numRuns: 5_000, seed: 7 },
  );
});

test("brackets in texts are no nesting", () => {
  const payload = { a: `"[[[[[[[[[[[[\\"`, b: "{{{{{{{{{{{{" };
  const message = { type: "OFFER", dst: randomHex(16), payload };
  expect(parseClientMessage(Buffer.from(JSON.stringify(message)), false)).toEqual({ ok: true, message });
});
