/**
 * Nothing that Tabloom serves has an address that filter lists block by name: every built file, every made answer, every parameter, on our own page and
 * in other people's. Should a list take us up all the same, we ask to be taken off it, and change no name to get around it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../signaling-server/limits.ts";
import { makeAnswers } from "../../signaling-server/made-answers.ts";
import { createSignaling } from "../../signaling-server/signaling.ts";
import { NONE_FEATURED } from "../../signaling-server/featured.ts";
import { NONE_OFF } from "../../signaling-server/sites-off.ts";
import { SIGNALING_PATH } from "../../shared/protocol/signaling.ts";
import { parseFilterList, REQUEST_TYPES } from "../support/filter-list.ts";

const ROOT = join(import.meta.dirname, "../..");
const WEB_FOLDER = join(ROOT, "dist/web");
const HOST = "tabloom.example";
const ID = "3b".repeat(32);

const filters = parseFilterList(readFileSync(join(ROOT, "test/fixtures/filter-patterns.txt"), "utf8"));

/** What the code reads from addresses, with something that could stand there. */
const PARAMETERS: Readonly<Record<string, string>> = {
  backend: "wasm-threads",
  cap: "20",
  format: "json",
  id: "0b0e7a12-1c5d-4d6e-9f3a-2b4c6d8e0f1a",
  key: "peerjs",
  label: "Tabloom",
  lang: "ar",
  maxheight: "288",
  maxwidth: "360",
  project: ID,
  round: "120",
  site: "https://news.example",
  size: "button",
  team: ID,
  theme: "dark",
  token: "k3jd93kd",
  ts: "1795",
  url: `https://${HOST}/?project=${ID}`,
  version: "1.5.5",
};

function listPaths(): string[] {
  const files = readdirSync(WEB_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(WEB_FOLDER.length).replaceAll("\\", "/"))
    .filter((path) => !/\.(?:br|gz)$|^\/\.vite\//.test(path));
  const made = makeAnswers({
    config: { iceServers: [], signalingServers: [] },
    featured: NONE_FEATURED,
    sitesOff: NONE_OFF,
    publicUrl: null,
    trustedProxies: 0,
    signaling: createSignaling({
      limits: DEFAULT_LIMITS,
      allowedOrigins: "same-host",
      trustedProxies: 0,
      log: () => undefined,
    }),
  });
  return [...files, ...made.keys(), "/", "/embed", "/claim", SIGNALING_PATH];
}

/** Each path alone; and those that take parameters with each of them, and with all. */
function listAddresses(paths: readonly string[]): string[] {
  const queries = [...Object.entries(PARAMETERS).map((entry) => [entry]), Object.entries(PARAMETERS)];
  return paths.flatMap((path) => {
    const plain = `https://${HOST}${path}`;
    if (path.startsWith("/assets/")) return [plain];
    return [plain, ...queries.map((query) => `${plain}?${new URLSearchParams(query).toString()}`)];
  });
}

/** Which rules block which of these, asked for by a page of ours or of somebody else, as whatever. */
function findBlocked(addresses: readonly string[]): string[] {
  const isBlocked = (url: string, filter: (typeof filters)[number]) =>
    [HOST, "news.example"].some((pageHost) =>
      REQUEST_TYPES.some((type) => filter.blocks({ url, type, pageHost })),
    );
  return addresses.flatMap((url) =>
    filters.filter((filter) => isBlocked(url, filter)).map(({ text }) => `${url} by ${text}`),
  );
}

/** Words that people who write such lists look for, alone or between signs. */
const WORDS = /(?<![a-z])(?:miner|mining|mine|pool|hash|hive|coin|stats?|track(?:er|ing)?|ads?)(?![a-z])/i;

describe("the built files and made answers", () => {
  const paths = listPaths();

  test("are all there", () => {
    expect(paths).toEqual(expect.arrayContaining(["/index.html", "/badge.svg", "/oembed", "/config.json"]));
    expect(paths.filter((path) => path.endsWith(".wasm"))).not.toEqual([]);
    expect(paths.length).toBeGreaterThan(40);
  });

  test("are blocked by none of the patterns, on our pages and on others", () => {
    expect(findBlocked(listAddresses(paths))).toEqual([]);
  });

  test("have none of the words in their names", () => {
    const names = [...paths, ...Object.keys(PARAMETERS)];
    expect(names.filter((name) => WORDS.test(name))).toEqual([]);
  });

  test("and every parameter that the sources read is among those that were tried", () => {
    const sources = ["web", "signaling-server", "shared"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
    );
    const read = sources.flatMap((source) =>
      [
        ...source.matchAll(
          /(?:[sS]earchParams|[qQ]uery|said)\)?\.(?:get|has|set)\("([\w-]+)"|[?&]([a-z]+)=[$<`]/g,
        ),
      ].map(([, got, written]) => got ?? written ?? ""),
    );
    expect(read).toContain("project");
    expect(read.filter((name) => !Object.hasOwn(PARAMETERS, name))).toEqual([]);
  });
});

test("a file or a parameter with a name of that kind would be found", () => {
  const planted = [
    "/miner.js",
    "/c.wasm",
    "/assets/helper.wasm",
    "/assets/bootstrap.wasm",
    "/pool?size=4",
    "/lib/web_miner/run.js",
    "/embed?to=ws.spacepools.org",
  ];
  for (const path of planted) expect(findBlocked([`https://${HOST}${path}`])).not.toEqual([]);
  for (const path of ["/assets/hash-BDESndje.js", "/embed/1/coin.svg", "/track?x", "/ads/1"])
    expect(WORDS.test(path)).toBe(true);
  for (const path of ["/assets/loader-1a2b.js", "/readme", "/status", "/assets/hashed.js"])
    expect(WORDS.test(path)).toBe(false);
});
