/** Bundles of a part of a history: what was left out is said, and what is there still holds. */
import { beforeAll, describe, expect, test } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { openRecord } from "../../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { BundleError } from "../../../shared/verify/bundle-writer.ts";
import { CannotReplayError } from "../../../shared/verify/failure.ts";
import { largeBundle } from "../../bench/verify/large-history.ts";
import {
  bundleOf,
  contributionsOf,
  entriesOf,
  replayWith,
  spanOf,
  verify,
  withByte,
  without,
} from "./bundle-fixture.ts";
import { exampleEngine, forkedHistory, type History, makeHistory } from "./history-fixture.ts";

const TIMEOUT = { timeout: 60_000 };

let history: History;

beforeAll(async () => {
  history = await makeHistory();
}, 60_000);

const contentOf = ({ bytes }: SignedRecord) => {
  const opened = openRecord(bytes);
  return opened.ok ? opened.content : null;
};
const isOf = (round: number) => (record: SignedRecord) => {
  const content = contentOf(record);
  return content?.type === "contribution" && content.body.round === round;
};

describe("a bundle that begins later", () => {
  const later = (round: number) => {
    const { state, head } = history.heads[round]!;
    return bundleOf(history, { base: { commit: head.hash, state } });
  };

  test("needs no updates of the rounds below, and counts no work of them", TIMEOUT, async () => {
    const [whole, part] = [await verify(await bundleOf(history)), await verify(await later(2))];
    expect(part).toMatchObject({ valid: true, commits: 1, contributions: 3, head: history.head, gaps: 0 });
    expect(part.credit).toBeCloseTo(whole.credit / 3, 12);
  });

  test("can leave out the records below too, and says how many", TIMEOUT, async () => {
    const { state, head } = history.heads[2]!;
    const records = history.records.filter((record) => !isOf(1)(record) && !isOf(2)(record));
    const bundle = await bundleOf(history, { base: { commit: head.hash, state }, records });
    expect(await verify(bundle)).toMatchObject({ valid: true, commits: 1, contributions: 3, gaps: 6 });
  });

  test("is checked against the state that it begins with", TIMEOUT, async () => {
    const bundle = await later(1);
    const base = history.heads[1]!.head.hash;
    const state = entriesOf(bundle).findLast(({ start, end }) => end - start === 8 * parameterCount())!;
    for (const position of [state.start, state.end - 1, (state.start + state.end) >> 1])
      expect((await verify(withByte(bundle, position, 1))).firstFailure).toMatchObject({
        type: "commit",
        hash: base,
      });
    expect((await verify(without(bundle, state))).firstFailure).toMatchObject({ type: "commit", hash: base });
    expect((await verify(without(bundle, spanOf(bundle, base)))).firstFailure).toMatchObject({ entry: 0 });
  });

  test("can be done again as well", TIMEOUT, async () => {
    const engine = await exampleEngine(history.project);
    expect(await verify(await later(1), replayWith(engine))).toMatchObject({ valid: true, replayed: 6 });
  });

  const parameterCount = () => history.heads[0]!.state.parameters.length;
});

describe("a bundle without data", () => {
  test("is as true, but nothing can be done again", TIMEOUT, async () => {
    const bundle = await bundleOf(history, { hasData: false });
    expect(await verify(bundle)).toMatchObject({ valid: true, records: history.records.length + 1 });
    const engine = await exampleEngine(history.project);
    await expect(verify(bundle, replayWith(engine))).rejects.toThrow(CannotReplayError);
  });
});

describe("a bundle of a built-in project", () => {
  test("needs no manifest", TIMEOUT, async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await largeBundle({ peers: 2, rounds: 1, records: 5 })) chunks.push(chunk);
    expect(await verify(concatBytes(chunks))).toMatchObject({ valid: true, records: 5, contributions: 2 });
  });
});

describe("feeds", () => {
  test("a record that was left out on purpose is a gap, and counted", TIMEOUT, async () => {
    const records = history.records.filter((record) => contentOf(record)?.type !== "identity");
    expect(await verify(await bundleOf(history, { records }))).toMatchObject({ valid: true, gaps: 3 });
  });

  test("one that was lost on the way is missed, by the record after it", TIMEOUT, async () => {
    const bundle = await bundleOf(history);
    const identity = history.records.find((record) => contentOf(record)?.type === "identity")!;
    const next = history.records.find((record) => {
      const content = contentOf(record);
      return content?.type === "contribution" && content.prev === identity.hash;
    })!;
    const { firstFailure } = await verify(without(bundle, spanOf(bundle, identity.hash)));
    expect(firstFailure).toMatchObject({ type: "contribution", hash: next.hash });
    expect(firstFailure!.reason).toContain("feeds have 1 gap, and the bundle says that it left 0");
  });

  test(
    "a device that contradicts itself makes no bundle false, and earns nothing from there on",
    TIMEOUT,
    async () => {
      const honest = await verify(await bundleOf(history));
      const forked = await forkedHistory(history);
      const report = await verify(await bundleOf(forked));
      expect(report).toMatchObject({ valid: true, forks: 1, contributions: 9 });
      expect(report.credit).toBeLessThan(honest.credit);
      // The proof alone is as good as the second record beside it.
      const secondOnly = { ...forked, records: forked.records.slice(0, -1) };
      expect((await verify(await bundleOf(secondOnly))).credit).toBe(report.credit);
    },
  );
});

describe("the writer", () => {
  test("refuses to write what nobody could check", TIMEOUT, async () => {
    const [first] = contributionsOf(history);
    const without = (gone: string) => history.records.filter(({ hash }) => hash !== gone);
    await expect(bundleOf(history, { blobOf: () => null })).rejects.toThrow(BundleError);
    await expect(bundleOf(history, { records: without(first!) })).rejects.toThrow("contribution of round 1");
    await expect(bundleOf(history, { records: without(history.head) })).rejects.toThrow(
      "the head is not here",
    );
    await expect(bundleOf(history, { records: without(history.heads[1]!.head.hash) })).rejects.toThrow(
      BundleError,
    );
  });

  test("leaves out commits beside the chain", TIMEOUT, async () => {
    const other = await makeHistory({ rounds: 2, peers: 2 });
    const bundle = await bundleOf(history, { records: [...history.records, ...other.records] });
    const whole = await verify(await bundleOf(history));
    const report = await verify(bundle);
    expect(report).toMatchObject({ valid: true, head: history.head, commits: 3 });
    expect(report.records).toBeGreaterThan(whole.records);
  });
});
