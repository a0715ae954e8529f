/** The screens of the ledger in a real browser, over a ledger that plays a script: what people press, and what comes of it. */
import { readFile } from "node:fs/promises";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/app.ts";
import { tabTo } from "../support/keyboard.ts";
import { PHRASE, TEAM } from "../support/ledger-views.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";

let browser: Browser;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  [browser, scripted] = await Promise.all([launchBrowser(), openScriptedPage()]);
});

afterAll(() => Promise.all([browser.close(), scripted.close()]));

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
});

async function show(state: string): Promise<void> {
  await page.goto(scripted.addressOf(state));
  await page.locator("html[data-played]").waitFor();
}

const get = (testId: string) => page.getByTestId(testId);

async function download(press: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return file;
}

const contentOf = async (file: Download): Promise<Buffer> => readFile(await file.path());

describe("receipts", () => {
  test("open to what they prove, and older ones come when they are asked for", async () => {
    await show("receipts-many");
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=receipt]").length === 100);
    const first = get("receipt").first();
    expect(await first.getByText("Why").count()).toBe(0); // built only when somebody looks
    await first.locator("summary").click();
    await first.getByText("60 more contributions to go; not audited yet.").waitFor();
    await get("older-receipts").click();
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=receipt]").length === 150);
    expect(await get("receipt-count").getAttribute("data-value")).toBe("180");
    expect(await first.getAttribute("open")).toBe(""); // stays as it was
  });
});

describe("leaderboard", () => {
  test("counts people, teams or countries, and each person's row opens to receipts", async () => {
    await show("leaderboard");
    expect(await get("receipt").count()).toBe(5);
    await get("by-team").check({ force: true });
    await page.getByText("Weavers of Ulm").waitFor();
    expect(await get("leaderboard-row").count()).toBe(3);
    await get("by-country").check({ force: true });
    await page.getByText("Kenya").waitFor();
    expect(await page.locator("[data-own=true] bdi").textContent()).toBe("Kenya");
  });

  test("shows at first who is near, then the top, or a name, in the unit that is chosen", async () => {
    await show("leaderboard-far");
    await page.getByText("Ranks 807 to 817 of 1,204 people").waitFor();
    await get("board-place").click();
    await get("board-place").getByText("Around me").waitFor();
    await page.waitForFunction(
      () => document.querySelector("[data-testid=leaderboard-row] td")?.textContent === "1",
    );
    await get("board-search").fill("observ");
    await page.getByText("1 person", { exact: true }).waitFor();
    await get("board-search").fill("nobody at all");
    await page.getByText("No name here has that in it.").waitFor();
    await get("board-search").fill("");
    await get("unit").selectOption("hours");
    await page.getByRole("columnheader", { name: "Hours" }).waitFor();
    await page.getByRole("link", { name: "Verify it yourself" }).click();
    await page.locator("[data-screen=verify]").waitFor();
  });

  test("keeps the own row in sight wherever one scrolls", async () => {
    await show("leaderboard-far");
    await get("board-place").click();
    await get("board-place").getByText("Around me").waitFor();
    const own = page.locator("tr[data-own=true] bdi");
    const isInSight = async () => {
      const box = await own.boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= (page.viewportSize()?.height ?? 0);
    };
    await own.waitFor();
    expect(await isInSight()).toBe(true);
    await page.evaluate(() => window.scrollTo(0, 600));
    expect(await isInSight()).toBe(true);
  });

  test("gives its bundle to the keyboard alone, and so does the check of one", async () => {
    await show("leaderboard-far");
    await tabTo(page, "export-bundle");
    const bundle = await download(() => page.keyboard.press("Enter"));
    page.once("filechooser", (chooser) => void bundle.path().then((path) => chooser.setFiles(path)));
    await show("verify");
    await tabTo(page, "bundle-input");
    await page.keyboard.press("Enter");
    await page.getByText("Valid: 1,204 contributions by 31 peers").waitFor();
  });

  test("goes along as a file, and as the bundle that proves it", async () => {
    await show("leaderboard-far");
    const bundle = await download(() => get("export-bundle").click());
    expect(bundle.suggestedFilename()).toBe("tabloom-5a11ad00.bundle");
    expect((await contentOf(bundle)).toString()).toBe("bundle");
    await page.getByText("Leaderboard as a file").click();
    const board = await download(() => get("export-user.xml").click());
    expect([board.suggestedFilename(), (await contentOf(board)).toString()]).toEqual([
      "user.xml",
      "a board as user.xml",
    ]);
  });

  test("says when there is nothing to take along", async () => {
    await show("leaderboard");
    await get("export-bundle").click();
    await page.getByText("This browser has nothing of this project yet.").waitFor();
  });
});

describe("verify", () => {
  const file = { name: "history.bundle", mimeType: "", buffer: Buffer.from("x") };

  test("checks a file that is chosen or dropped, and goes on while one looks elsewhere", async () => {
    await show("verify");
    await get("bundle-input").setInputFiles(file);
    await page.getByText("Valid: 1,204 contributions by 31 peers").waitFor();
    await get("screen-receipts").click();
    await get("no-receipts").waitFor();
    await get("screen-verify").click();
    expect(await get("verify-result").getAttribute("data-valid")).toBe("true");
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["y"], "dropped.bundle"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.getByText("dropped.bundle").waitFor();
  });

  test("names the first thing that fails", async () => {
    await show("verify-invalid");
    await get("verify-failure").waitFor();
    expect(await get("verify-result").getAttribute("data-valid")).toBe("false");
    expect(await get("verify-failure").textContent()).toContain("Position 20,480 in the file");
  });
});

describe("the twelve words", () => {
  test("are nowhere in the page before they are asked for", async () => {
    await show("you-settled");
    await get("show-words").waitFor();
    expect(await page.content()).not.toContain("abandon");
    await get("show-words").click();
    expect((await get("phrase").innerText()).split(/\s+/)).toEqual(PHRASE.split(" "));
    await get("show-words").click();
    expect(await page.content()).not.toContain("abandon");
  });

  test("of a link leave the address at once, and replace nobody without a yes", async () => {
    await show("you-restore");
    await get("restore-offer").waitFor();
    expect(await page.evaluate(() => location.hash)).toBe("#/you");
    await page.getByRole("button", { name: "Stay who I am" }).click();
    await page.getByText("Nothing was changed.").waitFor();
    await page.reload();
    await page.locator("html[data-played]").waitFor();
    await get("accept-restore").click();
    await page.getByText("This device now belongs to that person.", { exact: false }).waitFor();
  });

  test("that are typed replace nobody without a yes either", async () => {
    await show("you");
    await get("restore-words").fill(PHRASE);
    await get("restore").click();
    await page.getByRole("button", { name: "Stay who I am" }).click();
    expect(await get("restore-words").inputValue()).toBe(PHRASE);
    await get("restore").click();
    await get("restore-yes").click();
    await page.getByText("This device now belongs to that person.", { exact: false }).waitFor();
    expect(await get("restore-words").inputValue()).toBe("");
  });
});

describe("the own identity", () => {
  test("is joined to a team by a link, and never before somebody says so", async () => {
    await show(`empty&team=${TEAM}`);
    await get("invitation").waitFor();
    await get("invitation").getByRole("link").click();
    await get("join-team").click();
    await page.waitForFunction(() => !location.search.includes("team="));
    await get("team-invitation").waitFor({ state: "detached" });
  });

  test("says why something was refused", async () => {
    await show("you-settled");
    await page.getByText("Another tab of this browser is at work.").waitFor();
  });

  test("has a certificate, as a drawing and as a picture", async () => {
    await show("you-settled");
    const drawing = await download(() => get("certificate-svg").click());
    expect((await contentOf(drawing)).toString()).toMatch(/^<svg /);
    const picture = await download(() => get("certificate-png").click());
    const png = await contentOf(picture);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * 1123, 2 * 794]);
  });
});
