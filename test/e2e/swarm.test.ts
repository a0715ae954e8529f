/** Real tabs in browser contexts of their own, WebRTC between them, the real server: together they train one model. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { SwarmTab } from "../support/swarm-tab.ts";
import { compareHeads, latestRound, untilRound, untilTogether } from "../support/swarm-tabs.ts";

/** Some 20,000 parameters, rounds of two seconds; one thread, because several tabs share the cores. */
const PROJECT = "?project=tiny&backend=wasm";
const SIZE = 3;

let app: App;
let swarm: readonly SwarmTab[] = [];
let openedCount = 0;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

afterEach(() => {
  for (const { complaints } of swarm) expect(complaints).toEqual([]);
});

async function open(): Promise<SwarmTab> {
  const tab = await SwarmTab.open(app.browser, `${app.origin}/${PROJECT}`, `tab ${++openedCount}`);
  swarm = [...swarm, tab];
  return tab;
}

async function close(tab: SwarmTab): Promise<void> {
  swarm = swarm.filter((other) => other !== tab);
  await tab.close();
}

/** Three tabs on one head: those that the test before left, and as many more as are missing. @returns also its round */
async function gather(): Promise<{ readonly tabs: readonly SwarmTab[]; readonly round: number }> {
  for (const tab of swarm.slice(SIZE)) await close(tab);
  const missing = Array.from({ length: SIZE - swarm.length }, open);
  const opened = await Promise.all(missing);
  await Promise.all(opened.map((tab) => tab.start()));
  return { tabs: swarm, round: await untilTogether(swarm) };
}

/** The tabs went through these rounds, each of them, with one head. */
function expectOneHead(tabs: readonly SwarmTab[], first: number, last: number): void {
  const headCounts = Array.from({ length: last - first + 1 }, () => 1);
  expect(compareHeads(tabs, first, last)).toEqual({ headCounts, missed: [] });
}

describe("three tabs", () => {
  test("hold one head after every round, and the loss falls", async () => {
    const { tabs, round } = await gather();
    const { loss: lossBefore } = await tabs[0]!.until("a loss", ({ loss }) => !Number.isNaN(loss));
    await untilRound(tabs, round + 6);
    expectOneHead(tabs, round + 1, round + 6);
    // Of one round: a tab may show the next one already.
    const shares = tabs.map(({ sightings }) => sightings.findLast((seen) => seen.round === round + 6)!.share);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1);
    for (const { now } of tabs) {
      expect(now.peers).toBe(SIZE - 1);
      expect(now.loss).toBeLessThan(lossBefore - 0.3);
    }
  });

  test("and a fourth that comes later: it takes the head from them, and gives its part", async () => {
    const { tabs, round } = await gather();
    const joiner = await open();
    await joiner.start();
    const joined = await untilTogether(swarm);
    expect(joined).toBeGreaterThanOrEqual(round);
    await joiner.until("a share", ({ share, peers }) => share > 0 && peers === SIZE);
    const last = joined + 3;
    await untilRound(swarm, last);
    expectOneHead([...tabs, joiner], joined + 1, last);
  });

  test("and a reload: the tab goes on from the head that it had saved", async () => {
    const { tabs } = await gather();
    const [reloaded] = tabs;
    await reloaded!.visit.waitFor("saved", "≥", 1);
    const saved = reloaded!.now.round - 1; // the one on the screen may not be on the disk yet
    await reloaded!.visit.page.reload();
    const before = reloaded!.sightings.length;
    await reloaded!.start();
    const joined = await untilTogether(tabs);
    await reloaded!.until("a share", ({ share, peers }) => share > 0 && peers === SIZE - 1);
    const seen = reloaded!.sightings.slice(before).filter(({ round }) => !Number.isNaN(round));
    expect(seen[0]?.round).toBeGreaterThanOrEqual(saved);
    await untilRound(tabs, joined + 2);
    expectOneHead(tabs, joined + 1, joined + 2);
  });
});

describe("a tab that is closed at the first byte of its update", () => {
  test.for([
    { frames: 0, what: "nobody has the update" },
    { frames: 1, what: "one survivor has the update" },
  ])("holds nobody up: $what", async ({ frames }) => {
    const { tabs } = await gather();
    const [victim, ...survivors] = tabs;
    await victim!.cutOffWithin(frames);
    const round = latestRound(survivors);
    await close(victim!);
    await untilRound(survivors, round + 3);
    expectOneHead(survivors, round, round + 3);
  });
});

describe("the server", () => {
  test("may go away: rounds go on, and newcomers find the others as soon as it is back", async () => {
    const { tabs, round } = await gather();
    await app.stopServer();
    await untilRound(tabs, round + 3);
    expectOneHead(tabs, round + 1, round + 3);
    await app.restartServer();
    const joiner = await open();
    await joiner.start();
    const joined = await untilTogether(swarm);
    await joiner.until("a share", ({ share }) => share > 0);
    expect(joined).toBeGreaterThanOrEqual(round + 3);
    expectOneHead(tabs, round + 1, latestRound(tabs) - 1);
  });
});
