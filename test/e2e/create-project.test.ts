/** A project from the first file to the first guest, by the keyboard alone; and a trial that is ended half-way. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { must } from "../../shared/core/assert.ts";
import { type App, openApp } from "../support/app.ts";
import { tabTo } from "../support/keyboard.ts";
import { SwarmTab } from "../support/swarm-tab.ts";
import { compareHeads, untilRound, untilTogether } from "../support/swarm-tabs.ts";
import { TABLE } from "../support/training-files.ts";

/** Twenty steps on it take seconds. */
const LONG_TEXT = {
  name: "long.txt",
  mimeType: "text/plain",
  buffer: Buffer.from("All that glitters is not gold. Still waters run deep.\n".repeat(400)),
};

let app: App;
let tabs: SwarmTab[] = [];

beforeAll(async () => {
  app = await openApp();
});

afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.close();
});

afterAll(() => app.close());

async function open(address: string, name: string): Promise<SwarmTab> {
  const tab = await SwarmTab.open(app.browser, address, name);
  tabs.push(tab);
  return tab;
}

test("by keyboard alone: a file is tried, published, and trained by whoever opens the link", async () => {
  const owner = await open(`${app.origin}/?backend=wasm#/projects`, "owner");
  const { page } = owner.visit;
  // From the start, because it takes the browser a moment to leave its own dialog closed.
  page.once("filechooser", (chooser) => void chooser.setFiles(TABLE));
  await tabTo(page, "new-project");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.matches(".screen-title") === true);
  await page.getByRole("heading", { name: "New project" }).waitFor();
  await tabTo(page, "create-files");
  await page.keyboard.press("Enter");
  await page.locator("[data-testid=create-data][data-look=looked]").waitFor();
  await tabTo(page, "create-title");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Weather by the Danube");
  await tabTo(page, "create-question");
  await page.keyboard.type("Rain or sun?");
  await tabTo(page, "create-licence");
  await page.keyboard.press("ArrowDown");
  await page.locator("[data-testid=publish][data-missing=trial]").waitFor();
  await tabTo(page, "trial-start");
  await page.keyboard.press("Enter");
  await page.locator("[data-testid=trial-result][data-verdict=learns]").waitFor();
  await page.locator("[data-testid=publish][data-missing='']").waitFor();
  await tabTo(page, "publish-project");
  await page.keyboard.press("Enter");
  await page.getByTestId("published").waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Weather by the Danube"));
  expect(page.url()).toMatch(/[?&]project=[0-9a-f]{64}/);
  const link = await page.getByTestId("share-link").inputValue();
  expect(link).toMatch(/\?project=[0-9a-f]{64}$/);
  await tabTo(page, "published-train");
  await page.keyboard.press("Enter");

  const guest = await open(`${link}&backend=wasm`, "guest");
  await guest.start();
  const round = await untilTogether(tabs);
  await untilRound(tabs, round + 1);
  expect(compareHeads(tabs, round + 1, round + 1)).toEqual({ headCounts: [1], missed: [] });
  await guest.visit.page.getByText("Weather by the Danube").first().waitFor();

  await guest.visit.page.getByTestId("screen-projects").click();
  await guest.visit.page.locator("[data-testid=known][data-count='1']").waitFor();
  await guest.visit.page.locator("[data-testid=directory-entry][data-current=true]").first().waitFor();
});

test("a trial ends at once when its visitor stops it, or goes elsewhere", async () => {
  const tab = await open(`${app.origin}/?backend=wasm#/create`, "tab");
  const { page } = tab.visit;
  await page.getByTestId("create-files").setInputFiles(LONG_TEXT);
  await page.getByTestId("create-model-gpt:micro").check();
  for (const leave of ["trial-stop", "screen-projects"]) {
    await page.getByTestId("trial-start").click();
    await page.waitForFunction(
      () => Number(document.querySelector("[data-testid=trial-step]")?.getAttribute("data-value")) >= 1,
    );
    const worker = must(
      page.workers().find((each) => each.url().includes("trial-worker")),
      "a trial runs in a worker",
    );
    await Promise.all([worker.waitForEvent("close"), page.getByTestId(leave).click()]);
    if (leave === "screen-projects") await page.getByTestId("new-project").click();
    await page.locator("[data-testid=trial][data-kind=none]").waitFor();
  }
  await page.getByText("long.txt").waitFor(); // what was chosen is still there
});

test("a file that is no data is refused with a sentence that names what is wrong", async () => {
  const tab = await open(`${app.origin}/?backend=wasm#/create`, "tab");
  const { page } = tab.visit;
  const broken = { name: "broken.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n3,4,5\n6,7\n") };
  await page.getByTestId("create-files").setInputFiles(broken);
  await page.locator("[data-testid=create-data][data-look=refused]").waitFor();
  await page.getByTestId("problem").getByText(/3/).first().waitFor();
  expect(await page.getByTestId("publish").getAttribute("data-missing")).toBe("data title licence trial");
});
