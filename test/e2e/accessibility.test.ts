/**
 * The page for people who see little, use no pointer or want no motion: in every state that can be scripted, light and
 * dark, narrow and wide. axe-core finds what rules can find; the keyboard and motion are tried out.
 */
import Axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";
import { LEDGER_STATES } from "../support/scripted-page/ledger-states.ts";
import { STATE_NAMES } from "../support/scripted-page/states.ts";
import { textFile } from "../support/training-page.ts";

/** WCAG 2.2 AA, and good practice. */
const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOR_RULES = ["color-contrast", "link-in-text-block"];
/** Widths in CSS pixels. The second theme differs from the first in nothing but colours. */
const LOOKS = [
  { width: 1280, colorScheme: "light", rules: ALL_RULES },
  { width: 1280, colorScheme: "dark", rules: COLOR_RULES },
  { width: 360, colorScheme: "dark", rules: COLOR_RULES },
  { width: 360, colorScheme: "light", rules: ALL_RULES },
] as const;

let app: App;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  [app, scripted] = await Promise.all([openApp(), openScriptedPage()]);
  // Without motion, colours are there at once when the theme changes.
  page = await app.browser.newPage({ reducedMotion: "reduce" });
  await page.addInitScript({ content: Axe.source });
  await page.clock.install();
});

afterAll(() => Promise.all([app.close(), scripted.close()]));

async function show(state: string): Promise<void> {
  await page.goto(scripted.addressOf(state));
  await page.clock.runFor(100); // the script waits for the page
  await page.locator("html[data-played] :is([data-testid=status], [data-testid=screen])").waitFor();
  await page.clock.runFor(100); // the page waits before it shows frequent events
}

/** What is wrong in any theme and width, a line each. @param state for the lines */
async function violations(state: string): Promise<string[]> {
  await page.evaluate(() => {
    // Of a long list the first few: the others would say the same.
    for (const details of [...document.querySelectorAll("details")].slice(0, 12)) details.open = true;
    // Radio buttons lie over their words, and axe judges no text under something else.
    for (const radio of document.querySelectorAll<HTMLElement>(".segment input"))
      radio.style.clipPath = "inset(50%)";
    // The own row of the leaderboard lies over others until one scrolls; their buttons would seem cut.
    for (const cell of document.querySelectorAll<HTMLElement>("tr[data-own=true] > *"))
      cell.style.position = "static";
  });
  const lines: string[] = [];
  for (const { width, colorScheme, rules } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async (runOnly) => {
      const { axe } = globalThis as unknown as { readonly axe: typeof Axe };
      const { violations } = await axe.run({ runOnly });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, html }) => `${id} (${help}): ${target.join(" ")} ${html}`),
      );
    }, rules);
    lines.push(...found.map((what) => `${state}, ${colorScheme}, ${width} px: ${what}`));
  }
  await page.setViewportSize({ width: 320, height: 900 }); // as wide as 1280 px that are enlarged four times
  const pageWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  if (pageWidth > 320) lines.push(`${state}, 320 px: scrolls sideways, because it is ${pageWidth} px wide`);
  return lines;
}

describe("no rule is broken", () => {
  test.for([...STATE_NAMES, ...Object.keys(LEDGER_STATES)])("in the state %s", async (state) => {
    await show(state);
    expect(await violations(state)).toEqual([]);
  });

  test("in the built page", async () => {
    await page.goto(app.origin);
    await page.getByTestId("status").waitFor();
    expect(await violations("built")).toEqual([]);
  });

  test("by a file that was chosen, nor by one that is refused", async () => {
    await show("empty");
    for (const file of [textFile("proverbs.txt", "Many hands."), textFile("empty.txt", "")]) {
      await page.getByTestId("file-input").setInputFiles(file);
      expect(await violations(file.name)).toEqual([]);
    }
  });
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

  const SCREENS = ["screen-donate", "screen-receipts", "screen-leaderboard", "screen-verify", "screen-you"];
  const READING = ["summary", "peers-heading", "sample"];
  test.for([
    ["empty", "file-input", "intensity-half", "start", "relay-only", ...READING],
    ["training", "intensity-half", "stop", "time", "share-link", "copy-link", "time", ...READING, "summary"],
    ["failed", "file-input", "intensity-half", "start", "relay-only", "problem-action", ...READING],
  ])("in the state %s", async ([state = "", ...expected]) => {
    await show(state);
    const stops: (string | null)[] = [];
    while (stops.at(-1) !== null && stops.length < 20) {
      await page.keyboard.press("Tab");
      stops.push(await focused());
    }
    expect(stops).toEqual([...SCREENS, ...expected, null]);
  });
});

test("Escape hides the exact time that the focus shows", async () => {
  await show("training");
  const exact = page.locator(".exact-time").last();
  await page.locator("time").last().focus();
  expect(await exact.isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  expect(await exact.isVisible()).toBe(false);
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
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");

  test("the keyboard's focus goes to the heading, and back leads back", async () => {
    await show("empty");
    await page.getByTestId("screen-receipts").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("no-receipts").waitFor();
    expect(await focused()).toBe("Receipts");
    expect(await page.title()).toBe("Receipts · Tabloom");
    await page.getByTestId("screen-verify").press("Enter");
    await page.getByTestId("verify-result").waitFor();
    expect(await focused()).toBe("Verify");
    await page.goBack();
    await page.getByTestId("no-receipts").waitFor();
    expect(await focused()).toBe("Receipts");
    await page.goBack();
    await page.getByTestId("start").waitFor();
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("main");
  });

  test("what was chosen for training is still chosen afterwards", async () => {
    await show("empty");
    await page.getByTestId("file-input").setInputFiles(textFile("proverbs.txt", "Many hands."));
    await page.getByTestId("intensity-light").check({ force: true });
    await page.getByTestId("screen-you").click();
    await page.getByTestId("own-name").waitFor();
    await page.getByTestId("screen-donate").click();
    expect(await page.getByText("proverbs.txt").count()).toBe(1);
    expect(await page.getByTestId("intensity-light").isChecked()).toBe(true);
  });

  test("a question takes the focus to the answer that changes nothing, and gives it back", async () => {
    await show("you-words");
    expect(await focused()).toBe("Keep them");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("I wrote them down: forget them here");
  });
});
