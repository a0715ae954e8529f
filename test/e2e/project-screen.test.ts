/** The page of a project that was trained here: its model answers, and can be taken away. */
import { readFile } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { IMAGES, TABLE, TEXT } from "../support/training-files.ts";
import { type ChosenFile, TrainingPage } from "../support/training-page.ts";
import { RUNTIMES, tokenFeed } from "../unit/export/onnx-runtimes.ts";
import { readStrictly } from "../unit/export/strict-safetensors.ts";
import { readZip } from "../unit/worker/read-zip.ts";

let app: App;
let context: BrowserContext;

beforeAll(async () => {
  app = await openApp();
});

beforeEach(async () => {
  context = await app.browser.newContext();
});

afterEach(() => context.close());
afterAll(() => app.close());

/** The page of a project of these files, after its first round. */
async function trainOn(...files: readonly ChosenFile[]): Promise<TrainingPage> {
  const visit = await TrainingPage.open(context, `${app.origin}/?backend=wasm`);
  await visit.chooseFiles(...files);
  await visit.chooseFull();
  await visit.start();
  await visit.waitFor("round", "≥", 1);
  await visit.waitFor("saved", "≥", 1);
  await visit.get("about-project").click();
  await visit.get("project").waitFor();
  return visit;
}

async function download(visit: TrainingPage, format: string): Promise<Uint8Array> {
  const [file] = await Promise.all([
    visit.page.waitForEvent("download"),
    visit.get(`download-${format}`).click(),
  ]);
  return readFile(await file.path());
}

test("a table: a row is answered while training goes on, and after a reload", async () => {
  const visit = await trainOn(TABLE);
  await visit.get("project-round").getByText(/\d/).waitFor();
  await visit
    .get("cloth-band")
    .getByText(/^The last .*as a table$/)
    .waitFor();
  await visit.get("predict").waitFor();
  await visit.page.getByLabel("humidity").fill("95");
  await visit.page.getByLabel("wind").fill("20");
  await visit.get("predict").click();
  const answer = visit.page.locator("[data-testid=prediction][data-state=classes]");
  await answer.getByText("rain").waitFor();
  expect(await visit.get("status").getByText("Training.", { exact: true }).isVisible()).toBe(true);
  const worker = visit.page.workers().find((each) => each.url().includes("model-worker"))!;
  await Promise.all([worker.waitForEvent("close"), visit.stop()]);

  await visit.page.reload();
  await visit.get("another-example").click();
  await visit.get("predict").click();
  await answer.waitFor();
  await visit.page.getByLabel("humidity").fill("wet");
  await visit.get("predict").click();
  await visit.get("prediction").getByText("The model cannot read that. Check what was entered.").waitFor();
});

test("a text: the model writes on until it is told to stop, and its files are read by others", async () => {
  const visit = await trainOn(TEXT);
  await visit.stop();
  await visit.get("prompt").fill("Still waters");
  await visit.get("length-long").check({ force: true });
  await visit.get("write").click();
  const written = visit.page.locator("[data-testid=written][data-state=writing]");
  await written.getByText("Still waters").waitFor();
  await visit.get("write").click();
  await visit.page.locator("[data-testid=written][data-state=written]").waitFor();

  const { tensors, metadata } = readStrictly(await download(visit, "safetensors"));
  expect(metadata["name"]).toBe(TEXT.name);
  const embedding = tensors.get("embedding")!;
  const [, open] = RUNTIMES[0]!;
  const run = await open(await download(visit, "onnx"));
  const { logits } = await run({ input_ids: tokenFeed([[1, 2, 3]]) });
  expect(logits!.shape).toEqual([1, 3, embedding.shape[0]]);
  const files = readZip(await download(visit, "folder"));
  const names = [...files.keys()].map((path) => path.slice(path.indexOf("/") + 1));
  expect(names).toContain("tokenizer.json");
  expect(names).toContain("onnx/model.onnx");
  const card = [...files].find(([path]) => path.endsWith("/README.md"))!;
  expect(new TextDecoder().decode(card[1])).toContain("1 device");
});

test("pictures: what is drawn with the keyboard is classified", async () => {
  const visit = await trainOn(...IMAGES);
  const field = visit.get("drawing");
  await field.focus();
  for (const key of ["Space", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"])
    await field.press(key);
  const answer = visit.page.locator("[data-testid=prediction][data-state=classes]");
  await answer.waitFor();
  await visit.get("drawing-clear").click();
  await answer.waitFor({ state: "detached" });
  await visit.get("drawing-another-picture").click();
  await answer.getByText("Answer in the data:").waitFor();
  await field.hover({ position: { x: 20, y: 20 } });
  await visit.page.mouse.down();
  await field.hover({ position: { x: 90, y: 120 } });
  await visit.page.mouse.up();
  await answer.getByText("Answer in the data:").waitFor({ state: "detached" });
  await answer.waitFor();
});

test("what nobody trained here says so, and what nobody knows as well", async () => {
  const visit = await TrainingPage.open(context, `${app.origin}/#/project`);
  await visit.get("project-trial").getByText("Nobody has trained this here yet").waitFor();
  await visit.page.goto(`${app.origin}/?project=${"ab".repeat(32)}#/project`);
  await visit.page.locator("[data-testid=no-project][data-fault=not-here]").waitFor();
  await visit.get("train-project").click();
  await visit.get("start").waitFor();
});
