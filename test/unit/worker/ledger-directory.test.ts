/** What the page is told about the projects that this browser has trained. */
import { Tab } from "./ledger-browser.ts";
import { expect, test } from "vitest";
import { FACTS, History, keyOf, START } from "../../support/ledger-fixtures.ts";

const BOB = keyOf("bob");
const entryOf = (project: string, name: string) =>
  ({ project, name, modelName: "gpt nano", unit: "tokens", facts: { ...FACTS, project } }) as const;

test("projects come with their last round, the own share, and whether their model is here", async () => {
  const tab = new Tab();
  tab.now = START + 10_000;
  const untouched = keyOf("untouched");
  await tab.disk.projects.put(entryOf(untouched, "Untouched"));
  await tab.disk.projects.put(entryOf(FACTS.project, "Stories"));
  tab.keptProjects.push(FACTS.project);
  const { device } = await (await tab.profile.keys())!.device();
  const history = new History();
  history.round([BOB, device]);
  const last = history.round([BOB, keyOf("sam")]);
  await tab.hear(history.records.map(({ record }) => record));
  const [first, second, ...others] = await tab.service.projects();
  expect(first).toEqual({
    id: FACTS.project,
    name: "Stories",
    modelName: "gpt nano",
    unit: "tokens",
    lastRound: { round: 2, at: last.commit.content.body.at },
    ownShare: 0.25,
    isKept: true,
  });
  expect(second).toMatchObject({ id: untouched, lastRound: null, ownShare: 0, isKept: false });
  expect(others).toEqual([]);
});

test("a browser that has trained nothing knows no project", async () => {
  expect(await new Tab().service.projects()).toEqual([]);
});
