/** A project that somebody makes of a file, and what the page says when it is alone. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { SwarmTab } from "../support/swarm-tab.ts";
import { compareHeads, untilRound, untilTogether } from "../support/swarm-tabs.ts";
import { TABLE } from "../support/training-files.ts";

let app: App;
let tabs: SwarmTab[] = [];

beforeAll(async () => {
  app = await openApp();
});

afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.close();
});

afterAll(() => app.close());

async function open(address: string, name: string, script?: () => void): Promise<SwarmTab> {
  const tab = await SwarmTab.open(app.browser, address, name, script);
  tabs.push(tab);
  return tab;
}

test("a file that is dropped becomes a project, and who opens its link trains it too", async () => {
  const owner = await open(`${app.origin}/?backend=wasm`, "owner");
  await owner.visit.chooseFiles(TABLE);
  await owner.start();
  const link = await owner.visit.get("share-link").inputValue();
  expect(link).toMatch(/\?project=[0-9a-f]{64}$/);

  const guest = await open(`${link}&backend=wasm`, "guest");
  await guest.start();
  const round = await untilTogether(tabs);
  await guest.until("a share", ({ share }) => share > 0 && share < 1);
  await untilRound(tabs, round + 2);
  expect(compareHeads(tabs, round + 1, round + 2)).toEqual({ headCounts: [1, 1], missed: [] });
  expect(await guest.visit.page.getByText(TABLE.name).count()).toBeGreaterThan(0);
});

test("a tab that is alone says why, by name", async () => {
  const tab = await open(`${app.origin}/?project=tiny&backend=wasm`, "lone tab");
  await tab.start();
  await tab.until("the cause: nobody", ({ cause }) => cause === "nobody");
  await tab.context.setOffline(true);
  await tab.until("the cause: offline", ({ cause }) => cause === "offline");
  await tab.context.setOffline(false);
  await app.stopServer();
  await tab.until("the cause: signaling-down", ({ cause }) => cause === "signaling-down");
  await app.restartServer();
  await tab.until("the cause: nobody", ({ cause }) => cause === "nobody");
  expect(tab.now.phase).not.toBe("");
});

test("tabs that no packet reaches say that no connection succeeds, and train alone meanwhile", async () => {
  // As behind a firewall that takes no UDP: the tabs meet at the server, and know no way to each other.
  const block = () => {
    // oxlint-disable-next-line typescript/no-deprecated -- the old overload is what is marked, both are replaced
    RTCPeerConnection.prototype.addIceCandidate = () => Promise.resolve();
  };
  const address = `${app.origin}/?project=tiny&backend=wasm`;
  const pair = await Promise.all([open(address, "one", block), open(address, "other", block)]);
  await Promise.all(pair.map((tab) => tab.start()));
  for (const tab of pair) {
    await tab.until("the cause: unreachable", ({ cause }) => cause === "unreachable");
    await tab.until("a round alone", ({ round, share }) => round > 0 && share === 1);
  }
});
