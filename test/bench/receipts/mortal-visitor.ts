/** A person with a browser and a profile of their own, whose browser dies and comes back. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../../shared/core/assert.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { type KeptRecord, readKeptRecords } from "../../support/kept-records.ts";
import { ProfileBrowser } from "../../support/profile-browser.ts";
import { ReceiptLog } from "../../support/receipt-log.ts";
import { TrainingPage } from "../../support/training-page.ts";

export class MortalVisitor {
  readonly log = new ReceiptLog();
  readonly #address: string;
  readonly #folder: string;
  #browser: ProfileBrowser | null = null;
  #page: TrainingPage | null = null;

  private constructor(address: string, folder: string) {
    this.#address = address;
    this.#folder = folder;
  }

  /** Trains, and looks at the receipts. */
  static async arrive(address: string): Promise<MortalVisitor> {
    const visitor = new MortalVisitor(address, await mkdtemp(join(tmpdir(), "tabloom-profile-")));
    await visitor.comeBack();
    return visitor;
  }

  get page(): TrainingPage {
    return must(this.#page, "the browser is open");
  }

  /** Opens the browser again, and trains. @returns receipts that were shown before and are not kept any more */
  async comeBack(): Promise<readonly Hash[]> {
    const shown = [...this.log.records];
    this.#browser = await ProfileBrowser.open(this.#folder);
    const { context } = this.#browser;
    await this.log.follow(context);
    this.#page = await TrainingPage.open(context, this.#address);
    const kept = new Set((await this.records()).map(({ hash }) => hash));
    await this.#page.chooseFull();
    await this.#page.start();
    await this.#page.show("receipts");
    return shown.filter((record) => !kept.has(record));
  }

  /** The page counts at least the receipts that it has ever shown. */
  async showsAll(): Promise<void> {
    await this.page.waitFor("receipt-count", "≥", this.log.records.size);
  }

  records(): Promise<readonly KeptRecord[]> {
    return readKeptRecords(this.page.page);
  }

  async die(): Promise<void> {
    await this.#browser?.kill();
    this.#browser = null;
  }

  async leave(): Promise<void> {
    await this.die();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
