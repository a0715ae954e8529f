/** Bundles that a browser makes of what it kept of a history that was really trained, and checks. */
import { EXAMPLE_RUN, Tab } from "./ledger-browser.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { openRecord } from "../../../shared/ledger/record-content.ts";
import { tell } from "../../../shared/problems/problem.ts";
import type { KnownHead } from "../../../shared/swarm/known-head.ts";
import type { VerifyProgress } from "../../../worker/ledger-api.ts";
import { exampleHash } from "../../support/example-messages.ts";
import { type History, makeHistory } from "../verify/history-fixture.ts";

const OTHER = exampleHash("another project");

let history: History;
beforeAll(async () => {
  history = await makeHistory({ rounds: 3 });
}, 60_000); // a busy computer is no failure

/** A browser that was there when it happened. */
async function witness(): Promise<Tab> {
  const tab = new Tab();
  const { project, records, heads, blobs } = history;
  await tab.hear(records);
  await tab.service.learn(project, EXAMPLE_RUN, () => heads[0]!.head.hash);
  for (const [hash, bytes] of blobs) tab.cached.set(hash, bytes);
  tab.cached.set(project.id, project.blob);
  await tab.material.setBase(project.id, { round: 0, commit: heads[0]!.head.hash, state: null });
  for (const [index, head] of heads.slice(1).entries())
    await tab.material.addRound(project.id, roundOf(head, heads[index]!.head.hash));
  for (const hash of updatesOf(heads[1]!)) tab.cached.delete(hash);
  return tab;
}

const updatesOf = ({ commit }: KnownHead) => {
  const opened = openRecord(commit.bytes);
  if (!opened.ok || opened.content.type !== "commit") throw new Error("a head has a commit");
  return opened.content.body.contributions.map(({ record }) => {
    const { bytes } = must(
      history.records.find(({ hash }) => hash === record),
      "all records are here",
    );
    const contribution = openRecord(bytes);
    if (!contribution.ok || contribution.content.type !== "contribution")
      throw new Error("a commit names contributions");
    return contribution.content.body.update;
  });
};

const roundOf = (head: KnownHead, base: string) => ({
  round: head.head.round,
  commit: head.head.hash,
  base,
  updates: new Map(updatesOf(head).map((hash) => [hash, must(history.blobs.get(hash), "an update")])),
});

/** Checks as the page does. Nobody waits for the clock here: it goes on by itself. */
async function check(tab: Tab, bundle: Blob) {
  const progress: VerifyProgress[] = [];
  const turning = setInterval(() => tab.clock.advanceBy(1), 0);
  const result = await tab.service.verify(bundle, (step) => progress.push(step));
  clearInterval(turning);
  return { result, progress };
}

describe("a bundle", () => {
  test("holds all that a check needs, and the page checks it", async () => {
    const tab = await witness();
    const bundle = must(await tab.service.exportBundle(history.project.id), "a bundle");
    const { result, progress } = await check(tab, bundle);
    expect(result).toMatchObject({
      isValid: true,
      flops: expect.stringMatching(/^[1-9]\d*$/) as string,
      records: history.records.length + 1, // and the manifest
      contributions: 9,
      commits: 3,
      peers: 3,
      head: history.head,
      firstFailure: null,
    });
    expect(new Set(progress.map(({ step }) => step))).toEqual(new Set(["records", "rounds"]));
  });

  test("begins with the state that is kept, when the rounds before are gone", async () => {
    const tab = await witness();
    const [, , second, third] = history.heads;
    const { hash, round } = second!.head;
    await tab.material.setBase(OTHER, { round: 0, commit: hash, state: null }); // another project is no matter
    await tab.material.addRound(history.project.id, {
      round: 9,
      commit: "0".repeat(64),
      base: "1".repeat(64),
      updates: new Map(),
    });
    await tab.material.setBase(history.project.id, { round, commit: hash, state: second!.state });
    await tab.material.addRound(history.project.id, roundOf(third!, hash));
    const bundle = must(await tab.service.exportBundle(history.project.id), "a bundle");
    const { result } = await check(tab, bundle);
    expect(result).toMatchObject({ isValid: true, commits: 1, contributions: 3, head: history.head });
  });

  test("is made without the project's files where they are gone", async () => {
    const tab = await witness();
    const whole = must(await tab.service.exportBundle(history.project.id), "a bundle");
    for (const hash of tab.cached.keys()) if (hash !== history.project.id) tab.cached.delete(hash);
    const smaller = must(await tab.service.exportBundle(history.project.id), "a bundle");
    expect(whole.size - smaller.size).toBeGreaterThan(300_000);
    expect((await check(tab, smaller)).result.isValid).toBe(true);
  });

  test.each([
    ["of a project that this browser knows nothing of", async () => OTHER],
    ["of a project whose manifest is gone", async (tab: Tab) => (tab.cached.clear(), history.project.id)],
    [
      "when an update is damaged",
      async (tab: Tab) => {
        const bytes = vi.spyOn(tab.material, "update");
        bytes.mockImplementation(async () => Uint8Array.of(1));
        return history.project.id;
      },
    ],
    [
      "when the state that it would begin with is damaged",
      async (tab: Tab) => {
        const { head, state } = history.heads[2]!;
        const damaged = { ...state, parameters: state.parameters.map((value) => value + 1) };
        vi.spyOn(tab.material, "base").mockResolvedValue({ round: 2, commit: head.hash, state: damaged });
        return history.project.id;
      },
    ],
  ])("is not made %s", async (_name, hinder) => {
    const tab = await witness();
    expect(await tab.service.exportBundle(await hinder(tab))).toBeNull();
  });
});

describe("a file", () => {
  test("that is no bundle is refused with a reason", async () => {
    const { result } = await check(new Tab(), new Blob(["numbers,and,commas\n1,2,3\n"]));
    expect(result).toMatchObject({
      isValid: false,
      records: 0,
      firstFailure: { position: 0, record: null, reason: tell("no-bundle") },
    });
  });

  test("in which a byte was changed names the record that fails", async () => {
    const tab = await witness();
    const bundle = must(await tab.service.exportBundle(history.project.id), "a bundle");
    const bytes = new Uint8Array(await bundle.arrayBuffer());
    const victim = history.records[4]!;
    const at = Buffer.from(bytes).indexOf(Buffer.from(victim.signatures[0]!.signature));
    bytes[at]! ^= 1;
    const { result } = await check(tab, new Blob([bytes]));
    expect(result).toMatchObject({
      isValid: false,
      firstFailure: { reason: tell("bad-signature") },
    });
    expect(result.firstFailure!.record).toContain(victim.hash);
  });
});
