/** The operator's list of projects: read at the start, followed when it changes, refused with a sentence. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFeatured } from "../../../signaling-server/featured.ts";
import type { LogFields } from "../../../signaling-server/log.ts";
import { readSettings } from "../../../signaling-server/settings.ts";
import { FEATURED_BYTES } from "../../../shared/protocol/featured.ts";
import { withServer } from "./with-server.ts";

const ID = "3b".repeat(32);
const BIRDS = { link: ID, title: "Birds by their songs", question: "Which bird sings?" };
const POEMS = { link: "tiny", title: "شعر عربي", origin: "https://poems.example.org" };

let folder: string;
let path: string;
let logged: (readonly [event: string, fields: LogFields | undefined])[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tabloom-featured-"));
  path = join(folder, "projects.json");
  logged = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (value: unknown) =>
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
const open = () => openFeatured(path, (_level, event, fields) => void logged.push([event, fields]));
const reasonOf = () =>
  open().then(
    () => "it was taken",
    (error: unknown) => String(error),
  );

describe("the list of an operator", () => {
  const servers = withServer();

  test("is served as it is, to be asked for again each time", async () => {
    write([BIRDS, POEMS]);
    const server = await servers.start({ featured: await open() });
    const response = await fetch(`http://127.0.0.1:${server.port}/projects.json`);
    expect(await response.json()).toEqual([BIRDS, POEMS]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  test("is empty where none is set", async () => {
    const server = await servers.start();
    expect(await (await fetch(`http://127.0.0.1:${server.port}/projects.json`)).json()).toEqual([]);
    expect(readSettings({}).projectsFile).toBeNull();
    expect(readSettings({ PROJECTS: " /etc/projects.json " }).projectsFile).toBe("/etc/projects.json");
  });

  test("is read again when its file has changed", async () => {
    write([BIRDS]);
    const featured = await open();
    expect(JSON.parse(await featured())).toEqual([BIRDS]);
    write([BIRDS, POEMS]);
    expect(JSON.parse(await featured())).toEqual([BIRDS, POEMS]);
    expect(logged).toEqual([]);
  });

  test("stays as it was while its file is wrong or gone, which is logged once each", async () => {
    write([BIRDS]);
    const featured = await open();
    write("[{");
    expect(JSON.parse(await featured())).toEqual([BIRDS]);
    expect(JSON.parse(await featured())).toEqual([BIRDS]);
    rmSync(path);
    expect(JSON.parse(await featured())).toEqual([BIRDS]);
    expect(logged.map(([event, fields]) => `${event}: ${fields?.["reason"]}`)).toEqual([
      expect.stringMatching(/^projects-refused: .+ is no JSON/),
      expect.stringMatching(/^projects-refused: .+ there is no file/),
    ]);
    write([POEMS]);
    expect(JSON.parse(await featured())).toEqual([POEMS]);
  });
});

describe("at the start", () => {
  test("a file that is not there is named", async () => {
    expect(await reasonOf()).toBe(
      `SettingsError: PROJECTS is "${path}", but there is no file that can be read.`,
    );
  });

  test("a file that is too long is not read", async () => {
    write(" ".repeat(FEATURED_BYTES + 1));
    expect(await reasonOf()).toContain(
      `has ${FEATURED_BYTES + 1} bytes; at most ${FEATURED_BYTES} are read.`,
    );
  });

  test.for<readonly [what: string, list: unknown, reason: string]>([
    ["no JSON", "[{", "is no JSON"],
    ["no list", { projects: [] }, "must be a list."],
    [
      "a whole link",
      [{ ...BIRDS, link: `https://example.org/?project=${ID}` }],
      "At 0.link: must be what follows",
    ],
    ["no title", [BIRDS, { link: ID, title: "  " }], "At 1.title: must not be empty."],
    ["two lines", [{ ...BIRDS, title: "Birds\nand more" }], "At 0.title: must be one line of plain text."],
    [
      "turned letters",
      [{ ...BIRDS, question: "a\u202Eb" }],
      "At 0.question: must be one line of plain text.",
    ],
    ["a path", [{ ...BIRDS, origin: "https://example.org/a" }], "At 0.origin: must be an origin"],
    ["a script", [{ ...BIRDS, origin: "javascript:alert(1)" }], "At 0.origin: must be an origin"],
    ["an unknown field", [{ ...BIRDS, icon: "x" }], "At 0.icon"],
    ["too many", Array.from({ length: 101 }, () => BIRDS), "must have at most 100 entries."],
  ])("%s is refused, and the place is named", async ([, list, reason]) => {
    write(list);
    expect(await reasonOf()).toContain(reason);
  });
});
