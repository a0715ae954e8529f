/** The server as a person runs it (the built program, a process of its own), and the page as it serves it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFeatured } from "../../signaling-server/featured.ts";
import { startServer } from "../../signaling-server/server.ts";
import { openApp, type App } from "../support/app.ts";

const WEB_FOLDER = join(import.meta.dirname, "../../dist/web");
const PROGRAM = join(import.meta.dirname, "../../dist/node/server.js");

/** Runs the server until it ends; `onOutput` sees each piece of standard output, and may end it. */
async function runServer(
  port: string,
  onOutput: (text: string, kill: () => void) => void,
  environment: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, PORT: port, ...environment },
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    onOutput(text, () => child.kill("SIGTERM"));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output, errors };
}

describe("the server's process", () => {
  test("says where it is in one line, and ends in order on SIGTERM", async () => {
    const { code, output, errors } = await runServer("0", (_text, kill) => kill());
    expect(output).toMatch(/^Tabloom is running at http:\/\/localhost:\d+\n$/);
    expect(errors).toBe("");
    expect(code).toBe(0);
  });

  test("a taken port ends it with one line that says what to do", async () => {
    let second: ReturnType<typeof runServer> | undefined;
    await runServer("0", (text, kill) => {
      const port = /:(\d+)\n/.exec(text)?.[1] ?? "";
      second = runServer(port, () => undefined);
      void second.finally(kill);
    });
    const { code, output, errors } = (await second) ?? {};
    expect(errors).toMatch(/^Port \d+ is taken\. .+\n$/);
    expect(output).toBe("");
    expect(code).toBe(1);
  });

  test.each(["abc", "-1", "65536", "80.5"])("PORT=%s ends it with one line", async (port) => {
    const { code, errors } = await runServer(port, (_text, kill) => kill());
    expect(errors).toMatch(/^PORT is ".+", but it must be .+\n$/);
    expect(code).toBe(1);
  });
});

test.each(["PROJECTS", "SITES_OFF"])("%s without a list ends the server with one line", async (variable) => {
  const { code, output, errors } = await runServer("0", (_text, kill) => kill(), {
    [variable]: "/nowhere/list.json",
  });
  expect(errors).toBe(`${variable} is "/nowhere/list.json", but there is no file that can be read.\n`);
  expect(output).toBe("");
  expect(code).toBe(1);
});

/** Some other server, with a file that every page may read. */
async function serveFile(content: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end(content);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/data.txt`, close: () => server.close() };
}

describe("the page as served", () => {
  let app: App;

  beforeAll(async () => {
    app = await openApp();
  });

  afterAll(() => app.close());

  test("is isolated, breaks no policy of its own, and takes nothing from elsewhere", async () => {
    const page = await app.browser.newPage();
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(app.origin, { waitUntil: "networkidle" });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([app.origin]);
  });

  test("shows what its operator features, as links that lead where they say", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tabloom-featured-"));
    const list = join(folder, "projects.json");
    const birds = { link: "3b".repeat(32), title: "Birds by their songs", question: "Which bird sings?" };
    const poems = { link: "5c".repeat(32), title: "Poems", origin: "https://poems.example.org" };
    await writeFile(list, JSON.stringify([birds, poems]));
    const featured = await openFeatured(list, () => undefined);
    const server = await startServer({ port: 0, webFolder: WEB_FOLDER, featured });
    const page = await app.browser.newPage();
    await page.goto(`http://localhost:${server.port}/#/projects`);
    const entries = page.getByTestId("featured").getByTestId("directory-entry");
    await entries.getByText("Which bird sings?").waitFor();
    const hrefs = await entries
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(hrefs).toEqual([
      `http://localhost:${server.port}/?project=${birds.link}`,
      `${poems.origin}/?project=${poems.link}`,
    ]);
    await page.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test("may fetch a project's data from wherever its manifest says", async () => {
    const file = await serveFile("once upon a time");
    const page = await app.browser.newPage();
    await page.goto(app.origin);
    const text = await page.evaluate(
      async (url) => (await fetch(url, { credentials: "omit" })).text(),
      file.url,
    );
    file.close();
    expect(text).toBe("once upon a time");
  });
});
