import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { fetchUrl } from "../../../worker/swarm/fetch-url.ts";

const FILE = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
const { signal } = new AbortController();

let server: Server;
let origin: string;
let sentHeaders: NodeJS.Dict<string | string[]> = {};
beforeAll(async () => {
  server = createServer((request, response) => {
    sentHeaders = request.headers;
    if (request.url === "/file") response.end(FILE);
    else if (request.url === "/bomb")
      response.setHeader("content-encoding", "gzip").end(gzipSync(new Uint8Array(50_000_000)));
    else if (request.url === "/silent") response.flushHeaders();
    else response.writeHead(404).end("no");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("the whole file arrives, and the server learns nothing but the address", async () => {
  expect(hashOf(await fetchUrl(`${origin}/file`, FILE.length, signal))).toBe(hashOf(FILE));
  expect(sentHeaders["cookie"]).toBeUndefined();
  expect(sentHeaders["referer"]).toBeUndefined();
});

test("what is longer than the file, also only once unpacked, is cut off", async () => {
  await expect(fetchUrl(`${origin}/file`, FILE.length - 1, signal)).rejects.toMatchObject({
    name: "DownloadError",
  });
  await expect(fetchUrl(`${origin}/bomb`, 1_000_000, signal)).rejects.toMatchObject({
    name: "DownloadError",
  });
});

test("an answer that is not the file is an error", async () => {
  await expect(fetchUrl(`${origin}/nothing`, 2, signal)).rejects.toThrow("answered 404");
});

test("a server that sends nothing is left when the visitor leaves", async () => {
  const leaving = new AbortController();
  const fetched = fetchUrl(`${origin}/silent`, 10, leaving.signal);
  leaving.abort();
  await expect(fetched).rejects.toMatchObject({ name: "AbortError" });
});
