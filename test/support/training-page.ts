/** Tabloom's page in a browser, as a visitor handles it. */
import type { BrowserContext, Page } from "playwright-core";
import type { Screen } from "../../web/screens/screen-address.ts";
import type { Intensity } from "../../worker/api.ts";

/** What has a data-value: the exact number behind the text. */
export type ReadingName =
  | "step"
  | "loss"
  | "held-out-loss"
  | "throughput"
  | "saved"
  | "round"
  | "peers"
  | "credit"
  | "credit-pending"
  | "receipt-count";

export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const textFile = (name: string, content: string): ChosenFile => ({
  name,
  mimeType: name.endsWith(".csv") ? "text/csv" : "text/plain",
  buffer: Buffer.from(content),
});

export class TrainingPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * The processor's pressure is not told to the page: other tests make it, and the tab would rest for their sake.
   * @param address the app's origin, with a query if one is wanted
   */
  static async open(context: BrowserContext, address: string): Promise<TrainingPage> {
    const page = await context.newPage();
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "PressureObserver"));
    return TrainingPage.openIn(page, address);
  }

  /** In a page that is there, as it is. */
  static async openIn(page: Page, address: string): Promise<TrainingPage> {
    await page.goto(address);
    return new TrainingPage(page);
  }

  get(testId: string) {
    return this.page.getByTestId(testId);
  }

  /** The number of a reading; NaN while there is none. */
  async read(name: ReadingName): Promise<number> {
    return Number.parseFloat((await this.get(name).getAttribute("data-value")) ?? "");
  }

  /** Waits until the reading is there, and as `condition` wants it. */
  async waitFor(name: ReadingName, condition: "≥" | "<", limit: number): Promise<void> {
    await this.page.waitForFunction(
      ([testId, sign, bound]) => {
        const text = document.querySelector(`[data-testid=${testId}]`)?.getAttribute("data-value") ?? "";
        const value = Number.parseFloat(text);
        return sign === "<" ? value < bound : value >= bound;
      },
      [name, condition, limit] as const,
      { timeout: 0 }, // the test's own limit ends it
    );
  }

  /** Waits until the reading is there, and then until it is `count` more. */
  async waitForMore(name: ReadingName, count: number): Promise<void> {
    await this.waitFor(name, "≥", 0);
    await this.waitFor(name, "≥", (await this.read(name)) + count);
  }

  async waitForStatus(word: "Ready" | "Training" | "Stopped"): Promise<void> {
    await this.get("status").getByText(`${word}.`, { exact: true }).waitFor();
  }

  async chooseFiles(...files: readonly ChosenFile[]): Promise<void> {
    await this.get("file-input").setInputFiles([...files]);
  }

  /** Uses all of the computer's time. */
  chooseFull(): Promise<void> {
    return this.chooseIntensity("full");
  }

  async chooseIntensity(intensity: Intensity): Promise<void> {
    await this.get(`intensity-${intensity}`).check({ force: true });
  }

  async start(): Promise<void> {
    await this.get("start").click();
  }

  async show(screen: Screen): Promise<void> {
    await this.get(`screen-${screen}`).click();
  }

  async stop(): Promise<void> {
    await this.get("stop").click();
    await this.waitForStatus("Stopped");
  }
}
