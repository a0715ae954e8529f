/** The claim window in a browser that keeps frames' storage apart: the test says what the widget's frame says, with a device of its own. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fingerprintOf } from "../../shared/ledger/identity/pseudonym.ts";
import { ed25519Verifier } from "../../shared/ledger/ed25519.ts";
import { addSignatures, feedRecordBytes, isSignedBy, sealRecord } from "../../shared/ledger/record.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import { encodeSignedRecord } from "../../shared/ledger/signed-record.ts";
import { type FromFrame, readFromWindow } from "../../web/claim/claim-message.ts";
import { type App, openApp } from "../support/app.ts";
import { exampleSigner } from "../support/example-messages.ts";

const WIDGET = exampleSigner(40);
const PLACE = { device: WIDGET.device, seq: 0, prev: NO_HASH };

let app: App;
let host: Server;
/** Of another site than the app's, which is at localhost. */
let hostOrigin: string;

beforeAll(async () => {
  app = await openApp();
  host = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    response.end(
      `<!doctype html><title>A host</title><iframe src="${app.origin}/embed?size=card" width="320" height="400"></iframe>`,
    );
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  hostOrigin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});

afterAll(async () => {
  host.close();
  await app.close();
});

/** A message. Bytes in it are numbers: Playwright carries no others. */
interface Heard {
  readonly data: unknown;
  readonly origin: string;
}

/** Opens the window out of this page or frame, and notes what it says. */
async function openWindow(from: Page | Frame, page: Page): Promise<Page> {
  const opened = page.waitForEvent("popup");
  await from.evaluate((address) => {
    const heard: unknown[] = [];
    const popup = window.open(address, "tabloom-claim", "popup,width=480,height=640");
    addEventListener("message", ({ data, origin, source }: MessageEvent<unknown>) => {
      if (source === popup) heard.push({ data, origin });
    });
    Object.assign(window, { heard, popup });
  }, `${app.origin}/claim`);
  const popup = await opened;
  await popup.getByTestId("claim").waitFor();
  return popup;
}

async function say(from: Page | Frame, message: FromFrame, origin: string = app.origin): Promise<void> {
  const plain = message.type === "done" ? { ...message, record: [...message.record] } : message;
  await from.evaluate(
    ([said, to]) => {
      const { popup } = window as unknown as { popup: Window };
      const whole = "record" in said ? { ...said, record: Uint8Array.from(said.record) } : said;
      popup.postMessage({ v: 1, ...whole }, to);
    },
    [plain, origin] as const,
  );
}

/** The next message of this type. */
async function hear(from: Page | Frame, type: string): Promise<Heard> {
  const handle = await from.waitForFunction((wanted) => {
    const { heard } = window as unknown as {
      heard: { data: { type: string; ticket?: { signature: Uint8Array } } }[];
    };
    const found = heard.find(({ data }) => data.type === wanted);
    if (found?.data.ticket === undefined) return found;
    const { ticket } = found.data;
    return { ...found, data: { ...found.data, ticket: { ...ticket, signature: [...ticket.signature] } } };
  }, type);
  return (await handle.jsonValue()) as unknown as Heard;
}

const stateOf = (popup: Page, state: string) =>
  popup.locator(`[data-testid=claim][data-state="${state}"]`).waitFor();

async function openHost() {
  const context = await app.browser.newContext();
  const page = await context.newPage();
  await page.goto(hostOrigin);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (frame === null) throw new Error("the frame has no page");
  await frame.getByRole("button").first().waitFor();
  return { context, page, frame };
}

describe("the claim window", () => {
  test("makes a widget's device the visitor's, who begins with their yes", async () => {
    const { context, page, frame } = await openHost();
    const popup = await openWindow(frame, page);
    expect(await hear(frame, "ready")).toMatchObject({ origin: app.origin });
    await say(frame, { type: "claim", device: WIDGET.device, site: hostOrigin });
    await stateOf(popup, "asking");
    expect(await popup.getByTestId("claimant").textContent()).toMatch(/new key/);
    const sizes = await Promise.all(
      ["claim-yes", "claim-no"].map((button) => popup.getByTestId(button).boundingBox()),
    );
    expect(sizes[0]!.width).toBe(sizes[1]!.width);
    expect(sizes[0]!.height).toBe(sizes[1]!.height);
    await popup.getByTestId("claim-yes").click();
    await hear(frame, "yes");
    await say(frame, { type: "place", place: PLACE });
    const said = (await hear(frame, "ticket")).data as { ticket: { signature: number[] } };
    const read = readFromWindow({
      ...said,
      ticket: { ...said.ticket, signature: Uint8Array.from(said.ticket.signature) },
    });
    if (read?.type !== "ticket") throw new Error("no ticket");
    const { root, at, signature } = read.ticket;
    const bytes = feedRecordBytes(PLACE, { type: "delegation", body: { root, at } });
    const person = { device: root, signature };
    expect(isSignedBy(bytes, person, ed25519Verifier)).toBe(true);
    const record = addSignatures(await sealRecord(bytes, WIDGET), [person]);
    await say(frame, { type: "done", record: encodeSignedRecord(record) });
    await stateOf(popup, "done");
    const own = await context.newPage();
    await own.goto(`${app.origin}/#/you`);
    await own.getByText(fingerprintOf(WIDGET.device)).first().waitFor();
    await context.close();
  });

  test("signs nothing after a no", async () => {
    const { context, page, frame } = await openHost();
    const popup = await openWindow(frame, page);
    await hear(frame, "ready");
    await say(frame, { type: "claim", device: WIDGET.device, site: hostOrigin });
    await stateOf(popup, "asking");
    await popup.getByTestId("claim-no").click();
    await hear(frame, "no");
    await say(frame, { type: "place", place: PLACE });
    await stateOf(popup, "declined");
    const types = await frame.evaluate(() =>
      (window as unknown as { heard: { data: { type: string } }[] }).heard.map(({ data }) => data.type),
    );
    expect(types).toEqual(["ready", "no"]);
    await context.close();
  });

  test("hears nobody but the widget: not the host's page that has opened it", async () => {
    const { context, page } = await openHost();
    const popup = await openWindow(page, page);
    await stateOf(popup, "waiting");
    await say(page, { type: "claim", device: WIDGET.device, site: hostOrigin });
    await say(page, { type: "failed", fault: "unable" });
    await popup.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    await stateOf(popup, "waiting");
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
    await context.close();
  });

  test("says what it is for to whoever opens its address", async () => {
    const context = await app.browser.newContext();
    const popup = await context.newPage();
    await popup.goto(`${app.origin}/claim`);
    await stateOf(popup, "no-opener");
    await context.close();
  });
});
