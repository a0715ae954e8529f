/** What guards each answer: the page is in nobody's frame, the widget's frame in everybody's, and its loader for every page there is. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text as readText } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../../signaling-server/server.ts";

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-embed-"));
  await mkdir(join(folder, "embed/1"), { recursive: true });
  for (const name of ["index.html", "embed.html", "claim.html", "embed/1/embed.js"])
    await writeFile(join(folder, name), `This is ${name}.`);
  const config = { iceServers: [], signalingServers: ["wss://signal.example.org/"] };
  server = await startServer({ port: 0, webFolder: folder, config });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Asks for exactly this path: fetch would tidy it up before. */
async function ask(path: string) {
  const asked = get({ port: server.port, host: "localhost", path });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const header = (name: string) => response.headers[name]?.toString() ?? null;
  return { status: response.statusCode, text: await readText(response), header };
}

/** What a policy ends with that lets no text become code. */
const NO_TEXT = "; require-trusted-types-for 'script'; trusted-types default";

const withoutAncestors = (policy: string | null) => policy?.replace(/frame-ancestors [^;]+/, "");

describe("the frame", () => {
  test.each(["/embed", "/embed.html", "/embed?project=tiny&size=bar"])(
    "%s may be on every page, and is isolated by itself",
    async (path) => {
      const { text, header } = await ask(path);
      expect(text).toBe("This is embed.html.");
      expect(header("content-security-policy")).toContain("frame-ancestors *");
      expect(header("cross-origin-resource-policy")).toBe("cross-origin");
      expect(header("cross-origin-embedder-policy")).toBe("require-corp");
      expect(header("document-isolation-policy")).toBe("isolate-and-require-corp");
      expect(header("cross-origin-opener-policy")).toBeNull();
      expect(header("referrer-policy")).toBe("no-referrer");
      expect(header("access-control-allow-origin")).toBeNull();
      expect(header("cache-control")).toBe("no-cache");
    },
  );

  test("is stricter inside than the page", async () => {
    const [frame, page] = [await ask("/embed"), await ask("/")];
    const [inFrame, inPage] = [frame, page].map(({ header }) => header("content-security-policy") ?? "");
    expect(withoutAncestors(inFrame ?? "")).toBe(`${withoutAncestors(inPage ?? "")}${NO_TEXT}`);
    expect(inFrame).toContain("wss://signal.example.org");
  });

  test("gives up every power but the two that it asks of its host", async () => {
    const denied = (await ask("/embed")).header("permissions-policy") ?? "";
    for (const name of ["camera", "microphone", "geolocation", "storage-access", "usb"])
      expect(denied).toContain(`${name}=()`);
    for (const name of ["compute-pressure", "cross-origin-isolated"]) expect(denied).not.toContain(name);
  });
});

test.each(["/claim", "/claim.html"])(
  "%s is in no frame, keeps its opener, and turns no text into code",
  async (path) => {
    const [{ text, header }, page] = [await ask(path), await ask("/")];
    expect(text).toBe("This is claim.html.");
    expect(header("content-security-policy")).toBe(page.header("content-security-policy") + NO_TEXT);
    expect(header("cross-origin-opener-policy")).toBeNull();
    expect(header("cross-origin-resource-policy")).toBe("same-origin");
    expect(header("document-isolation-policy")).toBeNull();
  },
);

test("the loader is for every page, and is kept for ever", async () => {
  const { text, header } = await ask("/embed/1/embed.js");
  expect(text).toBe("This is embed/1/embed.js.");
  expect(header("access-control-allow-origin")).toBe("*");
  expect(header("access-control-allow-credentials")).toBeNull();
  expect(header("cross-origin-resource-policy")).toBe("cross-origin");
  expect(header("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(header("x-content-type-options")).toBe("nosniff");
});

test("a loader that is not there is not kept at all", async () => {
  const { status, header } = await ask("/embed/2/embed.js");
  expect(status).toBe(404);
  expect(header("cache-control")).toBe("no-store");
});

test.each(["/badge.svg", "/badge.json", "/oembed?url=x", "/embed.json", "/live.json"])(
  "%s is for every page, and nothing in it runs",
  async (path) => {
    const { header } = await ask(path);
    expect(header("access-control-allow-origin")).toBe("*");
    expect(header("cross-origin-resource-policy")).toBe("cross-origin");
    expect(header("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    );
  },
);

// Spellings that lead to a file all the same must not lead around what guards it.
test.each(["/", "/index.html", "/index", "/embed/", "/%65mbed", "/EMBED"])(
  "%s is in nobody's frame",
  async (path) => {
    const { header } = await ask(path);
    expect(header("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(header("cross-origin-opener-policy")).toBe("same-origin");
    expect(header("access-control-allow-origin")).toBeNull();
  },
);

test.each([
  "/embed/1/../../index.html",
  "/embed/1/%2e%2e/%2e%2e/index.html",
  "/embed/1/..%2f..%2findex.html",
  "/embed/1//index.html",
])("%s is not the page", async (path) => {
  expect((await ask(path)).status).toBe(404);
});
