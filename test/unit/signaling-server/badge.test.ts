/** Badges: how many tabs train a project, as an image and as JSON. Their label is a stranger's text. */
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { badgeSvg } from "../../../signaling-server/badge-svg.ts";
import { textWidth } from "../../../signaling-server/text-width.ts";
import { roomOfLink } from "../../../shared/protocol/built-in-rooms.ts";
import { ROOM } from "./signaling-client.ts";
import { withServer } from "./with-server.ts";

const MAIN_ROOM = roomOfLink(null) ?? "";
const servers = withServer();

interface Badge {
  readonly schemaVersion: number;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

/** Asks a server with `count` tabs of the main project, and one of another. */
async function ask(path: string, count = 0) {
  const server = await servers.start();
  await servers.joined(server, ROOM);
  for (let index = 0; index < count; index++) await servers.joined(server, MAIN_ROOM);
  return fetch(`http://127.0.0.1:${server.port}${path}`);
}

const askJson = async (query: string, count = 0) =>
  (await (await ask(`/badge.json${query}`, count)).json()) as Badge;

describe("as JSON for shields.io", () => {
  test.each([
    [0, "no tab training now"],
    [1, "1 tab training now"],
    [3, "3 tabs training now"],
  ])("%i tabs of the main project", async (count, message) => {
    expect(await askJson("", count)).toEqual({
      schemaVersion: 1,
      label: "Tabloom",
      message,
      color: "1e4c8a",
    });
  });

  test("another project is named by its id, a built-in one by its name too", async () => {
    expect((await askJson(`?project=${ROOM}`)).message).toBe("1 tab training now");
    expect((await askJson("?project=stories", 2)).message).toBe("2 tabs training now");
    expect((await askJson("?project=tiny", 2)).message).toBe("no tab training now");
  });

  test.each(["x", "STORIES", "constructor", "9".repeat(63), "<script>"])(
    "project %j is refused with a sentence",
    async (project) => {
      const response = await ask(`/badge.json?project=${encodeURIComponent(project)}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/^The parameter project must be .+\.\n$/);
    },
  );

  test.each([
    ["our cloth", "our cloth"],
    ["  two\n lines ", "two lines"],
    ["tur\u202Ened\u0000 \u200Baround", "turned around"],
    ["", "Tabloom"],
    ["\u2066\u2069", "Tabloom"],
    ["x".repeat(100), "x".repeat(40)],
    ["🧶".repeat(100), "🧶".repeat(40)],
    ["نسيجنا", "نسيجنا"],
  ])("label %j becomes %j", async (given, label) => {
    expect((await askJson(`?label=${encodeURIComponent(given)}`)).label).toBe(label);
  });
});

describe("as an image", () => {
  test("says the same, to those who hear it too, and may be kept for a minute", async () => {
    const response = await ask("/badge.svg?label=Our%20cloth", 2);
    expect(response.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    const svg = await response.text();
    expect(svg).toContain('aria-label="Our cloth: 2 tabs training now"');
    expect(svg).toContain("<title>Our cloth: 2 tabs training now</title>");
  });

  test("is light, dark, or as its reader has it", () => {
    const [auto, light, dark] = (["auto", "light", "dark"] as const).map((theme) =>
      badgeSvg("a", "b", theme),
    );
    expect(auto).toContain("@media (prefers-color-scheme:dark)");
    expect(light).not.toContain("@media");
    expect(dark).not.toContain("@media");
    expect(light).not.toBe(dark);
  });

  test("holds a stranger's text as text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (label, message) => {
        const svg = badgeSvg(label, message, "auto");
        const inTags = svg.replace(/"[^"<>]*"/g, '""');
        expect(inTags.match(/<\/?\w+/g)).toEqual(badgeSvg("a", "b", "auto").match(/<\/?\w+/g));
      }),
    );
  });

  test("has room for its text", () => {
    expect(textWidth("", 11)).toBe(0);
    expect(textWidth("iiii", 10)).toBeLessThan(textWidth("mmmm", 10));
    expect(textWidth("编织", 10)).toBe(20);
    const width = Number(/width="(\d+)"/.exec(badgeSvg("Tabloom", "3 tabs training now", "auto"))?.[1]);
    expect(width).toBe(textWidth("Tabloom", 11) + textWidth("3 tabs training now", 11) + 28);
  });
});

test("the count of /live.json is that of the room", async () => {
  const count = async (query: string): Promise<unknown> => (await ask(`/live.json${query}`, 2)).json();
  expect(await count("")).toEqual({ v: 1, tabs: 2 });
  expect(await count(`?project=${ROOM}`)).toEqual({ v: 1, tabs: 1 });
  expect(await count(`?project=${"9".repeat(64)}`)).toEqual({ v: 1, tabs: 0 });
  expect((await ask("/live.json", 2)).headers.get("cache-control")).toBe("public, max-age=5");
  expect((await ask("/live.json?project=x")).status).toBe(400);
});
