/** A history that a browser made is true for the command, and the reverse: both compute the same bits. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { TABLE } from "../support/training-files.ts";
import { TrainingPage } from "../support/training-page.ts";

const ROOT = join(import.meta.dirname, "../..");

let app: App;
let folder: string;
let context: BrowserContext;

beforeAll(async () => {
  app = await openApp();
  folder = await mkdtemp(join(tmpdir(), "tabloom-bundles-"));
  context = await app.browser.newContext();
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** `npm run -s tabloom -- …`, where it stands in the package's scripts. */
async function tabloom(...parameters: readonly string[]) {
  const child = spawn(process.execPath, [join(ROOT, ".ci/run.mjs"), "worker/cli/main.ts", ...parameters], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  });
  const exited = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { output, errors, code };
}

/** What the page's Verify screen says of a file. */
async function verifyOnPage(page: TrainingPage, file: string) {
  await page.show("verify");
  await page.get("bundle-input").setInputFiles(file);
  const result = page.page.locator("[data-testid=verify-result][data-state=checked]");
  await result.waitFor({ timeout: 0 }); // the test's own limit ends it
  return { valid: await result.getAttribute("data-valid"), sentence: await result.textContent() };
}

test("a bundle of the page is valid there, and for the command, which does the work of the browsers again", async () => {
  const otherContext = await app.browser.newContext();
  const address = `${app.origin}/?project=tiny&backend=wasm`;
  const [page, other] = [
    await TrainingPage.open(context, address),
    await TrainingPage.open(otherContext, address),
  ];
  await Promise.all([page.start(), other.start()]);
  await page.waitFor("peers", "≥", 1);
  await page.show("receipts");
  // Of rounds together: those before are of one peer alone.
  await Promise.all([page, other].map((each) => each.waitForMore("receipt-count", 3)));
  await page.stop();
  await otherContext.close();
  await page.show("leaderboard");
  const [download] = await Promise.all([
    page.page.waitForEvent("download"),
    page.get("export-bundle").click(),
  ]);
  const file = join(folder, "page.bundle");
  await download.saveAs(file);

  const onPage = await verifyOnPage(page, file);
  expect(onPage).toMatchObject({
    valid: "true",
    sentence: expect.stringMatching(/^Valid: \d+ contributions by 2 peers/) as string,
  });
  // Rounded up, so that something is done again.
  const { output, errors, code } = await tabloom("verify", file, "--replay", "10");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toMatch(/^Valid: \d+ contributions by 2 peers/);
  await page.page.close();
});

test("a bundle that Node made is valid on the page", async () => {
  const data = join(folder, TABLE.name);
  await writeFile(data, TABLE.buffer);
  const file = join(folder, "node.bundle");
  const made = await tabloom(
    "simulate",
    "--data",
    data,
    "--peers",
    "3",
    "--rounds",
    "3",
    "--local-steps",
    "8",
    "--bundle",
    file,
  );
  expect({ code: made.code, errors: made.errors }).toEqual({ code: 0, errors: "" });
  const page = await TrainingPage.open(context, app.origin);
  const { valid, sentence } = await verifyOnPage(page, file);
  expect(valid).toBe("true");
  expect(sentence).toMatch(/^Valid: 9 contributions by 3 peers/);
});
