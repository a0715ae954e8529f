/** The operator's switch: which sites may not show the widget, and why. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogFields } from "../../../signaling-server/log.ts";
import { openSitesOff } from "../../../signaling-server/sites-off.ts";
import { withServer } from "./with-server.ts";

const HIDES = { site: "https://hides.example", reason: "It hides the widget." };
const PAYS = { site: "http://localhost:8080", reason: "It pays for clicks." };

let folder: string;
let path: string;
let logged: (readonly [event: string, fields: LogFields | undefined])[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tabloom-sites-off-"));
  path = join(folder, "sites-off.json");
  logged = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (value: unknown) => writeFileSync(path, JSON.stringify(value));
const open = () => openSitesOff(path, (_level, event, fields) => void logged.push([event, fields]));

describe("a site", () => {
  const servers = withServer();

  const askFor = async (site: string, headers = {}) => {
    write([HIDES, PAYS]);
    const server = await servers.start({ sitesOff: await open() });
    return fetch(`http://127.0.0.1:${server.port}/embed.json${site}`, { headers });
  };

  test.each([
    ["https://hides.example", HIDES.reason],
    ["http://localhost:8080", PAYS.reason],
    ["http://hides.example", null],
    ["https://www.hides.example", null],
    ["https://hides.example:8443", null],
    ["http://localhost:8081", null],
  ])("%s is told %j", async (site, off) => {
    const response = await askFor(`?site=${encodeURIComponent(site)}`);
    expect(await response.json()).toEqual({ v: 1, off });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    "",
    "?site=",
    "?site=null",
    "?site=hides.example",
    "?site=https://hides.example/",
    "?site=https://HIDES.example",
    "?site=https://hides.example:443",
    "?site=https://user@hides.example",
    "?site=ftp://hides.example",
    "?site=https://%00",
    `?site=https://${"a".repeat(300)}.example`,
  ])("%j is refused with a sentence", async (site) => {
    const response = await askFor(site);
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(
      "The parameter site must be the origin of a page, such as https://example.org.\n",
    );
  });

  test("gets a question back that is longer than any answer needs", async () => {
    expect((await askFor(`?site=${"a".repeat(5_000)}`)).status).toBe(414);
  });

  test("that is off gets the frame all the same, because the frame says why", async () => {
    write([HIDES]);
    writeFileSync(join(folder, "embed.html"), "The frame.");
    const server = await servers.start({ sitesOff: await open(), webFolder: folder });
    const headers = { Referer: `${HIDES.site}/` };
    const response = await fetch(`http://127.0.0.1:${server.port}/embed`, { headers });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("The frame.");
  });

  test("may show the widget where nothing is set", async () => {
    const server = await servers.start();
    const response = await fetch(`http://127.0.0.1:${server.port}/embed.json?site=${HIDES.site}`);
    expect(await response.json()).toEqual({ v: 1, off: null });
  });
});

test("a change of the list counts at once, and a wrong one is logged and changes nothing", async () => {
  write([HIDES]);
  const sitesOff = await open();
  expect(await sitesOff(PAYS.site)).toBeNull();
  write([HIDES, PAYS]);
  expect(await sitesOff(PAYS.site)).toBe(PAYS.reason);
  write([{ ...PAYS, site: "localhost" }]);
  expect(await sitesOff(PAYS.site)).toBe(PAYS.reason);
  expect(logged.map(([event, fields]) => `${event}: ${fields?.["reason"]}`)).toEqual([
    expect.stringMatching(/^sites-off-refused: SITES_OFF: .+ At 0\.site: must be an origin/),
  ]);
});

test.for<readonly [what: string, list: unknown, reason: string]>([
  ["no list", {}, "must be a list."],
  ["a page", [{ ...HIDES, site: "https://hides.example/page" }], "At 0.site: must be an origin"],
  ["another spelling", [{ ...HIDES, site: "https://Hides.example" }], "At 0.site: must be an origin"],
  ["no reason", [{ ...HIDES, reason: " " }], "At 0.reason: must not be empty."],
  ["turned letters", [{ ...HIDES, reason: "a\u202Eb" }], "At 0.reason: must be one line of plain text."],
  [
    "a long reason",
    [{ ...HIDES, reason: "a".repeat(121) }],
    "At 0.reason: must have at most 120 characters.",
  ],
])("%s is refused at the start, and the place is named", async ([, list, reason]) => {
  write(list);
  await expect(open()).rejects.toThrow(reason);
});
