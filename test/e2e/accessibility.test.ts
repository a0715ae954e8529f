/**
 * The page for people who see little, use no pointer or want no motion: in every state that can be scripted, from left to
 * right and from right to left, light, dark and in the system's colours, narrow and wide. axe-core finds what rules can
 * find; the keyboard and motion are tried out.
 */
import Axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import en from "../../web/messages/en.json";
import { type App, openApp } from "../support/app.ts";
import { ALL_RULES, COLOR_RULES, violations } from "../support/axe-violations.ts";
import { layoutFaults } from "../support/layout-faults.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";
import { PagePool } from "../support/page-pool.ts";
import { speak } from "../support/scripted-language.ts";
import { CLAIM_STATES } from "../support/scripted-page/claim-states.ts";
import { LEDGER_STATES } from "../support/scripted-page/ledger-states.ts";
import { STATE_NAMES } from "../support/scripted-page/states.ts";
import { textFile } from "../support/training-page.ts";

/**
 * Widths in CSS pixels. The dark theme differs from the light one in nothing but colours, and the other direction in where
 * things lie, so between them the looks have every theme in both directions, and each of them wide and narrow.
 */
const LOOKS = [
  { width: 1280, colorScheme: "light", rules: ALL_RULES },
  { width: 1280, colorScheme: "dark", rules: COLOR_RULES },
  { width: 360, colorScheme: "light", rules: ALL_RULES },
  { width: 768, colorScheme: "light", hasForcedColors: true, rules: ALL_RULES },
] as const;
const ARABIC_LOOKS = [
  { width: 768, colorScheme: "light", hasForcedColors: true, rules: COLOR_RULES },
  { width: 360, colorScheme: "dark", rules: COLOR_RULES },
  { width: 360, colorScheme: "light", rules: ALL_RULES },
] as const;

/** A phone, a tablet and a desk, in CSS pixels. */
const WIDTHS = [360, 768, 1440] as const;

let app: App;
let scripted: ScriptedPage;
let pages: PagePool;
/** For tests that run alone. */
let page: Page;

beforeAll(async () => {
  [app, scripted] = await Promise.all([openApp(), openScriptedPage()]);
  const opened = await Promise.all([openPage(), openPage()]);
  pages = new PagePool(opened);
  [page] = opened;
});

afterAll(() => Promise.all([app.close(), scripted.close()]));

async function openPage(): Promise<Page> {
  // Without motion, colours are there at once when the theme changes.
  const opened = await app.browser.newPage({ reducedMotion: "reduce" });
  await opened.addInitScript({ content: Axe.source });
  await opened.clock.install();
  return opened;
}

async function show(state: string, on = page): Promise<void> {
  await on.goto(scripted.addressOf(state));
  await on.clock.runFor(100); // the script waits for the page
  const shown = ["status", "screen", "claim"].map((id) => `html[data-played] [data-testid=${id}]`);
  await on.locator(shown.join()).first().waitFor();
  await on.clock.runFor(100); // the page waits before it shows frequent events
  while ((await on.locator(".cloth-place, .cloth[aria-busy=true]").count()) > 0) await on.clock.runFor(100); // its code comes later
  if (state.endsWith("-loading")) return; // and so it stays
  const loading = on.getByText(en.page["page.loading"], { exact: true });
  await loading.first().waitFor({ state: "detached" });
}

/** Some frames of the page. */
const FRAMES_MS = 100;

/** Exact times are there a moment later than the page: their code, and then React, which waits before it replaces something. */
async function showExactTimes(): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.clock.runFor(1000);
  await page.locator(".relative-time").last().waitFor();
}

describe.concurrent("no rule is broken, and nothing is cut or lies on something else", () => {
  test.for([...STATE_NAMES, ...Object.keys(LEDGER_STATES), ...CLAIM_STATES])("in the state %s", (state) =>
    pages.use(async (on) => {
      await show(state, on);
      for (const width of WIDTHS) {
        await on.setViewportSize({ width, height: 900 });
        expect(await layoutFaults(on), `${width} px wide`).toEqual([]);
      }
      expect(await violations(on, state, LOOKS)).toEqual([]);
      await speak(on, "ar");
      await on.clock.runFor(FRAMES_MS);
      await on.setViewportSize({ width: 360, height: 900 });
      expect(await layoutFaults(on), "in Arabic").toEqual([]);
      expect(await violations(on, `${state} in Arabic`, ARABIC_LOOKS)).toEqual([]);
    }),
  );

  test("in the built page", () =>
    pages.use(async (on) => {
      await on.goto(app.origin);
      await on.getByTestId("status").waitFor();
      expect(await violations(on, "built", LOOKS)).toEqual([]);
    }));

  test("by a file that was chosen, nor by one that is refused", () =>
    pages.use(async (on) => {
      await show("empty", on);
      for (const file of [textFile("proverbs.txt", "Many hands."), textFile("empty.txt", "")]) {
        await on.getByTestId("file-input").setInputFiles(file);
        expect(await violations(on, file.name, LOOKS)).toEqual([]);
      }
    }));
});

test("words that are cut, that lie on others or that are too wide are found", async () => {
  const other = await app.browser.newPage({ viewport: { width: 360, height: 900 } });
  await other.setContent(`
    <p style="inline-size: 40px; overflow: hidden; white-space: nowrap">a long line</p>
    <p style="position: absolute; inset-block-start: 200px">one</p>
    <p style="position: absolute; inset-block-start: 202px">other</p>
    <p style="inline-size: 400px">wide</p>`);
  expect(await layoutFaults(other)).toEqual([
    expect.stringMatching(/^scrolls sideways: \d+ of 360 px$/),
    '"a long line" is cut by .p',
    '"one" lies on "other"',
  ]);
  await other.close();
});

describe("Tab reaches everything in reading order, and an outline shows where it is", () => {
  /** The name of what has the focus, and a complaint unless it alone is outlined; null at the end of the page. */
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return null;
      const outlined = [...document.querySelectorAll<HTMLElement>("body *")].filter(
        (each) => each.offsetWidth > 1 && getComputedStyle(each).outlineStyle !== "none",
      );
      // The file input itself is invisible; its label stands for it.
      const owners = outlined.map((each) => (each instanceof HTMLLabelElement ? each.control : each));
      const isMarked = owners.length === 1 && owners[0] === element;
      const { dataset, localName } = element;
      const name = dataset["testid"] ?? element.getAttribute("aria-labelledby") ?? localName;
      return isMarked ? name : `${name}, without outline`;
    });

  const SCREENS = [
    "screen-donate",
    "screen-swarm",
    "screen-projects",
    "screen-leaderboard",
    "screen-receipts",
    "screen-verify",
    "screen-you",
    "screen-settings",
  ];
  const RESTS = ["pause-run", "finish-round", "snooze", "pause-settings"];
  const GIVEN = ["a", "a", "keep-later"];
  const CLOTH = ["cloth-view", "cloth-open", "summary", "cloth-svg", "cloth-png"];
  const READING = ["summary", "peers-heading"];
  test.for([
    [
      "empty",
      "about-project",
      "start",
      "pause-settings",
      "intensity-half",
      "relay-only",
      "sample",
      ...READING,
      "file-input",
    ],
    [
      "training",
      "about-project",
      "time",
      "stop",
      ...RESTS,
      "intensity-half",
      ...CLOTH,
      "sample",
      "time",
      ...READING,
      "share-link",
      "copy-link",
      "send-link",
      ...GIVEN,
      "summary",
    ],
    [
      "failed",
      "about-project",
      "start",
      "pause-settings",
      "problem-action",
      "intensity-half",
      "relay-only",
      "sample",
      ...READING,
      "file-input",
    ],
  ])("in the state %s", async ([state = "", ...expected]) => {
    await show(state);
    if (expected.includes("time")) await showExactTimes();
    const stops: (string | null)[] = [];
    while (stops.at(-1) !== null && stops.length < 40) {
      await page.keyboard.press("Tab");
      stops.push(await focused());
    }
    expect(stops).toEqual([...SCREENS, ...expected, null]);
  });
});

// On the narrow page the focus scrolls to it, which closed it again.
test.for([1280, 360])("Escape hides the exact time that the focus shows, %i pixels wide", async (width) => {
  await page.setViewportSize({ width, height: 720 });
  await show("training");
  await showExactTimes();
  const exact = page.locator(".exact-time").last();
  await page.locator("time.relative-time").last().focus();
  await page.clock.runFor(FRAMES_MS); // it is placed in the next frame, and the clock stands still
  await exact.waitFor();
  await page.keyboard.press("Escape");
  await page.clock.runFor(FRAMES_MS);
  await exact.waitFor({ state: "hidden" });
});

test("nothing moves by itself for people who asked for that", async () => {
  const moving = () =>
    page.evaluate(() => {
      const elements = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== "none" || /[1-9]/.test(transitionDuration);
      });
      return elements.map(({ className }) => className);
    });
  await show("training");
  expect(await moving()).toEqual([]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await moving()).toContain("button"); // for others something does
});

describe("from screen to screen", () => {
  /** The focus and the title follow a screen after it was drawn. */
  const untilFocused = (text: string) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, text);
  const untilTitled = (title: string) => page.waitForFunction((wanted) => document.title === wanted, title);

  test("the keyboard's focus goes to the heading, and back leads back", async () => {
    await show("empty");
    await page.getByTestId("screen-receipts").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("no-receipts").waitFor();
    await untilFocused("Receipts");
    await untilTitled("Receipts · Tabloom");
    await page.getByTestId("screen-verify").press("Enter");
    await page.getByTestId("verify-result").waitFor();
    await untilFocused("Verify");
    await page.goBack();
    await page.getByTestId("no-receipts").waitFor();
    await untilFocused("Receipts");
    await page.goBack();
    await page.getByTestId("start").waitFor();
    await page.waitForFunction(() => document.activeElement?.localName === "main");
    expect(await page.evaluate(() => scrollY)).toBe(0); // the way to the screens stays in sight
  });

  test("what was chosen for training is still chosen afterwards", async () => {
    await show("empty");
    await page.getByTestId("file-input").setInputFiles(textFile("proverbs.txt", "Many hands."));
    await page.getByTestId("intensity-light").check({ force: true });
    await page.getByTestId("screen-you").click();
    await page.getByTestId("own-name").waitFor();
    await page.getByTestId("screen-donate").click();
    await page.getByText("proverbs.txt").waitFor();
    expect(await page.getByTestId("intensity-light").isChecked()).toBe(true);
  });

  test("a question takes the focus to the answer that changes nothing, and gives it back", async () => {
    await show("you-words");
    await untilFocused("Keep them");
    await page.keyboard.press("Enter");
    await untilFocused("I wrote them down: forget them here");
  });
});
