/** The page as programs read it that show links: with the operator's address, where it is known. */
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withServer } from "./with-server.ts";

const SOURCE = join(import.meta.dirname, "../../../web/index.html");
const PUBLIC_URL = `https://example.org/a&b'"/`.replace('"', "%22");

let webFolder: string;

beforeAll(async () => {
  webFolder = await mkdtemp(join(tmpdir(), "tabloom-named-"));
  await writeFile(join(webFolder, "index.html"), await readFile(SOURCE));
});

afterAll(() => rm(webFolder, { recursive: true }));

const imageIn = (page: string) => /property="og:image" content="([^"]*)"/.exec(page)?.[1];

describe("the page's picture", () => {
  const servers = withServer();

  test("has an absolute address where the operator has said what it is", async () => {
    const { port } = await servers.start({ webFolder, publicUrl: PUBLIC_URL });
    for (const path of ["/", "/?project=stories", "/index.html"]) {
      const response = await fetch(`http://localhost:${port}${path}`);
      const page = await response.text();
      expect(imageIn(page)).toBe("https://example.org/a&amp;b&#39;%22/share-image.png");
      // Nothing else is another than in the build.
      expect(page.replace("https://example.org/a&amp;b&#39;%22/", "./")).toBe(readFileSync(SOURCE, "utf8"));
      expect(response.headers.get("content-type")).toContain("text/html");
      expect(response.headers.get("cache-control")).toBe("no-cache");
      expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    }
  });

  test("is asked for once: an unchanged page is not sent again, and HEAD gets no body", async () => {
    const { port } = await servers.start({ webFolder, publicUrl: PUBLIC_URL });
    const first = await fetch(`http://localhost:${port}/`, { method: "HEAD" });
    expect([first.status, await first.text()]).toEqual([200, ""]);
    const etag = first.headers.get("etag")!;
    const again = await fetch(`http://localhost:${port}/`, { headers: { "If-None-Match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("stays beside the page where nobody has said an address", async () => {
    const { port } = await servers.start({ webFolder });
    const page = await (await fetch(`http://localhost:${port}/`)).text();
    expect(imageIn(page)).toBe("./share-image.png");
  });

  test("is no reason not to start, where there is no page", async () => {
    const { port } = await servers.start({ publicUrl: PUBLIC_URL });
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(404);
  });
});
