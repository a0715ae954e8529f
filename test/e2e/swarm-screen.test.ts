/** The screen of the swarm: the picture and the table say the same, the keyboard reaches both, and steps redraw nothing but what they change. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/app.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";

let browser: Browser;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  [browser, scripted] = await Promise.all([launchBrowser(), openScriptedPage()]);
});

afterAll(() => Promise.all([browser.close(), scripted.close()]));

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
});

afterEach(() => page.close());

async function show(state: string): Promise<void> {
  await page.goto(scripted.addressOf(state));
  await page.locator("html[data-played] [data-testid=own-speed]").waitFor();
}

/** Who is shown, with the standing of each. */
const standingsIn = (selector: string): Promise<readonly string[]> =>
  page.evaluate(
    (within) =>
      [...document.querySelectorAll<HTMLElement>(`${within} [data-device]:not([data-standing=own])`)]
        .map(({ dataset }) => `${dataset["device"]} ${dataset["standing"]}`)
        .toSorted(),
    selector,
  );

describe("the picture and the table", () => {
  test.for(["swarm", "swarm-one", "swarm-table"])(
    "say the same of everybody in the state %s",
    async (state) => {
      await show(state);
      await page.getByTestId("peers-picture").check({ force: true });
      await page.getByTestId("peer-graph").waitFor();
      const drawn = await standingsIn("[data-testid=peer-graph]");
      expect(drawn.length).toBeGreaterThan(0);
      const links = await page.locator(".peer-link").count();
      expect(links).toBe(drawn.filter((each) => !each.endsWith(" left")).length);
      await page.getByTestId("peers-table").check({ force: true });
      await page.getByTestId("peer-facts").waitFor();
      expect(await standingsIn("[data-testid=peer-facts]")).toEqual(drawn);
    },
  );

  test("differ where there are too many to draw, and the picture says so", async () => {
    await show("swarm-crowd");
    await page.getByTestId("peers-hidden").getByText("10 more are not drawn").waitFor();
    const drawn = await standingsIn("[data-testid=peer-graph]");
    expect(drawn).toHaveLength(60);
    await page.getByTestId("peers-table").check({ force: true });
    await page.getByTestId("peer-facts").waitFor();
    const listed = await standingsIn("[data-testid=peer-facts]");
    expect(listed).toHaveLength(70);
    expect(listed).toEqual(expect.arrayContaining([...drawn]));
  });

  test("the table is there first for people who want no motion", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await show("swarm-looking");
    await page.getByTestId("peer-facts").waitFor();
    expect(await page.getByTestId("peer-graph").count()).toBe(0);
    await page.getByTestId("peers-picture").check({ force: true });
    await page.getByTestId("peer-graph").waitFor();
  });
});

describe("the keyboard", () => {
  test("chooses the table, reaches it, and asks for older rounds without losing its place", async () => {
    await show("swarm");
    await page.getByTestId("peers-picture").focus();
    await page.keyboard.press("ArrowRight");
    await page.getByTestId("peer-facts").waitFor();
    await page.keyboard.press("Tab");
    await page.waitForFunction(
      () => document.activeElement?.querySelector("[data-testid=peer-facts]") !== null,
    );
    const rounds = page.getByTestId("round");
    await page.getByTestId("older-rounds").focus();
    for (const count of [40, 60]) {
      await page.keyboard.press("Enter");
      await rounds.nth(count - 1).waitFor();
      expect(await rounds.count()).toBe(count);
      expect(await page.getByTestId("older-rounds").evaluate((it) => it === document.activeElement)).toBe(
        true,
      );
    }
  });

  test("opens the formula of the energy, which says that nothing is measured", async () => {
    await show("swarm");
    await page.getByTestId("energy").getByText("About 3–12 W now").waitFor();
    await page.getByTestId("energy-how").press("Enter");
    await page.getByText("Nothing is measured").waitFor();
  });

  test("gets from a round to the receipts of it", async () => {
    await show("swarm");
    await page.locator("[data-testid=round] a").first().press("Enter");
    await page.locator("[data-screen=receipts]").waitFor();
  });
});

describe("a round that the address names", () => {
  const untilFocused = (round: number) =>
    page.waitForFunction(
      (wanted) => (document.activeElement as HTMLElement).dataset["round"] === wanted,
      String(round),
    );

  test("is where Enter on a row of the cloth leads: it comes first, and has the focus", async () => {
    await page.goto(scripted.addressOf("training"));
    await page.getByTestId("cloth-readout").getByText("Round 180").waitFor();
    await page.getByTestId("cloth-view").focus();
    for (const key of ["Home", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await untilFocused(2);
    expect(new URL(page.url()).hash).toBe("#/swarm?round=2");
    expect(await page.getByTestId("round").count()).toBe(2);
    await page.getByTestId("chosen-round").getByText("Round 2 and those before it.").waitFor();
    await page.getByTestId("chosen-round").getByRole("link").press("Enter");
    await page.getByTestId("round").nth(19).waitFor();
    expect(new URL(page.url()).hash).toBe("#/swarm");
    await page.goBack();
    await untilFocused(2);
  });

  test("is where a click leads too, and a tap on what is read out", async () => {
    await page.goto(scripted.addressOf("training"));
    const open = page.getByTestId("cloth-open");
    await open.getByText("Round 180").waitFor();
    await page.getByTestId("cloth-view").click({ position: { x: 60, y: 60 } });
    await page.locator("[data-testid=round][aria-current=true]").waitFor();
    await page.goBack();
    await open.getByText("Round 180").click();
    await untilFocused(180);
  });

  test("may be one that nothing is known of, and that is said", async () => {
    await page.goto(scripted.addressOf("swarm-round-unknown"));
    await page
      .getByTestId("chosen-round")
      .getByText("Round 1,204 is not known here; rounds 1 to 180 are.")
      .waitFor();
    await page.waitForFunction(
      () => (document.activeElement as HTMLElement).dataset["testid"] === "chosen-round",
    );
    await page.getByTestId("round").first().getByText("Round 180").waitFor();
  });
});

describe("rounds", () => {
  test("are listed newest first, with who was too late for the last one", async () => {
    await show("swarm");
    await page.getByTestId("rounds").waitFor();
    const numbers = await page
      .getByTestId("round")
      .evaluateAll((rounds) => rounds.map((round) => Number((round as HTMLElement).dataset["round"])));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => 180 - index));
    await page.getByTestId("round").first().getByTestId("round-late").getByText("ee01ab45").waitFor();
    expect(await page.getByTestId("round-late").count()).toBe(1);
  });

  test("are drawn once, however many steps are made meanwhile", async () => {
    await page.goto(scripted.addressOf("live"));
    await page.locator("html[data-played]").waitFor();
    await page.getByTestId("screen-swarm").click();
    const curve = page.locator(".loss-chart .plot");
    const steps = async () =>
      Number(/([\d,]+) steps/.exec((await curve.getAttribute("aria-label"))!)![1]!.replace(",", ""));
    await page.getByTestId("round").first().waitFor();
    // Their code comes when it is asked for, after the words.
    await page.locator(".round-chart canvas").waitFor();
    await page.locator(".rounds time.relative-time").first().waitFor();
    const before = await steps();
    await page.evaluate(async () => {
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frame = 0; frame < 3; frame += 1) await nextFrame(); // it takes its place's size, and is drawn in the frame after
      const counter = globalThis as { redrawn?: number };
      counter.redrawn = 0;
      // An age is another one as time goes on, and no step has part in that.
      const isAge = ({ target }: MutationRecord) =>
        (target instanceof Element ? target : target.parentElement)?.closest("time") instanceof Element;
      const observer = new MutationObserver(
        (changes) => (counter.redrawn! += changes.filter((change) => !isAge(change)).length),
      );
      for (const place of document.querySelectorAll(".rounds, .round-chart, .energy-how"))
        observer.observe(place, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await expect.poll(steps).toBeGreaterThan(before + 50);
    expect(await page.evaluate(() => (globalThis as { redrawn?: number }).redrawn)).toBe(0);
  });
});

describe("a tab without others", () => {
  test("is told what becomes of its work, and why, once it is offline", async () => {
    await show("swarm-alone");
    const note = page.getByTestId("peers-note");
    await note.getByText("You are first.").waitFor();
    await note.getByText("will be checked when someone joins").waitFor();
    await page.context().setOffline(true);
    await page.locator("[data-testid=peers-note][data-cause=offline]").waitFor();
    await page.context().setOffline(false);
    await page.locator("[data-testid=peers-note][data-cause=nobody]").waitFor();
  });

  test("that trains nothing is shown the way to training", async () => {
    await show("swarm-nothing");
    await page.getByRole("link", { name: "Go to training" }).press("Enter");
    await page.getByTestId("start").waitFor();
  });
});
