/** The band of cloth at the head of a project's page: the same height whatever is known, and said in words as well. */
import { createRoot, type Root } from "react-dom/client";
import { flushSync } from "react-dom";
import { afterEach, expect, test } from "vitest";
import { ClothBand } from "../../web/cloth/cloth-band.tsx";
import { createLedgerController } from "../../web/ledger/ledger-controller.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import { woven } from "../support/cloth-rows.ts";
import { createScriptedLedger, EMPTY_SUMMARY } from "../support/scripted-ledger.ts";
import { PROJECT } from "../support/swarm-views.ts";
import "../../web/styles/page.css";

let root: Root | null = null;
let home: HTMLElement | null = null;
afterEach(() => {
  root?.unmount();
  home?.remove();
});

function open(rounds: LedgerApi["rounds"]) {
  const ledger = createScriptedLedger(EMPTY_SUMMARY, { rounds });
  const controller = createLedgerController({ open: () => undefined, listen: (hear) => hear(ledger) });
  home = document.createElement("div");
  home.style.inlineSize = "640px";
  document.body.append(home);
  root = createRoot(home);
  flushSync(() => root?.render(<ClothBand ledger={controller} project={PROJECT.id} />));
  return ledger;
}

const band = () => home!.querySelector<HTMLElement>('[data-testid="cloth-band"]')!;
const settled = () => expect.poll(() => band().getAttribute("aria-busy")).toBe("false");

/** Of the threads: colours, which neither warp nor paper has. */
function coloredShare(): number {
  const { canvas, data } = pixels();
  let colored = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 25) colored++;
  }
  return colored / (canvas.width * canvas.height);
}

function pixels() {
  const canvas = home!.querySelector("canvas")!;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  return { canvas, data };
}

test("while it is not known whether there are rounds, its place is kept and said to be busy", () => {
  open(() => new Promise(() => undefined));
  expect(band().getAttribute("aria-busy")).toBe("true");
  expect(band().textContent).toContain("Fetching the rounds");
});

test("is as high with no rounds, few and many as while it is loading", async () => {
  const heights = new Set<number>();
  for (const count of [0, 1, 3, 180]) {
    open(woven(count, 4));
    heights.add(band().offsetHeight);
    await settled();
    heights.add(band().offsetHeight);
    root?.unmount();
    home?.remove();
  }
  expect(heights.size).toBe(1);
});

test("without rounds it says why it is bare", async () => {
  open(woven(0, 1));
  await settled();
  expect(band().textContent).toBe(
    "No round of this project is known here yet. The first one weaves the first row.",
  );
  expect(coloredShare()).toBe(0);
});

test("shows the newest rows, which a table says in words; the picture is for eyes alone", async () => {
  const ledger = open(woven(500, 4));
  await settled();
  await expect.poll(coloredShare).toBeGreaterThan(0.5);
  expect(home!.querySelector("canvas")!.closest('[aria-hidden="true"]')).not.toBeNull();
  expect(home!.querySelectorAll("[tabindex]").length).toBe(0);
  const summary = home!.querySelector("summary")!;
  expect(summary.textContent).toBe("The last 200 rounds as a table");
  flushSync(() => summary.click());
  await expect.poll(() => home!.querySelector('[data-testid="cloth-table"]')).not.toBeNull();
  expect(home!.querySelector("tbody th")!.textContent).toBe("500");
  expect(ledger.calls.filter((call) => call.startsWith("rounds")).length).toBe(1);
});

test("says why the rounds cannot be read", async () => {
  open(() => Promise.reject(new Error("The disk is away.")));
  await expect.poll(() => band().textContent).toContain("The disk is away.");
});
