/**
 * What was given in a widget becomes a person's: in a browser that keeps the frame's storage apart from that of our own page, as browsers do and
 * Playwright's own do not.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Hash } from "../../shared/core/ids.ts";
import { FRAME_SANDBOX } from "../../shared/protocol/frame-look.ts";
import { type RunningServer, startServer } from "../../signaling-server/server.ts";
import { WEB_FOLDER } from "../support/app.ts";
import { EmbedHost } from "../support/embed-host.ts";
import { EmbedVisit } from "../support/embed-visit.ts";
import { readKeptRecords } from "../support/kept-records.ts";
import { ProfileBrowser } from "../support/profile-browser.ts";
import { TrainingPage } from "../support/training-page.ts";

/** Rounds of the tiny project take two seconds, and its records are kept a moment later. */
const PATIENCE = { timeout: 60_000 };

let server: RunningServer;
let host: EmbedHost;
let folder: string;
let browser: ProfileBrowser;
let origin: string;

beforeAll(async () => {
  [server, host, folder] = await Promise.all([
    startServer({ port: 0, webFolder: WEB_FOLDER }),
    EmbedHost.open(),
    mkdtemp(join(tmpdir(), "tabloom-claim-")),
  ]);
  origin = `http://localhost:${server.port}`;
  browser = await ProfileBrowser.open(folder);
});

afterAll(async () => {
  await browser.kill();
  await Promise.all([server.stop(), host.close(), rm(folder, { recursive: true })]);
});

test("what a widget gave is claimed in a window of our page, shows in the receipts with its site, and counts once", async () => {
  const visit = await visitWidget();
  await work(visit);
  const first = await claim(visit);
  await stateOf(first, "asking");
  expect(await first.getByTestId("claimant").textContent()).toMatch(/new key/); // the frame's storage is another one
  await first.getByTestId("claim-yes").click();
  await stateOf(first, "done");
  await visit.frame.getByText("Added to your Tabloom.").waitFor();
  await closeWindow(first);
  const [given] = await contributionsIn(visit.frame);
  const own = await trainBeside(visit, given!.hash);
  const before = await accountOf(own);
  expect(before.receipts).toContain(given!.hash);
  expect(new Set(before.receipts).size).toBe(before.receipts.length);

  const second = await claim(visit);
  await stateOf(second, "claimed");
  await visit.frame.getByText("Added to your Tabloom.").waitFor();
  expect(await accountOf(own)).toEqual(before);
  const owners = (await readKeptRecords(visit.frame)).filter(
    ({ content }) => content.type === "delegation" && content.device === given!.device,
  );
  expect(owners).toHaveLength(1);
});

async function visitWidget(): Promise<EmbedVisit> {
  const address = `${origin}/embed?size=card&lang=en&project=tiny`;
  const frame = `<iframe src="${address}" width="360" height="320" sandbox="${FRAME_SANDBOX}"></iframe>`;
  return EmbedVisit.open(browser.context, host, frame);
}

/** The window may be gone before the browser has said that its button was pressed. */
async function closeWindow(claimed: Page): Promise<void> {
  const gone = claimed.waitForEvent("close");
  await Promise.all([
    gone,
    claimed
      .getByTestId("claim-close")
      .click()
      .catch(() => gone),
  ]);
}

/** Donates, until its first contribution is kept or as long as it is told to, and stops. */
async function work(visit: EmbedVisit, until?: () => Promise<unknown>): Promise<void> {
  const { page, frame } = visit;
  await page.bringToFront();
  await visit.agree();
  await (until?.() ?? expect.poll(() => contributionsIn(frame), PATIENCE).not.toEqual([]));
  await frame.getByRole("button", { name: "Stop" }).click();
  await frame.getByText(/Stopped\. Steps you gave/).waitFor();
}

/** Presses the link in the frame. @returns the window that opens */
async function claim({ page, frame }: EmbedVisit): Promise<Page> {
  await page.bringToFront();
  const opened = browser.context.waitForEvent("page");
  await frame.getByRole("button", { name: "Add them to my Tabloom" }).click();
  return opened;
}

const stateOf = (window: Page, state: string) =>
  window.locator(`[data-testid=claim][data-state="${state}"]`).waitFor();

/** The visitor's own tab and the widget train together, until the tab knows this contribution of the widget's. */
async function trainBeside(visit: EmbedVisit, contribution: Hash): Promise<TrainingPage> {
  const own = await TrainingPage.open(browser.context, `${origin}/?project=tiny&backend=wasm`);
  await own.start();
  await own.show("receipts");
  await visit.page.bringToFront();
  await visit.frame.getByRole("button", { name: "Start again" }).click();
  const row = own.page.locator(`[data-record="${contribution}"]`, { hasText: `given on ${host.origin}` });
  await work(visit, () => row.waitFor(PATIENCE)); // the widget starts first, and finds the tab
  await own.page.bringToFront();
  await own.show("donate");
  await own.stop();
  return own;
}

/** What a tab says of its person that begins with what is kept. */
async function accountOf(own: TrainingPage) {
  await own.page.reload();
  await own.show("receipts");
  const kept = await contributionsIn(own.page);
  await own.waitFor("receipt-count", "≥", kept.length);
  await own.get("receipt").first().waitFor();
  const rows = await own.get("receipt").all();
  const receipts = await Promise.all(rows.map((row) => row.getAttribute("data-record")));
  return { receipts, credit: (await own.read("credit")) + (await own.read("credit-pending")) };
}

/** Contributions that are kept there. */
async function contributionsIn(place: Page | Frame) {
  const records = await readKeptRecords(place);
  return records.flatMap(({ hash, content }) =>
    content.type === "contribution" ? [{ hash, device: content.device }] : [],
  );
}
