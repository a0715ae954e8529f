/** The page in other languages: complete, accessible, from right to left where they are; and what was chosen is kept. */
import Axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import ar from "../../web/messages/ar.json";
import de from "../../web/messages/de.json";
import problems from "../../shared/problems/en.json";
import en from "../../web/messages/en.json";
import { type App, openApp } from "../support/app.ts";
import { ALL_RULES, violations } from "../support/axe-violations.ts";
import { personOf } from "../support/cloth-rows.ts";
import { layoutFaults } from "../support/layout-faults.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";
import { PagePool } from "../support/page-pool.ts";
import { pseudoMessage } from "../support/pseudo-messages.ts";

/** Each screen, with as much on it as there can be. */
const STATES = [
  "empty",
  "saved-other",
  "saved-nobody",
  "strip-away",
  "training",
  "table",
  "diagnosis-udp",
  "crashed",
  "failed",
  "failed-engine",
  "on-battery",
  "swarm",
  "swarm-table",
  "swarm-nothing",
  "swarm-round",
  "swarm-round-unknown",
  "receipts",
  "receipts-empty",
  "receipts-storage",
  "leaderboard",
  "leaderboard-teams",
  "verify",
  "verify-invalid",
  "verify-blob",
  "verify-odd",
  "verify-failed",
  "you-settled",
  "you-words",
  "you-invited",
  "project-text",
  "project-table",
  "project-images",
  "project-series",
  "project-untrained",
  "project-unknown",
  "settings",
  "create-refused",
  "create-failed",
  "create-passed",
  "create-publishing",
  "create-published",
  "directory-many",
  "directory-unreachable",
  "sites",
  "sites-one",
  "receipts-sites",
];
/** Of the languages from left to right; Arabic is looked at in every state by accessibility.test.ts. */
const LOOKS = [{ width: 360, colorScheme: "dark", rules: ALL_RULES }] as const;

type Texts = Readonly<Record<string, string>>;
const ENGLISH: Texts = { ...en.page, ...en.screens, ...problems.problems };
const LANGUAGES: Readonly<Record<string, Texts>> = {
  de: { ...de.page, ...de.screens, ...de.problems },
  ar: { ...ar.page, ...ar.screens, ...ar.problems },
};

/** What stands where a part of the page is still to come. */
const LOADING: Readonly<Record<string, string>> = {
  de: de.page["page.loading"],
  ar: ar.page["page.loading"],
  pseudo: [pseudoMessage(en.page["page.loading"])]
    .flat()
    .filter((part) => typeof part === "string")
    .join(""),
};

let app: App;
let scripted: ScriptedPage;
let pages: PagePool;

beforeAll(async () => {
  [app, scripted] = await Promise.all([openApp(), openScriptedPage()]);
  pages = new PagePool(await Promise.all([openPage(), openPage()]));
});

afterAll(() => Promise.all([app.close(), scripted.close()]));

async function openPage(): Promise<Page> {
  const page = await app.browser.newPage({ reducedMotion: "reduce" });
  await page.addInitScript({ content: Axe.source });
  return page;
}

async function show(page: Page, state: string, language: string): Promise<void> {
  await page.goto(scripted.addressOf(`${state}&language=${language}`));
  await page.locator("html[data-played] :is([data-testid=status], [data-testid=screen])").first().waitFor();
  await page.getByText(LOADING[language]!, { exact: true }).first().waitFor({ state: "detached" });
}

/** What people read or hear, except what is marked as another language, as a name or as no language at all. */
const shownTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const apart =
      "bdi, .hash, [dir=auto], [lang]:not(html), [translate=no], [readonly], option, script, style";
    const texts: string[] = [];
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest(apart) !== null) continue;
      for (const name of ["aria-label", "alt", "placeholder", "title"])
        texts.push(element.getAttribute(name) ?? "");
      for (const child of element.childNodes)
        if (child.nodeType === Node.TEXT_NODE) texts.push(child.textContent ?? "");
    }
    return texts.map((text) => text.trim()).filter((text) => text !== "");
  });

/** What is marked as English and does not stand within a sentence that quotes it. */
const unquotedTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("bdi[lang=en]")]
      .filter((quote) => quote.textContent === quote.parentElement?.textContent)
      .map((quote) => quote.textContent ?? ""),
  );

describe.concurrent.for(Object.entries(LANGUAGES))("in %s", ([language, texts]) => {
  /** English texts that are other ones here, without what is filled in. */
  const foreign = new Set(
    Object.entries(ENGLISH)
      .filter(([id, text]) => texts[id] !== text)
      .flatMap(([, text]) => (/[{<]/.test(text) ? [] : [text]))
      .filter((text) => !Object.values(texts).includes(text)),
  );

  test.for(STATES)("the state %s shows nothing in English, and has room", (state) =>
    pages.use(async (page) => {
      await show(page, state, language);
      const shown = await shownTexts(page);
      expect(shown.length).toBeGreaterThan(10);
      expect(shown.filter((text) => foreign.has(text))).toEqual([]);
      expect(await unquotedTexts(page)).toEqual([]);
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await layoutFaults(page), `${width} px wide`).toEqual([]);
      }
      if (language !== "ar") expect(await violations(page, `${state} in ${language}`, LOOKS)).toEqual([]);
    }),
  );
});

/** Of those who weave the example cloth: nobody translates them. */
const NAMES = new Set([0, 1, 2, 3, 4, 5].flatMap((person) => pseudonymOf(personOf(person)).split(" ")));
/** Hexadecimal digits, names of data, models and files, symbols of units, and what the scripted data says. */
const DATA =
  /^([0-9a-f]+|Tabloom|gpt|nano|mlp|cnn|csv|adult|train|leaderboard|json|user|team|tables|xml|tabloom|bundle|[kMGTPEZ]?FLOP|Bachelors|Never|HS|grad|Married|civ|spouse|Prof|specialty|Lively|Moon|https|weavers|example|ulm|Mira|old|tales)$/;
/** The letters of messages carry accents here: a word without any is in no message. */
const isPlain = (word: string) => /^[a-z]*[aceginorsuyz][a-z]*$/i.test(word);

test.concurrent.for(STATES)(
  "every word of the state %s is in a message, and those of longer languages have room",
  (state) =>
    pages.use(async (page) => {
      await page.setViewportSize({ width: 360, height: 900 });
      await show(page, state, "pseudo");
      const isWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
      expect(await page.evaluate(isWide)).toBe(false);
      const words = (await shownTexts(page)).flatMap((text) => text.match(/\p{L}{3,}/gu) ?? []);
      expect(words.filter((word) => isPlain(word) && !DATA.test(word) && !NAMES.has(word))).toEqual([]);
    }),
);

describe("the built page", () => {
  test("speaks the browser's language from the first drawing on, in its direction", async () => {
    const context = await app.browser.newContext({ locale: "ar-EG" });
    const opened = await context.newPage();
    await opened.goto(app.origin);
    await opened.getByTestId("start").getByText(ar.page["run.start"]).waitFor();
    expect(await opened.locator("html").getAttribute("dir")).toBe("rtl");
    expect(await opened.locator("html").getAttribute("lang")).toBe("ar");
    await context.close();
  });

  test("keeps the language and the theme that were chosen", async () => {
    const context = await app.browser.newContext({ colorScheme: "light" });
    const opened = await context.newPage();
    await opened.goto(`${app.origin}/#/settings`);
    await opened.getByTestId("language").selectOption("de");
    await opened.getByRole("heading", { name: de.page["screen.settings.name"] }).waitFor();
    await opened.waitForFunction(() => document.title === "Einstellungen · Tabloom");
    await opened.getByTestId("theme-dark").check({ force: true });
    const background = () =>
      opened.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await opened.reload();
    await opened.getByRole("heading", { name: de.page["screen.settings.name"] }).waitFor();
    expect(await background()).toBe(dark);
    expect(await opened.getByTestId("theme-dark").isChecked()).toBe(true);
    await opened.getByTestId("theme-system").check({ force: true });
    expect(await background()).not.toBe(dark);
    await opened.getByTestId("language").selectOption("browser");
    await opened.getByRole("heading", { name: "Settings" }).waitFor();
    await context.close();
  });

  test("finds its screens under the addresses of older links, too", async () => {
    const opened = await app.browser.newPage();
    await opened.goto(`${app.origin}/#verify`);
    await opened.getByTestId("bundle-input").waitFor({ state: "attached" });
    await opened.goto(`${app.origin}/#/you`);
    await opened.getByTestId("own-name").waitFor();
    await opened.close();
  });
});
