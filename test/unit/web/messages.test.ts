/** The files of messages: complete, alike in what they leave open, in the grammar of their language, and used. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import compile from "icu-minify/compile";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import problems from "../../../shared/problems/en.json";
import ar from "../../../web/messages/ar.json";
import { showCatalog } from "../../../web/messages/catalog.ts";
import de from "../../../web/messages/de.json";
import { messages as german } from "../../../web/messages/de.json?all";
import en from "../../../web/messages/en.json";
import { messages as english } from "../../../web/messages/en.json?all";
import { bestLanguage, isLanguage, LANGUAGES } from "../../../web/messages/language.ts";
import { say } from "../../../web/messages/say.ts";
import { formatAge, formatCount, formatShare } from "../../../web/text/format.ts";
import { faultSentence, ModelFaultError } from "../../../web/projects/project-desk.ts";
import { SCREENS } from "../../../web/screens/screen-address.ts";
import { wordsOf } from "../../../web/text/problem-words.ts";
import { pseudoMessages } from "../../support/pseudo-messages.ts";

type Texts = Readonly<Record<string, string>>;

const ROOT = join(import.meta.dirname, "../../..");
const PARTS = ["page", "screens", "claim", "problems", "embed"] as const;
/** The English of problems is for the command line, too. */
const FILES: Readonly<Record<string, Readonly<Record<(typeof PARTS)[number], Texts>>>> = {
  en: { ...en, ...problems },
  de,
  ar,
};
const textsOf = (language: string): Texts =>
  Object.assign({}, ...PARTS.map((part) => FILES[language]![part])) as Texts;
const ENGLISH = textsOf("en");
/** Kinds of nodes in a compiled message (icu-minify). */
const [POUND, SELECT, PLURAL] = [0, 1, 2];

/** The names of the values and elements in a compiled message. @param nodes texts, and arrays that begin with a name */
function* namesIn(nodes: readonly unknown[]): Generator<string> {
  for (const node of nodes) {
    if (!Array.isArray(node)) continue;
    const [name, kind, ...rest] = node as unknown as readonly [string, ...unknown[]];
    if (kind === SELECT || kind === PLURAL) {
      yield name;
      for (const branch of Object.values(rest[0] as object))
        yield* namesIn(Array.isArray(branch) ? branch : []);
    } else if (kind === undefined || (typeof kind === "number" && kind !== POUND)) {
      yield name;
    } else {
      yield `<${name}>`;
      yield* namesIn([kind, ...rest]);
    }
  }
}

/** What a text leaves open, each once. */
const openIn = (text: string): readonly string[] => [...new Set(namesIn([compile(text)].flat()))].toSorted();

/** The choices of each plural or selection in a text, as `{count, plural, one {…} other {…}}` has them. */
function* choicesIn(node: unknown): Generator<{ readonly kind: unknown; readonly names: readonly string[] }> {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node) && (node[1] === SELECT || node[1] === PLURAL))
    yield { kind: node[1], names: Object.keys(node[2] as object) };
  for (const each of Object.values(node)) yield* choicesIn(each);
}

describe.for(["de", "ar"])("the messages in %s", (language) => {
  const texts = textsOf(language);
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  it("are those of the English file, in the same parts", () => {
    for (const part of PARTS)
      expect(Object.keys(FILES[language]![part]).toSorted()).toEqual(
        Object.keys(FILES["en"]![part]).toSorted(),
      );
  });

  it("leave open what the English ones do", () => {
    const open = (file: Texts) => Object.entries(file).map(([id, text]) => [id, openIn(text)] as const);
    expect(Object.fromEntries(open(texts))).toEqual(Object.fromEntries(open(ENGLISH)));
  });

  it("have every plural of the language, and every choice of the English ones", () => {
    for (const [id, text] of Object.entries(texts)) {
      const found = [...choicesIn(compile(text))];
      for (const { names } of found.filter(({ kind }) => kind === PLURAL))
        expect(names, id).toEqual(expect.arrayContaining([...categories]));
      const selections = (of: string) =>
        [...choicesIn(compile(of))].filter(({ kind }) => kind === SELECT).map(({ names }) => names);
      expect(selections(text), id).toEqual(selections(ENGLISH[id] ?? ""));
    }
  });

  it("are translated", () => {
    /** The same in both: names, symbols of units, and German words that English has too. */
    const same =
      /^(unit\.|age\.|credit\.tiny|cloth\.(thread-state|row)|phase\.training$|status\.(training|line)|backend\.(chosen|refused)|receipt\.(when|operations|this-device|work-weighed|audit\.line)|verify\.progress|board\.(caption|window\.24h|by\.team|name|rank)|(team|profile)\.(title|name)|pause\.pause|megabytes$)/;
    const left = Object.entries(texts).filter(([id, text]) => text === ENGLISH[id] && !same.test(id));
    expect(left).toEqual([]);
  });
});

describe("the English messages", () => {
  it("call no value like an element, because both are looked up by name", () => {
    const twice = Object.entries(ENGLISH).filter(([, text]) =>
      openIn(text).some((name) => openIn(text).includes(`<${name}>`)),
    );
    expect(twice).toEqual([]);
  });

  /** Every source file of the page, with what it says. */
  const sources = new Map<string, string>();

  beforeAll(async () => {
    for (const path of readdirSync(join(ROOT, "web"), { recursive: true, encoding: "utf8" }))
      if (/\.tsx?$/.test(path)) sources.set(`web/${path}`, readFileSync(join(ROOT, "web", path), "utf8"));
  });

  /** Ids that a source names, and beginnings and ends of those that it puts together. */
  const isNamed = (id: string, source: string): boolean =>
    source.includes(`"${id}"`) ||
    [...source.matchAll(/`([a-z][\w.-]*\.)\$\{[^}]*\}([\w.-]*)`/g)].some(
      ([, start = "", end = ""]) => id.startsWith(start) && id.endsWith(end),
    );

  it("are all used", () => {
    const all = [...sources.values()];
    expect(Object.keys(ENGLISH).filter((id) => !all.some((source) => isNamed(id, source)))).toEqual([]);
  });

  it("come with the page where the page itself shows them", () => {
    const shell = new Set<string>();
    const visit = (path: string) => {
      const source = sources.get(path);
      if (source === undefined || shell.has(path)) return;
      shell.add(path);
      for (const [, from = ""] of source.matchAll(/^(?:import|\} from) (?!type)[^;]*?"(\.[^"]+)";/gm))
        visit(relative(ROOT, join(ROOT, dirname(path), from)));
    };
    visit("web/main.tsx");
    expect(shell.size).toBeGreaterThan(50);
    const late = Object.keys({ ...en.screens, ...problems.problems }).flatMap((id) =>
      [...shell].filter((path) => sources.get(path)!.includes(`"${id}"`)).map((path) => `${path}: ${id}`),
    );
    expect(late).toEqual([]);
    expect([...shell].filter((path) => path.includes("/english-of-"))).toEqual([]);
  });
});

describe("the language", () => {
  afterEach(() => showCatalog({ locale: "en", messages: {} }));

  it("is the first that the browser asks for and the page has", () => {
    expect(bestLanguage(["fr-CA", "de-AT", "en"])).toBe("de");
    expect(bestLanguage(["AR"])).toBe("ar");
    expect(bestLanguage(["tlh"])).toBe("en");
    expect(bestLanguage([])).toBe("en");
    expect(["de", "constructor", null, ""].map(isLanguage)).toEqual([true, false, false, false]);
    expect(Object.keys(FILES).toSorted()).toEqual([...LANGUAGES].toSorted());
  });

  it("decides numbers, units and plurals", () => {
    showCatalog({ locale: "de", messages: german });
    expect(formatCount(12_345)).toBe("12.345");
    expect(formatShare(0.972)).toBe("97,2 %");
    expect([3_600_000, 7_200_000].map(formatAge)).toEqual(["vor 1 Stunde", "vor 2 Stunden"]);
    expect(say("status.ready")).toBe("Bereit");
  });

  it("decides what is said of something that went wrong before it was changed", () => {
    const crash = { crash: "running", savedStep: 1200, detail: "" } as const;
    const { fault } = new ModelFaultError({ kind: "not-here" });
    const large = { file: "large", name: "a.txt", size: 101_000_000 } as const;
    expect(wordsOf(large).title).toContain("101.0\u00a0MB");
    expect(wordsOf(crash).advice).toContain("safe up to step\u00a01,200");
    showCatalog({ locale: "de", messages: german });
    expect(wordsOf(crash).title).toBe(de.page["crash.running.title"]);
    expect(wordsOf(crash).advice).toContain("bis Schritt\u00a01.200");
    expect(faultSentence(fault)).toBe(de.screens["project-screen.fault.not-here"]);
    expect(wordsOf(large).title).toContain("101,0\u00a0MB");
  });

  it("falls back to English, with its plurals, where a message is missing", () => {
    showCatalog({ locale: "ar", messages: {} });
    expect(say("status.ready")).toBe("Ready");
    expect(say("age.hours", { count: 1 })).toContain("hour ago");
  });
});

it("a made-up language is longer, bracketed and without a plain word, and keeps what is filled in", () => {
  const pseudo = pseudoMessages(english);
  showCatalog({ locale: "en", messages: pseudo });
  expect(say("status.ready.sentence")).toMatch(/^⟦Ñöţ?.*~+⟧$/u);
  expect(say("age.hours", { count: 3 })).toMatch(/^⟦3 ĥ?.*~+⟧$/u);
  expect(say("restore.question", { name: "Mira", words: "kept" })).toContain("Mira");
  showCatalog({ locale: "en", messages: {} });
});

it("names every screen in the part that comes with the page, because the rest of a screen comes later", () => {
  const headings = SCREENS.filter((screen) => screen !== "donate").flatMap((screen) => [
    `screen.${screen}.name`,
    `screen.${screen}.lede`,
  ]);
  expect(headings.filter((id) => !(id in en.page))).toEqual([]);
});
