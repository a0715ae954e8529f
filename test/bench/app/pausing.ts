/** How long after something speaks against training the page says so: every rule that the device itself decides. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContextOptions, CDPSession, Page } from "playwright-core";
import type { RestReason } from "../../../web/pause/decide.ts";
import { SETTLE_MS } from "../../../web/pause/settled-pressure.ts";
import type { App } from "../../support/app.ts";
import { emulateDevice, tell } from "../../support/emulated-device.ts";
import { TrainingPage } from "../../support/training-page.ts";
import { KEEP_NAMES } from "./keep-names.ts";

/** The bar of issue 5. */
const SENTENCE_LIMIT_MS = 1000;

/** The only one that Chromium tells of. */
const SOURCE = "cpu";
const ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";

interface Emulation {
  readonly reason: RestReason;
  readonly options?: BrowserContextOptions;
  /** Before training begins. */
  readonly prepare?: (trainer: TrainingPage) => Promise<void>;
  readonly emulate: (page: Page, session: CDPSession) => Promise<unknown>;
}

const EMULATIONS: readonly Emulation[] = [
  { reason: "battery", emulate: (page) => tell(page, "battery", { charging: false }) },
  { reason: "data-saver", emulate: (page) => tell(page, "connection", { saveData: true }) },
  { reason: "cellular", emulate: (page) => tell(page, "connection", { type: "cellular" }) },
  {
    reason: "mobile-background",
    options: { userAgent: ANDROID },
    emulate: (page) => tell(page, "visibility", { isHidden: true }),
  },
  {
    reason: "background",
    async prepare(trainer) {
      await trainer.show("settings");
      await trainer.get("setting-inBackground").uncheck();
      await trainer.show("donate");
    },
    emulate: (page) => tell(page, "visibility", { isHidden: true }),
  },
  { reason: "hot", emulate: (_, session) => press(session, "critical") },
  { reason: "paused", emulate: (page) => page.getByTestId("pause-run").click() },
];

export async function measurePausing(app: App) {
  const delays: { readonly reason: RestReason; readonly delayMs: number }[] = [];
  for (const emulation of EMULATIONS)
    delays.push({ reason: emulation.reason, delayMs: await pauseOnce(app, emulation) });
  return {
    scenario: "pausing",
    delays,
    isMet: delays.every(({ delayMs }) => delayMs <= SENTENCE_LIMIT_MS),
  };
}

async function pauseOnce(app: App, { reason, options, prepare, emulate }: Emulation): Promise<number> {
  const context = await app.browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(KEEP_NAMES);
  await page.addInitScript(emulateDevice);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setPressureSourceOverrideEnabled", { enabled: true, source: SOURCE });
  const trainer = await TrainingPage.openIn(page, app.origin);
  await prepare?.(trainer);
  await trainer.start();
  await press(session, "nominal");
  await trainer.waitFor("step", "≥", 1);
  await sleep(SETTLE_MS); // before that, pressure says nothing
  const shown = page.evaluate(timeOfReason, reason);
  const startMs = Date.now();
  await emulate(page, session);
  const delayMs = (await shown) - startMs;
  await context.close();
  return delayMs;
}

const press = (session: CDPSession, state: "nominal" | "critical"): Promise<unknown> =>
  session.send("Emulation.setPressureStateOverride", { source: SOURCE, state });

/** Runs in the page. @returns when the reason is shown, in milliseconds since 1970 */
function timeOfReason(reason: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(`[data-testid=pause][data-reason="${reason}"]`) === null) return;
      observer.disconnect();
      resolve(Date.now());
    });
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-reason"] });
  });
}
