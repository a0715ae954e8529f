/** What the page is told about the rounds of a project. */
import { Tab } from "./ledger-browser.ts";
import { expect, test } from "vitest";
import { REPLAYABLE_ROUNDS } from "../../../shared/swarm/audit/round-shelf.ts";
import { pseudonymOf } from "../../../shared/ledger/identity/pseudonym.ts";
import { auditorsIn, FACTS, History, keyOf, START, TOKENS, workOf } from "../../support/ledger-fixtures.ts";

const [BOB, EVE, SAM] = [keyOf("bob"), keyOf("eve"), keyOf("sam")];
const PROJECT = {
  project: FACTS.project,
  name: "Stories",
  modelName: "gpt nano",
  unit: "tokens",
  facts: FACTS,
} as const;

async function working() {
  const tab = new Tab();
  tab.now = START + 10_000;
  await tab.disk.projects.put(PROJECT);
  const { device } = await (await tab.profile.keys())!.device();
  const history = new History();
  return { tab, history, device };
}

type Round = ReturnType<History["round"]>;

const all = { project: FACTS.project, before: null, limit: 100 };

test("rounds come in order, without gaps, page by page", async () => {
  const { tab, history, device } = await working();
  history.rounds(25, [device, BOB]);
  await tab.hear(history.records.map(({ record }) => record));
  const roundsOf = async (before: number | null, limit: number) =>
    (await tab.service.rounds({ ...all, before, limit })).map(({ round }) => round);
  expect(await roundsOf(null, 10)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  expect(await roundsOf(16, 10)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(await roundsOf(6, 10)).toEqual([1, 2, 3, 4, 5]);
  expect(await roundsOf(1, 10)).toEqual([]);
  expect(await roundsOf(null, 1e9)).toHaveLength(25);
  expect(await tab.service.rounds({ ...all, project: keyOf("other") })).toEqual([]);
});

test("a round says who gave what to it", async () => {
  const { tab, history, device } = await working();
  history.identify(BOB, { name: "Bob", isListed: true });
  const first = history.round([device, BOB, EVE], { weightOf: (each) => (each === EVE ? 0 : TOKENS) });
  await tab.hear(history.records.map(({ record }) => record));
  const [round] = await tab.service.rounds(all);
  expect(round).toMatchObject({
    round: 1,
    commit: first.commit.record.hash,
    at: first.commit.content.body.at,
    loss: 0.000001,
  });
  const part = (each: string) => round?.parts.find((part) => part.device === each);
  expect(part(device)).toMatchObject({ isOwn: true, tokens: TOKENS, state: "pending" });
  expect(part(BOB)).toMatchObject({ isOwn: false, name: "Bob", state: "pending" });
  // What the filter refused has the place that it would have had.
  expect(part(EVE)).toMatchObject({ name: pseudonymOf(EVE), tokens: TOKENS, state: "rejected" });
});

test("an audit that was passed vouches for what came before it", async () => {
  const { tab, history } = await working();
  const rounds = history.rounds(3, [BOB, EVE, SAM]);
  history.verdict(auditorsIn(rounds[1]!, BOB)[0]!, workOf(rounds[1]!, BOB), "match");
  await tab.hear(history.records.map(({ record }) => record));
  const states = (await tab.service.rounds(all)).map(
    ({ parts }) => parts.find(({ device }) => device === BOB)?.state,
  );
  expect(states).toEqual(["audited", "audited", "pending"]);
});

test("work that was found false is rejected", async () => {
  const { tab, history } = await working();
  const round = history.round([BOB, EVE, SAM, keyOf("ann"), keyOf("tom")]);
  for (const auditor of auditorsIn(round, BOB)) history.verdict(auditor, workOf(round, BOB), 0);
  await tab.hear(history.records.map(({ record }) => record));
  const [view] = await tab.service.rounds(all);
  expect(view?.parts.filter(({ state }) => state === "rejected").map(({ device }) => device)).toEqual([BOB]);
});

test("a round says whose work was drawn for an audit, and what the verdicts on it are", async () => {
  const { tab, history } = await working();
  const people = [BOB, EVE, SAM, keyOf("ann"), keyOf("tom")];
  const [first, second, third] = history.rounds(3, people) as [Round, Round, Round];
  const audits = async () =>
    (await tab.service.rounds(all)).map(({ parts }) => parts.find(({ device }) => device === BOB)?.audit);
  const hear = () => tab.hear(history.records.map(({ record }) => record));
  await hear();
  expect(await audits()).toEqual(["waiting", "waiting", "waiting"]); // all of a newcomer's is drawn
  history.verdict(auditorsIn(first, BOB)[0]!, workOf(first, BOB), "match");
  history.verdict(auditorsIn(second, BOB)[0]!, workOf(second, BOB), 1);
  for (const auditor of auditorsIn(third, BOB)) history.verdict(auditor, workOf(third, BOB), 0);
  await hear();
  expect(await audits()).toEqual(["passed", "disputed", "failed"]);
});

test("nothing waits for an audit that cannot come any more, or that nobody is there for", async () => {
  const { tab, history } = await working();
  history.round([BOB]);
  const refused = history.round([BOB, EVE], { weightOf: (each) => (each === EVE ? 0 : TOKENS) });
  expect(refused.contributions.size).toBe(2);
  await tab.hear(history.records.map(({ record }) => record));
  const auditsOf = async (round: number) =>
    (await tab.service.rounds(all))[round - 1]?.parts.map(({ device, audit }) => [device, audit]);
  expect(await auditsOf(1)).toEqual([[BOB, null]]);
  expect(await auditsOf(2)).toEqual(
    expect.arrayContaining([
      [EVE, null],
      [BOB, "waiting"],
    ]),
  );
  history.rounds(REPLAYABLE_ROUNDS, [BOB]);
  await tab.hear(history.records.map(({ record }) => record));
  expect(await auditsOf(2)).toEqual(expect.arrayContaining([[BOB, null]]));
});

test("what everybody gave to a project is counted without what was refused", async () => {
  const { tab, history, device } = await working();
  history.identify(BOB, { name: "Bob", isListed: true });
  history.round([device, BOB, EVE], { weightOf: (each) => (each === EVE ? 0 : TOKENS) });
  history.round([BOB, SAM]);
  await tab.hear(history.records.map(({ record }) => record));
  const work = await tab.service.projectWork(FACTS.project);
  expect(work).toMatchObject({ contributions: 4, devices: 3, ownShare: 0.25 });
  expect(work!.to).toBeGreaterThanOrEqual(work!.from);
  expect(await tab.service.projectWork(keyOf("other"))).toBeNull();
  expect(await tab.service.nameOf(BOB)).toBe("Bob");
  expect(await tab.service.nameOf(EVE)).toBe(pseudonymOf(EVE));
});
