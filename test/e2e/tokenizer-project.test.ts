/** A project whose text brings a tokenizer.json, from the drop zone to a guest who trains with it. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { generateStories } from "../../shared/data/stories.ts";
import { type App, openApp } from "../support/app.ts";
import { SwarmTab } from "../support/swarm-tab.ts";
import { compareHeads, untilRound, untilTogether } from "../support/swarm-tabs.ts";
import { tokenizerBytes, trainByteLevelBpe } from "../support/tiny-tokenizer.ts";

const STORIES = generateStories({ characterCount: 30_000 });
const TEXT = { name: "tales.txt", mimeType: "text/plain", buffer: Buffer.from(STORIES) };
const TOKENIZER = {
  name: "tokenizer.json",
  mimeType: "application/json",
  buffer: Buffer.from(tokenizerBytes(trainByteLevelBpe(STORIES, 200))),
};
const BROKEN = { ...TOKENIZER, buffer: Buffer.from("{}") };

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

test("a text and its tokenizer.json are tried, published, and trained by a guest, who reads words", async () => {
  const owner = await open(`${app.origin}/?backend=wasm#/create`, "owner");
  const { page } = owner.visit;
  await page.getByTestId("create-files").setInputFiles(TEXT);
  await page.locator("[data-testid=create-tokenizer][data-kind=none]").waitFor();
  await page.getByTestId("tokenizer-file").setInputFiles(BROKEN);
  await page.locator("[data-testid=create-tokenizer][data-kind=refused]").waitFor();
  await page.getByTestId("tokenizer-file").setInputFiles(TOKENIZER);
  await page.locator("[data-testid=create-tokenizer][data-kind=used]").waitFor();
  await page.getByText("457").waitFor(); // 256 bytes, 200 merges, and one that ends a text
  await page.getByTestId("create-licence").selectOption("cc0");
  await page.getByTestId("trial-start").click();
  await page.locator("[data-testid=trial-result][data-verdict=learns]").waitFor();
  await page.getByTestId("publish-project").click();
  await page.getByTestId("published").waitFor();
  const link = await page.getByTestId("share-link").inputValue();
  await page.getByTestId("published-train").click();

  const guest = await open(`${link}&backend=wasm`, "guest");
  await guest.start();
  const round = await untilTogether(tabs);
  await untilRound(tabs, round + 1);
  expect(compareHeads(tabs, round + 1, round + 1)).toEqual({ headCounts: [1], missed: [] });
  // Tokens are pieces of words: what the model writes has letters from the first round on.
  await guest.visit.page.waitForFunction(() =>
    /[a-z]{2}/.test(document.querySelector("[data-testid=sample]")?.textContent ?? ""),
  );
});
