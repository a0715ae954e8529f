/** The widget while it donates: it begins with a person's yes, says what it does, and ends or rests at once when it has to. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../../signaling-server/server.ts";
import { type App, openApp, WEB_FOLDER } from "../support/app.ts";
import { EmbedHost, widgetFrame } from "../support/embed-host.ts";
import { EmbedVisit, pressStart, VISIT_VIEWPORT } from "../support/embed-visit.ts";
import { moveClock, waitUntilSeen } from "../support/embed-watch.ts";

let app: App;
let host: EmbedHost;
let opened: EmbedVisit;

beforeAll(async () => {
  [app, host] = await Promise.all([openApp(), EmbedHost.open()]);
});

afterEach(() => opened.page.context().close());

afterAll(async () => {
  await host.close();
  await app.close();
});

const widgets = (count = 1, base = app.origin) =>
  `<script src="${base}/embed/1/embed.js"></script>${'<tabloom-donate lang="en" project="tiny" style="margin:4px"></tabloom-donate>'.repeat(count)}`;

async function visit(markup = widgets()): Promise<EmbedVisit> {
  const context = await app.browser.newContext({ viewport: VISIT_VIEWPORT });
  return (opened = await EmbedVisit.open(context, host, markup));
}

async function visitTraining(): Promise<EmbedVisit> {
  const visited = await visit();
  await visited.agree();
  await visited.waitForSteps();
  return visited;
}

const waitForNoWorkers = (page: Page) => expect.poll(() => page.workers()).toEqual([]);

describe("a widget that donates", () => {
  test("says so, rests for every reason there is, and ends with Stop", async () => {
    const visited = await visitTraining();
    const { page, frame } = visited;
    const says = (text: string) => frame.getByText(text).waitFor();
    await says("Training");
    await visited.tell("battery", { charging: false });
    await says("Paused: on battery.");
    await visited.tell("battery", { charging: true });
    await says("Training");
    await visited.tell("connection", { saveData: true });
    await says("Paused: your browser saves data.");
    await visited.tell("connection", { saveData: false });
    await visited.tell("visibility", { isHidden: true });
    await says("Paused while this tab is in the background.");
    await visited.tell("visibility", { isHidden: false });
    await says("Training");
    await frame.getByRole("button", { name: "Stop" }).press("Enter");
    await frame.getByText(/Stopped. Steps you gave:\s\d+. Thank you./).waitFor();
    await waitForNoWorkers(page);
  });

  test("shows the rows that its rounds weave, and says where they will be", async () => {
    const visited = await visit();
    await visited.agree();
    const ahead = visited.frame.getByText("The first round weaves the first row.");
    await ahead.waitFor();
    const cloth = visited.frame.locator("canvas[data-woven]");
    await cloth.waitFor();
    expect(await ahead.isVisible()).toBe(false);
    const colors = await cloth.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colors).toBeGreaterThan(1);
  });

  test("rests while it is covered, and goes on when it can be seen", async () => {
    const { page, frame } = await visitTraining();
    await page.evaluate(() => {
      const cover = '<div id="cover" style="position:fixed;inset:0;background:#fff"></div>';
      document.body.insertAdjacentHTML("beforeend", cover);
    });
    await frame.waitForFunction(
      () =>
        !(globalThis as unknown as { watched: { sighting: { isVisible: boolean } } }).watched.sighting
          .isVisible,
    );
    await moveClock(frame, 5_000);
    await frame.getByText("Paused: it cannot be seen.").waitFor();
    await page.evaluate(() => document.getElementById("cover")!.remove());
    await frame.getByText("Training").waitFor();
  });

  test("is gone with its element, and offers itself anew where that comes back", async () => {
    const { page } = await visitTraining();
    await page.evaluate(() => {
      const widget = document.querySelector("tabloom-donate")!;
      Object.assign(globalThis, { widget });
      widget.remove();
    });
    await waitForNoWorkers(page);
    await page.evaluate(() => document.body.append((globalThis as unknown as { widget: Element }).widget));
    await (await widgetFrame(page)).getByText("Start donating").waitFor();
    expect(page.workers()).toEqual([]);
  });
});

test("of ten widgets one trains, and another one waits for it", async () => {
  const COUNT = 10;
  const { page, frame } = await visit(widgets(COUNT));
  await widgetFrame(page, COUNT - 1); // all of them are there: before that, their order is that of their answers
  const frames = await Promise.all(Array.from({ length: COUNT }, (_, index) => widgetFrame(page, index)));
  await pressStart(frame);
  await frame.getByText("Training").waitFor();
  const [second, ...others] = frames.filter((other) => other !== frame);
  if (second === undefined) throw new Error("Only one widget is on the page.");
  await waitUntilSeen(second);
  await moveClock(second, 60_000);
  await pressStart(second);
  await second.getByText("Waiting: another tab is donating.").waitFor();
  await Promise.all(others.map((other) => other.getByText("Start donating").waitFor()));
});

test("on a site that is switched off says why, and loads nothing", async () => {
  const server = await startServer({
    port: 0,
    webFolder: WEB_FOLDER,
    sitesOff: async () => "It hides the widget.",
  });
  const { page, frame } = await visit(widgets(1, `http://localhost:${server.port}`));
  const requested: string[] = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await pressStart(frame);
  await frame.getByText("Donating is switched off on this site. It hides the widget.").waitFor();
  expect([requested, page.workers()]).toEqual([["/embed.json"], []]);
  await server.stop();
});
