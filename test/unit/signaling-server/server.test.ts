import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type RunningServer } from "../../../signaling-server/server.ts";

const PAGE = "<!doctype html><title>Tabloom</title>";
const SCRIPT = "export const answer = 42;\n".repeat(100);

let webFolder: string;
let server: RunningServer;
let origin: string;

beforeAll(async () => {
  webFolder = await mkdtemp(join(tmpdir(), "tabloom-web-"));
  await mkdir(join(webFolder, "assets"));
  await writeFile(join(webFolder, "index.html"), PAGE);
  await writeFile(join(webFolder, "assets/main-abc123.js"), SCRIPT);
  await writeFile(join(webFolder, "assets/main-abc123.js.gz"), gzipSync(SCRIPT));
  await writeFile(join(webFolder, "assets/gone.js"), SCRIPT);
  server = await startServer({ port: 0, webFolder });
  origin = `http://localhost:${server.port}`;
});

afterAll(async () => {
  await server.stop();
  await rm(webFolder, { recursive: true });
});

/** What the server answers to these bytes, sent as they are. */
function sendRaw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "localhost", () => socket.write(request));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (answer += text));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("static files", () => {
  test("the page is isolated, guarded, and asked for again each time", async () => {
    const response = await fetch(origin);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(PAGE);
    const { headers } = response;
    expect(headers.get("content-type")).toContain("text/html");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("cache-control")).toBe("no-cache");
  });

  test("a hashed asset may be kept for ever", async () => {
    const { headers } = await fetch(`${origin}/assets/main-abc123.js`);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("content-type")).toContain("text/javascript");
  });

  test("a browser that takes gzip gets the copy made by the build", async () => {
    const answer = await sendRaw(
      "GET /assets/main-abc123.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
    );
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(/content-encoding: gzip/i);
    expect(head).toMatch(/vary: accept-encoding/i);
    expect(gunzipSync(Buffer.from(body, "latin1")).toString()).toBe(SCRIPT);
  });

  test("an unchanged file is not sent twice", async () => {
    const etag = (await fetch(origin)).headers.get("etag");
    const response = await fetch(origin, { headers: { "If-None-Match": etag ?? "" } });
    expect(response.status).toBe(304);
  });

  test("HEAD gives the headers and no body", async () => {
    const response = await fetch(origin, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe(String(PAGE.length));
    expect(await response.text()).toBe("");
  });

  test("an unknown path is 404, with the same guards", async () => {
    const response = await fetch(`${origin}/nothing/here`);
    expect(response.status).toBe(404);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
    const response = await fetch(origin, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  test("/healthz answers", async () => {
    const response = await fetch(`${origin}/healthz`);
    expect(await response.json()).toEqual({ status: "ok" });
  });
});

describe("nothing that a stranger sends stops it", () => {
  test.each([
    ["not HTTP", "\x16\x03\x01\x02garbage\r\n\r\n", "400"],
    ["HTTP/0.9", "GET /\r\n\r\n", "200"],
    ["a path that does not decode", "GET /% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400"],
    ["a NUL in the path", "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400"],
    [
      "a path out of the folder",
      "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "404",
    ],
    [
      "the same, encoded",
      "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "404",
    ],
    ["endless headers", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(100_000)}\r\n\r\n`, "400"],
    // sirv hands an inverted range to createReadStream, which throws
    [
      "an inverted range",
      "GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=9-1\r\nConnection: close\r\n\r\n",
      "200",
    ],
    [
      "a body where none belongs",
      "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
      "200",
    ],
  ])("%s", async (_name, request, status) => {
    const answer = await sendRaw(request);
    expect(answer.split("\r\n")[0]).toContain(status);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });

  test("a file that a new build has removed", async () => {
    await rm(join(webFolder, "assets/gone.js"));
    await expect(fetch(`${origin}/assets/gone.js`).then((response) => response.text())).rejects.toThrow();
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });
});

describe("start and stop", () => {
  test("a taken port is an error with its code", async () => {
    await expect(startServer({ port: server.port, webFolder })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("stop closes kept-alive connections at once", async () => {
    const other = await startServer({ port: 0, webFolder });
    await (await fetch(`http://localhost:${other.port}/healthz`)).text(); // fetch keeps the connection
    await other.stop();
    await expect(fetch(`http://localhost:${other.port}/healthz`)).rejects.toThrow();
  });
});
