/** A link that is sent with the means of the computer, which this browser has none of: they are put in its place, and say what they got. */
import { createRoot, type Root } from "react-dom/client";
import { flushSync } from "react-dom";
import { afterEach, expect, test, vi } from "vitest";
import { clothPicture } from "../../web/components/cloth-picture.ts";
import { sendLink } from "../../web/components/send-link.ts";
import { ShareLink } from "../../web/components/share-link.tsx";
import { createLedgerController } from "../../web/ledger/ledger-controller.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import { woven } from "../support/cloth-rows.ts";
import { createScriptedLedger, EMPTY_SUMMARY } from "../support/scripted-ledger.ts";
import { PROJECT } from "../support/swarm-views.ts";

/** Longer than any test. */
const PATIENCE_MS = 600_000;
const URL_SENT = "https://tabloom.example/?project=stories";

let root: Root | null = null;
let home: HTMLElement | null = null;
afterEach(() => {
  root?.unmount();
  home?.remove();
  for (const name of ["share", "canShare"]) Reflect.deleteProperty(navigator, name);
});

/** @param take what the computer does with what it gets */
function openMeans(take: () => Promise<void>, canTakeFiles = true) {
  const share = vi.fn<(data: ShareData) => Promise<void>>(take);
  Object.defineProperty(navigator, "share", { value: share, configurable: true });
  Object.defineProperty(navigator, "canShare", {
    value: ({ files = [] }: ShareData) => files.length === 0 || canTakeFiles,
    configurable: true,
  });
  return share;
}

const pictureOf = (rounds: LedgerApi["rounds"]) => {
  const ledger = createScriptedLedger(EMPTY_SUMMARY, { rounds });
  const controller = createLedgerController({ open: () => undefined, listen: (hear) => hear(ledger) });
  return clothPicture(controller, PROJECT.id);
};

function show(): void {
  home = document.createElement("div");
  document.body.append(home);
  root = createRoot(home);
  flushSync(() => root?.render(<ShareLink url={URL_SENT} />));
}

const button = () => home!.querySelector<HTMLButtonElement>('[data-testid="send-link"]');

test("goes with the cloth as a picture, where the computer takes pictures", async () => {
  const share = openMeans(async () => undefined);
  expect(await sendLink(URL_SENT, pictureOf(woven(30, 3)), PATIENCE_MS)).toBe(true);
  const { url, files = [] } = share.mock.calls[0]![0];
  expect(url).toBe(URL_SENT);
  expect(files.map(({ name, type }) => [name, type])).toEqual([["tabloom-cloth.png", "image/png"]]);
  const { width, height } = await createImageBitmap(files[0]!);
  expect([width, height]).toEqual([2400, 2 * (30 * 16 + 96)]);
});

test.each([
  ["the computer takes no pictures", pictureOf(woven(30, 3)), false, PATIENCE_MS],
  ["nothing is woven yet", pictureOf(woven(0, 1)), true, PATIENCE_MS],
  ["the rounds cannot be read", pictureOf(() => Promise.reject(new Error("No disk."))), true, PATIENCE_MS],
  ["the picture takes too long", () => new Promise<never>(() => undefined), true, 0],
] as const)("goes alone where %s", async (_, picture, canTakeFiles, patienceMs) => {
  const share = openMeans(async () => undefined, canTakeFiles);
  await sendLink(URL_SENT, picture, patienceMs);
  expect(share.mock.calls).toEqual([[{ title: "Tabloom", url: URL_SENT }]]);
});

const note = () => home!.querySelector('[role="status"]')!.textContent;

test("says nothing to somebody who thinks better of it", async () => {
  const share = openMeans(() => Promise.reject(new DOMException("dismissed", "AbortError")));
  show();
  const before = note();
  button()!.click();
  await expect.poll(() => share.mock.settledResults[0]?.type).toBe("rejected");
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(note()).toBe(before);
});

test("says how to copy where it is refused", async () => {
  openMeans(() => Promise.reject(new DOMException("too late", "NotAllowedError")));
  show();
  button()!.click();
  await expect.poll(note).toBe("Press Ctrl+C or ⌘C to copy.");
});

test("is not offered where the browser has no means", () => {
  show();
  expect(button()).toBeNull();
});
