/** The widget in browsers that let its frame keep something, and in those that do not: it trains in both, and is honest about what is left. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../../signaling-server/server.ts";
import { WEB_FOLDER } from "../support/app.ts";
import { EmbedHost, widgetFrame } from "../support/embed-host.ts";
import { EmbedVisit } from "../support/embed-visit.ts";
import { readKeptRecords } from "../support/kept-records.ts";
import { ProfileBrowser } from "../support/profile-browser.ts";

/** Rounds of the tiny project take two seconds, and its records are kept a moment later. */
const PATIENCE = { timeout: 60_000 };
const REMEMBER = "Remember on this site for 24 hours";

let server: RunningServer;
let host: EmbedHost;
let folder: string;
let browser: ProfileBrowser;
/** Of Tabloom. */
let origin: string;

beforeAll(async () => {
  [server, host] = await Promise.all([startServer({ port: 0, webFolder: WEB_FOLDER }), EmbedHost.open()]);
  origin = `http://localhost:${server.port}`;
});

afterEach(async () => {
  await browser.kill();
  await rm(folder, { recursive: true });
});

afterAll(() => Promise.all([server.stop(), host.close()]));

/** What the user has told the browser of the widget on the host's pages: nothing, or to block it. Chromium's own switch for all other sites blocks their cookies alone. */
function choicesOf(isAllowed: boolean): object {
  if (isAllowed) return {};
  const BLOCK = 2;
  return {
    content_settings: { exceptions: { cookies: { [`${origin},${host.origin}`]: { setting: BLOCK } } } },
  };
}

/** A browser with a profile of its own, and in it a widget. */
async function visitWith(profile: object): Promise<EmbedVisit> {
  folder = await mkdtemp(join(tmpdir(), "tabloom-storage-"));
  await mkdir(join(folder, "Default"));
  await writeFile(join(folder, "Default/Preferences"), JSON.stringify({ profile }));
  browser = await ProfileBrowser.open(folder);
  const script = `<script src="${origin}/embed/1/embed.js"></script>`;
  const markup = `${script}<tabloom-donate lang="en" project="tiny"></tabloom-donate>`;
  return EmbedVisit.open(browser.context, host, markup);
}

/** Says yes, with the box ticked, and trains until that is so. */
async function donate(visit: EmbedVisit, until: () => Promise<unknown>): Promise<void> {
  await visit.frame.getByLabel(REMEMBER).check();
  await visit.agree();
  await visit.waitForSteps();
  await until();
  await visit.frame.getByRole("button", { name: "Stop" }).click();
  await visit.frame.getByText(/Stopped\. Steps you gave/).waitFor();
}

async function reload({ page }: EmbedVisit): Promise<Frame> {
  await page.reload();
  return widgetFrame(page);
}

const contributionsIn = async (frame: Frame) =>
  (await readKeptRecords(frame)).filter(({ content }) => content.type === "contribution");

test("where the widget may keep something, what was given is kept, and can be taken up", async () => {
  const visit = await visitWith(choicesOf(true));
  const { frame } = visit;
  await donate(visit, () => expect.poll(() => contributionsIn(frame), PATIENCE).not.toEqual([]));
  await frame.getByRole("button", { name: "Add them to my Tabloom" }).waitFor();
  const [given] = await contributionsIn(frame);
  const again = await reload(visit);
  await again.getByRole("button", { name: "Resume donating" }).waitFor();
  expect((await contributionsIn(again)).map(({ hash }) => hash)).toContain(given!.hash);
});

test("where the widget may keep nothing, it trains all the same, offers nothing to take up, and has forgotten the visitor afterwards", async () => {
  const visit = await visitWith(choicesOf(false));
  const { frame } = visit;
  await donate(visit, async () => undefined);
  expect(await frame.getByRole("button").allTextContents()).toEqual(["Start again"]);
  const again = await reload(visit);
  await again.getByRole("button", { name: "Start donating" }).waitFor();
  expect(await again.getByLabel(REMEMBER).isChecked()).toBe(false);
});
