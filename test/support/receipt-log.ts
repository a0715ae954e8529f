/**
 * The receipts that pages have shown to a person: what is in here was acknowledged, and must never be lost. The page reports at once, so that a browser that is
 * killed has told what it knew.
 */
import type { BrowserContext } from "playwright-core";
import type { Hash } from "../../shared/core/ids.ts";

/** What a row showed when it was new, or changed. */
export interface ShownReceipt {
  readonly record: Hash;
  readonly round: number;
  /** ReceiptMark of web/ledger/text/receipt-text.ts: "open" before the commit. */
  readonly state: string;
  /** In credits, as the page writes it. */
  readonly credit: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export class ReceiptLog {
  /** Oldest first. */
  readonly changes: ShownReceipt[] = [];

  /** Each once. */
  get records(): ReadonlySet<Hash> {
    return new Set(this.changes.map(({ record }) => record));
  }

  /** What each receipt came to, as far as a commit includes it: its credit. */
  get credits(): ReadonlyMap<Hash, string> {
    const committed = this.changes.filter(({ state }) => state !== "open" && state !== "left");
    return new Map(committed.map(({ record, credit }) => [record, credit]));
  }

  /** Hears of all pages of this context that are opened from now on. */
  async follow(context: BrowserContext): Promise<void> {
    await context.exposeBinding("reportReceipts", (_source, shown: readonly ShownReceipt[]) => {
      this.changes.push(...shown);
    });
    await context.addInitScript(reportRows);
  }
}

/** Runs in the page. All functions in it are anonymous, because a bundler marks named ones. */
function reportRows(): void {
  const scope = globalThis as unknown as { reportReceipts(shown: readonly object[]): Promise<void> };
  const reported = new Map<string, string>();
  new MutationObserver(() => {
    const shown: object[] = [];
    for (const row of document.querySelectorAll("[data-testid=receipt]")) {
      const record = row.getAttribute("data-record") ?? "";
      const state = row.getAttribute("data-state") ?? "";
      if (reported.get(record) === state) continue;
      reported.set(record, state);
      const texts = [...(row.querySelector(".receipt-what")?.childNodes ?? [])]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE) // not the name of the model
        .map(({ textContent }) => textContent);
      const round = Number(texts.join("").replaceAll(/\D/g, ""));
      const credit = row.querySelector(".receipt-credit")?.textContent ?? "";
      shown.push({ record, state, round, credit, atMs: Date.now() });
    }
    if (shown.length > 0) void scope.reportReceipts(shown);
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
}
