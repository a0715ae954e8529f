import { describe, expect, test } from "vitest";
import { auditorsOf } from "../../../../shared/ledger/accounts/audit-draw.ts";
import { Feed } from "../../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../../shared/ledger/memory-feed-store.ts";
import { replayContribution } from "../../../../shared/swarm/audit/replay-contribution.ts";
import { innerHash } from "../../../../shared/swarm/audit/secrets.ts";
import { AUDIT_MS, AuditorBench } from "./auditor-fixture.ts";
import { commitOf, GENESIS, RULES } from "./branch-fixture.ts";

const hasShown = (bench: AuditorBench, device: string) => bench.ledger.hasShownTrue(device, RULES.project);
const isRefused = (bench: AuditorBench, device: string) => bench.ledger.isRefused(device, RULES.project);

/** Secrets of all windows of somebody's work on the genesis. */
async function secretsOf(bench: AuditorBench, work: Parameters<typeof replayContribution>[3]) {
  const base = { parameters: GENESIS.state.parameters, progress: 0 };
  const { result } = replayContribution(bench.replayer, RULES, base, work, { isUrgent: true });
  return (await bench.until(result))!.secrets;
}

describe("an auditor", () => {
  test("replays whatever the beacon draws it for, one after the other, and signs what it saw", async () => {
    const bench = new AuditorBench(4);
    const works = await bench.round();
    await bench.pass(3 * AUDIT_MS + 500);
    for (const { record, device } of works) {
      const [verdict, ...others] = bench.saidOf(record);
      expect(others).toEqual([]);
      expect(verdict).toMatchObject({ result: "match", window: 0, refutes: [], project: RULES.project });
      expect(verdict!.inner).toHaveLength(8);
      expect(hasShown(bench, device)).toBe(true);
    }
    expect(bench.subjects.filter((subject) => subject !== null).toSorted()).toEqual(
      works.map(({ device }) => device).toSorted(),
    );
    expect(bench.auditor.subject).toBeNull();
    expect(bench.problems).toEqual([]);
  });

  test("leaves to the others what it is not among the first three auditors of", async () => {
    const bench = new AuditorBench(10);
    const works = await bench.round();
    const body = commitOf(bench.branch, 0);
    const commit = bench.branch.latest.head.hash;
    const drawn = works.filter(
      (work) => auditorsOf(commit, body, work, (device) => device).indexOf(bench.own.feed.device) < 3,
    );
    await bench.pass(9 * AUDIT_MS);
    const audited = works.filter(({ record }) => bench.saidOf(record).length > 0);
    expect(audited).toEqual(drawn.slice(0, 6)); // more do not wait at once
    expect(drawn.length).toBeLessThan(works.length);
  });

  test("proves that it has replayed: inner hashes that only θ gives, bound to its key", async () => {
    const bench = new AuditorBench(2);
    const [work] = await bench.round();
    await bench.pass(AUDIT_MS);
    const secrets = await secretsOf(bench, work!);
    const expected = secrets.map((secret) => innerHash(bench.own.feed.device, secret));
    expect(bench.saidOf(work!.record)[0]!.inner).toEqual(expected);
  });

  test("names the first wrong window of invented work, and takes nothing of that device any more", async () => {
    const bench = new AuditorBench(4);
    const faker = bench.peers[2]!.feed.device;
    const works = await bench.round((device) => device === faker);
    await bench.pass(3 * AUDIT_MS + 500);
    for (const { record, device } of works) {
      const [verdict] = bench.saidOf(record);
      expect(verdict?.result).toBe(device === faker ? "mismatch" : "match");
      if (device === faker) expect(verdict).toMatchObject({ window: 0, inner: [expect.any(String)] });
      expect(isRefused(bench, device)).toBe(device === faker);
    }
  });

  test("that cannot replay says nothing", async () => {
    const bench = new AuditorBench(4, false);
    const [work] = await bench.round();
    await bench.say(bench.peers[1]!, work!.record, "mismatch");
    await bench.pass(10 * AUDIT_MS);
    expect(bench.published).toEqual([]);
  });

  test("that is stopped ends its replay and signs nothing any more", async () => {
    const bench = new AuditorBench(4);
    await bench.round();
    await bench.pass(1_000);
    bench.auditor.stop();
    await bench.pass(10 * AUDIT_MS);
    expect(bench.published).toEqual([]);
  });
});

describe("an accusation", () => {
  /** A large cell, in which nothing is drawn for the auditor of one of the works. */
  async function undrawn() {
    const bench = new AuditorBench(12);
    const works = await bench.round();
    const body = commitOf(bench.branch, 0);
    const commit = bench.branch.latest.head.hash;
    const rankOf = (work: (typeof works)[number]) =>
      auditorsOf(commit, body, work, (device) => device).indexOf(bench.own.feed.device);
    const work = works.find((one) => rankOf(one) >= 3)!;
    const accuser = bench.peers.slice(1).find(({ feed }) => feed.device !== work.device)!;
    return { bench, work, accuser };
  }

  test("by a peer of the round makes a juror of everybody in it, before all else", async () => {
    const { bench, work, accuser } = await undrawn();
    const accusation = await bench.say(accuser, work.record, "mismatch");
    await bench.pass(2 * AUDIT_MS + 500); // one replay was under way
    expect(bench.saidOf(work.record)).toMatchObject([{ result: "match", refutes: [accusation] }]);
    expect(isRefused(bench, accuser.feed.device)).toBe(true);
    expect(isRefused(bench, work.device)).toBe(false);
  });

  test("by somebody who was not in the round costs nobody a replay", async () => {
    const { bench, work } = await undrawn();
    await bench.say(bench.identity("stranger"), work.record, "mismatch");
    await bench.pass(8 * AUDIT_MS);
    expect(bench.saidOf(work.record)).toEqual([]);
  });

  test("by somebody who was false before is not listened to", async () => {
    const { bench, work, accuser } = await undrawn();
    const other = bench.peers
      .slice(1)
      .find(({ feed }) => ![work.device, accuser.feed.device].includes(feed.device))!;
    // A second record for the first place of its feed.
    const feed = Feed.begin(accuser.signer, new MemoryFeedStore());
    const contradiction = await feed.append({ type: "team", body: { name: "team", url: "", at: 5 } });
    bench.ledger.note(contradiction, bench.signatures);
    expect(isRefused(bench, accuser.feed.device)).toBe(true);
    await bench.say(accuser, work.record, "mismatch");
    await bench.pass(8 * AUDIT_MS);
    expect(bench.saidOf(work.record)).toEqual([]);
    await bench.say(other, work.record, "mismatch");
    await bench.pass(2 * AUDIT_MS);
    expect(bench.saidOf(work.record)).toHaveLength(1);
  });

  test("of work that nobody keeps any more is left to others", async () => {
    const { bench, accuser } = await undrawn();
    await bench.say(accuser, "ab".repeat(32), "mismatch");
    await bench.pass(8 * AUDIT_MS);
    expect(bench.saidOf("ab".repeat(32))).toEqual([]);
  });
});

describe("another's verdict on what this peer has replayed", () => {
  /** A cell of four in which everything was replayed. */
  async function replayed() {
    const bench = new AuditorBench(4);
    const works = await bench.round();
    await bench.pass(3 * AUDIT_MS + 500);
    const [work] = works;
    const [first, second] = bench.peers.slice(1).filter(({ feed }) => feed.device !== work!.device);
    return { bench, work: work!, first: first!, second: second!, secrets: await secretsOf(bench, work!) };
  }

  test("is left alone when it is true", async () => {
    const { bench, work, first, secrets } = await replayed();
    await bench.say(first, work.record, "match", secrets);
    expect(bench.saidOf(work.record)).toHaveLength(1);
    expect(isRefused(bench, first.feed.device)).toBe(false);
  });

  test("is refuted at once when it is made up, by a second verdict with the same answer", async () => {
    const { bench, work, first, secrets } = await replayed();
    const lazy = await bench.say(
      first,
      work.record,
      "match",
      secrets.map(() => new Uint8Array(32)),
    );
    const [before, after, ...others] = bench.saidOf(work.record);
    expect(others).toEqual([]);
    expect(after).toEqual({ ...before, refutes: [lazy] });
    expect(isRefused(bench, first.feed.device)).toBe(true);
  });

  test("is refuted when it was copied from another auditor", async () => {
    const { bench, work, first, secrets } = await replayed();
    const copied = secrets.slice(0, 7);
    const copy = await bench.say(first, work.record, "match", copied);
    expect(bench.saidOf(work.record)[1]?.refutes).toEqual([copy]);
  });

  test("is refuted when it came before the replay ended", async () => {
    const bench = new AuditorBench(4);
    const works = await bench.round();
    const last = works.find(({ device }) => device !== bench.auditor.subject)!;
    const liar = bench.peers.slice(1).find(({ feed }) => feed.device !== last.device)!;
    const lazy = await bench.say(liar, last.record, "match");
    await bench.pass(3 * AUDIT_MS + 500);
    expect(bench.saidOf(last.record)).toMatchObject([{ result: "match", refutes: [lazy] }]);
  });

  // Two that both believed their own replays answered each other without end.
  test("is not answered for ever when its author goes on", async () => {
    const { bench, work, first } = await replayed();
    for (let turn = 0; turn < 20; turn++) await bench.say(first, work.record, "mismatch");
    expect(bench.saidOf(work.record).length).toBeLessThanOrEqual(1 + 4);
    expect(isRefused(bench, first.feed.device)).toBe(true);
  });

  test("is not answered when nobody listens to its author anyway", async () => {
    const { bench, work } = await replayed();
    await bench.say(bench.identity("stranger"), work.record, "mismatch");
    expect(bench.saidOf(work.record)).toHaveLength(1);
  });
});

test("what a sample has shown to be false is signed once, and believed here", async () => {
  const bench = new AuditorBench(12);
  const faker = bench.peers[5]!.feed.device;
  const works = await bench.round((device) => device === faker);
  const work = works.find(({ device }) => device === faker)!;
  const shown = { isTrue: false, window: 0, secrets: [new Uint8Array(32)], distanceMicros: 0 };
  await bench.auditor.accuse(work.record, shown);
  await bench.auditor.accuse(work.record, shown);
  expect(bench.saidOf(work.record)).toMatchObject([{ result: "mismatch", window: 0 }]);
  expect(isRefused(bench, faker)).toBe(true);
});
