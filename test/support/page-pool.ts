/** Pages that tests take turns with: while one page computes, the next test's is loaded on another processor. */
import type { Page } from "playwright-core";

export class PagePool {
  readonly #free: Page[];
  readonly #waiting: ((page: Page) => void)[] = [];

  constructor(pages: readonly Page[]) {
    this.#free = [...pages];
  }

  /** Gives `work` a page that nobody else has, as soon as one is free. */
  async use<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const page = this.#free.pop() ?? (await this.#nextFree());
    try {
      return await work(page);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(page);
      else next(page);
    }
  }

  #nextFree(): Promise<Page> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }
}
