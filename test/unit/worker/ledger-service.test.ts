/** What the page is told about receipts, credit and leaderboards. */
import { Tab } from "./ledger-browser.ts";
import { describe, expect, test, vi } from "vitest";
import { CREDIT_VERSION, creditOf } from "../../../shared/ledger/credit-unit.ts";
import { creditText } from "../../../shared/ledger/exports/amounts.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { changeRow } from "../../support/ledger-databases.ts";
import type { LedgerSummary } from "../../../worker/ledger-api.ts";
import {
  auditorsIn,
  FACTS,
  History,
  keyOf,
  START,
  STEPS,
  TOKENS,
  WORK,
  workOf,
} from "../../support/ledger-fixtures.ts";

const [BOB, EVE] = [keyOf("bob"), keyOf("eve")];
const ROUNDS = 63;
const PROJECT = {
  project: FACTS.project,
  name: "Stories",
  modelName: "gpt nano",
  unit: "tokens",
  facts: FACTS,
} as const;

/** The visitor and two others have worked; the first contributions of all have vested. */
async function working() {
  const tab = new Tab();
  tab.now = START + 10_000;
  await tab.disk.projects.put(PROJECT);
  const keys = (await tab.profile.keys())!;
  const [{ device }, { device: root }] = [await keys.device(), await keys.root()];
  const history = new History();
  history.delegate(device, root);
  const team = history.found(BOB, "Weavers").record.hash;
  history.identify(device, { root, name: "Ada", isListed: false, country: "GB", team, at: START - 1 });
  history.identify(BOB, { name: "Bob", isListed: true, country: "GB", team, at: START - 1 });
  const rounds = history.rounds(ROUNDS, [device, BOB, EVE]);
  for (const each of [device, BOB, EVE])
    history.verdict(auditorsIn(rounds.at(-1)!, each)[0]!, workOf(rounds.at(-1)!, each), "match");
  await tab.hear(history.records.map(({ record }) => record));
  await expect.poll(() => tab.disk.records.load()).toHaveLength(history.records.length);
  return { tab, history, rounds, device, root, team };
}

describe("the own receipts", () => {
  test("come newest first, with what each of them proves", async () => {
    const { tab, rounds, device, root } = await working();
    const receipts = await tab.service.receipts(null, 10);
    expect(receipts.map(({ round }) => round)).toEqual(
      Array.from({ length: 10 }, (_, index) => ROUNDS - index),
    );
    const { commit } = rounds.at(-1)!;
    const auditor = auditorsIn(rounds.at(-1)!, device)[0]!;
    expect(receipts[0]).toEqual({
      record: workOf(rounds.at(-1)!, device).record.hash,
      site: null,
      project: FACTS.project,
      projectName: "Stories",
      modelName: "gpt nano",
      round: ROUNDS,
      steps: STEPS,
      tokens: TOKENS,
      unit: "tokens",
      profile: "wasm-exact",
      loss: 0.000001,
      at: commit.content.body.at,
      device,
      commit: commit.record.hash,
      weight: TOKENS,
      flops: `${WORK}`,
      credit: creditOf(WORK),
      cosigners: commit.record.signatures.map((signature) => ({
        device: signature.device,
        name: { [BOB]: "Bob", [EVE]: pseudonymOf(EVE), [device]: pseudonymOf(root) }[signature.device],
      })),
      audits: [
        {
          auditor,
          auditorName: auditor === BOB ? "Bob" : pseudonymOf(EVE),
          result: "match",
          window: 0,
          isDrawn: true,
          at: START,
        },
      ],
      state: { kind: "pending", contributionsToGo: 60, isAudited: true, isDisputed: false },
    });
  });

  test("older than a time follow, and one alone can be asked for, and somebody's", async () => {
    const { tab, rounds, device } = await working();
    const [last] = (await tab.service.receipts(null, 3)).slice(-1);
    const older = await tab.service.receipts(last!.at, 2);
    expect(older.map(({ round }) => round)).toEqual([ROUNDS - 3, ROUNDS - 4]);
    const hash = workOf(rounds[0]!, device).record.hash;
    expect(await tab.service.receipt(hash)).toMatchObject({ round: 1, state: { kind: "vested" } });
    expect(await tab.service.receipt(keyOf("nothing"))).toBeNull();
    expect((await tab.service.receiptsOf(EVE, 2)).map(({ device }) => device)).toEqual([EVE, EVE]);
  });

  test("say why they do not count", async () => {
    const { tab, history, rounds, device } = await working();
    history.contradict(device, 5);
    await tab.hear(history.records.slice(-1).map(({ record }) => record));
    const { state } = (await tab.service.receipts(null, 1))[0]!;
    expect(state).toMatchObject({ kind: "void", because: "fork" });
    const filtered = history.round([BOB, EVE], { weightOf: (each) => (each === EVE ? 0 : TOKENS) });
    await tab.hear(history.records.slice(-3).map(({ record }) => record));
    const receipt = await tab.service.receipt(workOf(filtered, EVE).record.hash);
    expect(receipt!.state).toMatchObject({
      kind: "void",
      because: "filtered",
    });
    expect(rounds).toHaveLength(ROUNDS);
  });
});

describe("the summary", () => {
  test("says who this is, what they have and what is newest", async () => {
    const { tab, device, root, history } = await working();
    tab.storageProblems = [tell("receipts.full")];
    const listener = vi.fn<(summary: LedgerSummary) => void>();
    await tab.service.watch(listener);
    const [summary] = listener.mock.calls[0]!;
    const { audits } = (await tab.profile.ledger()).accounts.person(root, tab.now).totals;
    expect(summary).toMatchObject({
      root,
      device,
      recordCount: history.records.length,
      asOf: Math.max(...history.records.map(({ at }) => at)),
      storageProblems: [tell("receipts.full")],
      credit: {
        vested: creditOf(3n * WORK + audits.vested),
        void: 0,
        audits: creditOf(audits.vested),
        contributions: ROUNDS,
        acceptedShare: 1,
        receiptCount: ROUNDS,
      },
    });
    expect(summary.newest.map(({ round }) => round).slice(0, 2)).toEqual([ROUNDS, ROUNDS - 1]);
    expect(summary.newest).toHaveLength(50);
  });

  test("comes again when something changed, however often at most twice a second", async () => {
    const { tab, history, device } = await working();
    const listener = vi.fn<(summary: LedgerSummary) => void>();
    await tab.service.watch(listener);
    await expect.poll(() => tab.clock.nextAtMs()).toBeDefined();
    const before = listener.mock.calls.length;
    for (let round = 0; round < 20; round++) {
      const from = history.records.length;
      history.round([device, BOB]);
      await tab.hear(history.records.slice(from).map(({ record }) => record));
    }
    expect(listener.mock.calls.length).toBe(before);
    tab.clock.advanceBy(500);
    await expect.poll(() => listener.mock.calls.length).toBe(before + 1);
    expect(listener.mock.lastCall![0].credit.contributions).toBe(ROUNDS + 20);
  });

  test("says that receipts on the disk were damaged", async () => {
    const { tab, history } = await working();
    tab.disk.close();
    await changeRow("records", history.records[0]!.record.hash, (row) => ({
      ...row,
      bytes: new Uint8Array(9),
    }));
    const again = new Tab();
    await again.disk.records.load(); // as the profile does, on the disk that it shares with the service
    const listener = vi.fn<(summary: LedgerSummary) => void>();
    await again.service.watch(listener);
    expect(listener.mock.calls[0]![0].storageProblems).toEqual([tell("receipts.damaged", { count: 1 })]);
  });

  test("of a visitor who has done nothing is empty, and costs no device", async () => {
    const tab = new Tab();
    const listener = vi.fn<(summary: LedgerSummary) => void>();
    await tab.service.watch(listener);
    expect(listener.mock.calls[0]![0]).toMatchObject({
      newest: [],
      recordCount: 0,
      asOf: 0,
      credit: { vested: 0, receiptCount: 0 },
    });
    expect(await tab.records()).toEqual([]);
  });
});

describe("a leaderboard", () => {
  const query = { window: "all", project: null, by: "person", limit: 10 } as const;

  test("shows the names of those who want it, and marks the own row", async () => {
    const { tab, root } = await working();
    const { rows, own, rowCount } = await tab.service.leaderboard(query);
    expect([rowCount, own]).toEqual([3, null]);
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    const names = new Map(
      rows.map(({ key, name, isNameChosen, isOwn }) => [key, { name, isNameChosen, isOwn }]),
    );
    expect(names.get(BOB)).toEqual({ name: "Bob", isNameChosen: true, isOwn: false });
    expect(names.get(EVE)).toEqual({ name: pseudonymOf(EVE), isNameChosen: false, isOwn: false });
    expect(names.get(root)).toEqual({ name: pseudonymOf(root), isNameChosen: false, isOwn: true });
  });

  test("gives the own row when it is not among the first", async () => {
    const { tab, history, root } = await working();
    const from = history.records.length;
    history.rounds(5, [BOB, EVE]);
    await tab.hear(history.records.slice(from).map(({ record }) => record));
    const { rows, own } = await tab.service.leaderboard({ ...query, limit: 1 });
    expect(rows).toHaveLength(1);
    expect(own).toMatchObject({ key: root, isOwn: true, rank: 3 });
  });

  test("of teams and countries is one too", async () => {
    const { tab, team } = await working();
    const teams = await tab.service.leaderboard({ ...query, by: "team" });
    expect(teams.rows).toMatchObject([
      { key: team, name: "Weavers", isNameChosen: true, isOwn: true, contributions: 2 * ROUNDS },
    ]);
    const countries = await tab.service.leaderboard({ ...query, by: "country" });
    expect(countries.rows).toMatchObject([{ key: "GB", name: "GB", isOwn: true }]);
  });
});

test("credit is the same number in the summary, on the board, in the exports and on the certificate", async () => {
  const { tab, root } = await working();
  const listener = vi.fn<(summary: LedgerSummary) => void>();
  await tab.service.watch(listener);
  const { vested } = listener.mock.calls[0]![0].credit;
  const { earned } = (await tab.profile.ledger()).accounts.person(root, tab.now).totals;
  expect(vested).toBe(creditOf(earned));
  const { rows } = await tab.service.leaderboard({ window: "all", project: null, by: "person", limit: 10 });
  expect(rows.find(({ isOwn }) => isOwn)?.vested).toBe(vested);
  const json = JSON.parse(await tab.service.exportBoard("json", null)) as {
    creditVersion: number;
    people: { key: string; credit: number }[];
  };
  expect(json.people.find(({ key }) => key === root)?.credit).toBe(vested);
  expect(json.creditVersion).toBe(CREDIT_VERSION);
  expect(await tab.service.exportBoard("csv", FACTS.project)).toContain(creditText(earned));
  const certificate = await tab.service.certificate();
  expect(certificate).toMatchObject({ root, name: "Ada", flops: `${earned}`, projects: ["Stories"] });
  const { rounds } = certificate;
  expect(rounds.map(({ round }) => round)).toEqual(
    Array.from({ length: 60 }, (_, index) => ROUNDS - 59 + index),
  );
  expect(rounds.every(({ parts }) => parts.some(({ isOwn }) => isOwn))).toBe(true);
  for (const format of ["user.xml", "team.xml", "tables.xml"] as const)
    expect(await tab.service.exportBoard(format, null)).toMatch(/^<\?xml[\s\S]*>\n$/);
});

describe("a project", () => {
  test("that was opened once counts after a reload, before it is opened again", async () => {
    await working();
    const again = new Tab();
    expect(await again.service.receipts(null, 1)).toMatchObject([{ projectName: "Stories", round: ROUNDS }]);
    expect(again.problems).toEqual([]);
  });

  test("whose notes are damaged is left out until it is opened", async () => {
    const { tab } = await working();
    await tab.disk.projects.put({ ...PROJECT, facts: { ...FACTS, flopsPerStep: -1 } });
    expect(await new Tab().service.receipts(null, 1)).toEqual([]);
  });
});
