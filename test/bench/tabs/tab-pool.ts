/** The tabs of a measurement: opened one after the other, together, and closed with everything. */
import type { Intensity } from "../../../worker/api.ts";
import type { App } from "../../support/app.ts";
import { SwarmTab } from "../../support/swarm-tab.ts";
import { latestRound, untilTogether } from "../../support/swarm-tabs.ts";
import { timeExchanges } from "./time-exchanges.ts";

/** Sixteen tabs on two busy cores need minutes for their first round. */
const PATIENCE_MS = 600_000;
/** Loading many pages at once would starve them all. */
const LOADED_AT_ONCE = 4;

export class TabPool {
  readonly app: App;
  readonly #address: string;
  readonly #intensity: Intensity;
  readonly #open = new Set<SwarmTab>();
  #openedCount = 0;

  /** @param project value of `?project=` */
  constructor(app: App, project: string, intensity: Intensity) {
    this.app = app;
    this.#intensity = intensity;
    this.#address = `${app.origin}/?backend=wasm&project=${project}`;
  }

  get tabs(): readonly SwarmTab[] {
    return [...this.#open];
  }

  get round(): number {
    return latestRound(this.tabs);
  }

  async open(): Promise<SwarmTab> {
    const name = `tab ${++this.#openedCount}`;
    const tab = await SwarmTab.open(this.app.browser, this.#address, name, timeExchanges);
    tab.patienceMs = PATIENCE_MS;
    this.#open.add(tab);
    return tab;
  }

  /** Opens tabs until there are `count`, starts them, and waits until all stand on one head. @returns its round */
  async gather(count: number): Promise<number> {
    const opened: SwarmTab[] = [];
    while (this.#open.size < count) {
      const missing = Math.min(LOADED_AT_ONCE, count - this.#open.size);
      opened.push(...(await Promise.all(Array.from({ length: missing }, () => this.open()))));
    }
    await Promise.all(opened.map((tab) => this.start(tab)));
    return untilTogether(this.tabs);
  }

  start(tab: SwarmTab): Promise<void> {
    return tab.start(this.#intensity);
  }

  async close(tab: SwarmTab): Promise<void> {
    this.#open.delete(tab);
    await tab.close();
  }

  /** The renderer dies; its context goes later, unnoticed by the others. */
  async crash(tab: SwarmTab): Promise<void> {
    this.#open.delete(tab);
    await tab.crash();
    await tab.close();
  }
}
