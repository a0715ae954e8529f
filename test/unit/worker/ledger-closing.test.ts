/** What a browser does with receipts that have become old, when its page is opened. */
import { EXAMPLE_RUN, otherComputer, Tab } from "./ledger-browser.ts";
import { describe, expect, test, vi } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { openStored } from "../../../shared/ledger/checked-record.ts";
import { FACTS, History, keyOf, START } from "../../support/ledger-fixtures.ts";
import { type History as TrainedHistory, makeHistory, START_SECONDS } from "../verify/history-fixture.ts";

const DAY = 86_400;
const [BOB, EVE] = [keyOf("bob"), keyOf("eve")];
const QUERY = { window: "all", project: null, by: "person", limit: 10 } as const;
const ENTRY = {
  project: FACTS.project,
  name: "Stories",
  modelName: "gpt nano",
  unit: "tokens",
  facts: FACTS,
} as const;

/** The visitor has worked with two others, then for long nobody, and today the two others again. */
async function longAgo() {
  const tab = new Tab();
  const keys = must(await tab.profile.keys(), "keys");
  const [{ device }, { device: root }] = [await keys.device(), await keys.root()];
  const history = new History();
  history.delegate(device, root);
  const [first] = history.rounds(2, [device, BOB, EVE], { at: START });
  const verdict = history.verdict(device, must(first?.contributions.get(EVE), "work"), "match");
  tab.now = START + 200 * DAY;
  history.round([BOB, EVE], { at: tab.now });
  await tab.hear(history.records.map(({ record }) => record));
  await tab.disk.projects.put(ENTRY);
  await expect.poll(() => tab.disk.records.load()).toHaveLength(history.records.length);
  return { tab, history, verdict };
}

/** The next visit. */
function nextTab({ now, cached }: Tab): Tab {
  const tab = new Tab();
  tab.now = now;
  for (const [hash, bytes] of cached) tab.cached.set(hash, bytes);
  return tab;
}

describe("old receipts", () => {
  test("of others are closed when the page is opened, and the board says so; own ones and own audits stay", async () => {
    const { tab, history, verdict } = await longAgo();
    // Four contributions of Bob and Eve are old; the visitor has audited one of them.
    const board = await nextTab(tab).service.leaderboard(QUERY);
    expect(board.closedCount).toBe(4);
    expect(board.recordCount).toBe(history.records.length - 3);
    expect(board.rows.map(({ contributions }) => contributions).toSorted((a, b) => a - b)).toEqual([2, 3, 3]);
    const later = nextTab(tab);
    expect(await later.service.receipts(null, 10)).toHaveLength(2);
    expect((await later.service.leaderboard(QUERY)).rows).toEqual(board.rows);
    const kept = new Set((await later.records()).map(({ hash }) => hash));
    const { contribution } = verdict.content.body;
    expect([verdict.record.hash, contribution].every((hash) => kept.has(hash))).toBe(true);
  });

  test("stay when they cannot be closed, which is told", async () => {
    const { tab, history } = await longAgo();
    const next = nextTab(tab);
    const ledger = await next.profile.ledger();
    vi.spyOn(ledger, "close").mockRejectedValue(new Error("no room"));
    expect(await next.service.leaderboard(QUERY)).toMatchObject({
      closedCount: 0,
      recordCount: history.records.length,
    });
    expect(next.problems).toEqual([new Error("no room")]);
  });
});

describe("a bundle of a project with closed accounts", () => {
  /** Three rounds, with more than three months between them, that somebody has followed from this one on. */
  async function followed({ project, records, blobs, heads }: TrainedHistory, from: number): Promise<Tab> {
    const tab = new Tab();
    await tab.hear(records);
    await tab.service.learn(project, EXAMPLE_RUN, () => heads[0]!.head.hash);
    await expect.poll(() => tab.disk.records.load()).toHaveLength(records.length);
    tab.cached.set(project.id, project.blob);
    for (const [hash, bytes] of blobs) tab.cached.set(hash, bytes);
    const { head, state } = heads[from]!;
    const base = { round: from, commit: head.hash, state: from === 0 ? null : state };
    await tab.material.setBase(project.id, base);
    for (const [index, next] of heads.slice(from + 1).entries()) {
      const { round, hash } = next.head;
      const below = heads[from + index]!.head.hash;
      await tab.material.addRound(project.id, { round, commit: hash, base: below, updates: new Map() });
    }
    tab.now = START_SECONDS + 201 * DAY;
    return nextTab(tab);
  }

  test("is whole and valid, as far back as this browser can show the work", async () => {
    const history = await makeHistory({ rounds: 3, roundSeconds: 100 * DAY });
    const contributions = history.records.filter(
      (record) => openStored(record)?.content?.type === "contribution",
    );
    for (const from of [2, 0]) {
      otherComputer();
      const tab = await followed(history, from);
      const bundle = must(await tab.service.exportBundle(history.project.id), "a bundle");
      const kept = (await tab.records()).filter(({ hash }) => contributions.some((one) => one.hash === hash));
      expect(kept).toHaveLength(from === 0 ? 9 : 3);
      const turning = setInterval(() => tab.clock.advanceBy(1), 0);
      const result = await tab.service.verify(bundle, () => undefined);
      clearInterval(turning);
      expect(result).toMatchObject({ isValid: true, commits: 3 - from, head: history.head });
    }
  }, 60_000);
});
