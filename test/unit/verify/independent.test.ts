/** BUNDLE-FORMAT.md is good enough for a second implementation when one that was written from it gives the same answers. */
import { beforeAll, describe, expect, test } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { NotABundleError } from "../../../shared/verify/failure.ts";
import { type Answer, checkIndependently } from "../../support/independent-checker.ts";
import { bundleOf, type EntrySpan, entriesOf, verify, withByte, without } from "./bundle-fixture.ts";
import { forkedHistory, type History, laterHistory, makeHistory } from "./history-fixture.ts";

const TIMEOUT = { timeout: 300_000 };

let history: History;
let bundle: Uint8Array;
let entries: readonly EntrySpan[];

beforeAll(async () => {
  history = await makeHistory({ rounds: 2 });
  bundle = await bundleOf(history);
  entries = entriesOf(bundle);
}, 60_000);

const random = createRandom("independent");
let draws = 0;
const draw = (limit: number) => random.below(limit, draws++);

async function answerOf(bytes: Uint8Array): Promise<Answer> {
  try {
    return (await verify(bytes)).firstFailure?.entry ?? null;
  } catch (error) {
    if (error instanceof NotABundleError) return error.message.includes("records") ? 0 : "no bundle";
    throw error;
  }
}

async function expectSameAnswer(bytes: Uint8Array, what: string): Promise<Answer> {
  const answer = await answerOf(bytes);
  expect(checkIndependently(bytes), what).toBe(answer);
  return answer;
}

describe("both implementations", () => {
  test("accept a good bundle, and one that begins later", TIMEOUT, async () => {
    expect(await expectSameAnswer(bundle, "whole")).toBeNull();
    const [, first] = history.heads;
    const later = await bundleOf(history, { base: { commit: first!.head.hash, state: first!.state } });
    expect(await expectSameAnswer(later, "later")).toBeNull();
  });

  test(
    "accept work that names the site that it was given on, and blame its record for a changed byte of that",
    TIMEOUT,
    async () => {
      const site = "https://herons.example";
      const given = await bundleOf(await makeHistory({ rounds: 1, site }));
      expect(await expectSameAnswer(given, "given on a site")).toBeNull();
      const at = Buffer.from(given).indexOf(site) + site.length - 1;
      const { entry } = entriesOf(given).find(({ start, end }) => start <= at && at < end)!;
      expect(await expectSameAnswer(withByte(given, at, 1), "another site")).toBe(entry);
    },
  );

  test("accept a fork with its proof, and find a changed byte in the proof", TIMEOUT, async () => {
    const forked = await bundleOf(await forkedHistory(history));
    expect(await expectSameAnswer(forked, "forked")).toBeNull();
    const { start, end } = entriesOf(forked).findLast(({ kind }) => kind === 2)!;
    for (let trial = 0; trial < 60; trial++) {
      const position = start + draw(end - start);
      expect(
        await expectSameAnswer(withByte(forked, position, 1 + draw(255)), `byte ${position}`),
      ).not.toBeNull();
    }
  });

  test("keep a record of a later version in its place", TIMEOUT, async () => {
    expect(await expectSameAnswer(await bundleOf(await laterHistory(history)), "later type")).toBeNull();
    const wrong = await bundleOf(await laterHistory(history, history.head));
    expect(await expectSameAnswer(wrong, "wrong link")).toBe(
      entriesOf(wrong).findLast(({ kind }) => kind === 2)!.entry,
    );
  });

  test("blame the same record for a changed byte, wherever it is", TIMEOUT, async () => {
    for (const { start, end } of entries)
      for (let trial = 0; trial < 6; trial++) {
        const position = start + draw(end - start);
        const answer = await expectSameAnswer(withByte(bundle, position, 1 + draw(255)), `byte ${position}`);
        expect(answer).not.toBeNull();
      }
  });

  test("give the same answer for broken framing", TIMEOUT, async () => {
    for (let trial = 0; trial < 120; trial++) {
      const { position } = entries[draw(entries.length)]!;
      const broken = withByte(bundle, position + draw(5), 1 + draw(255));
      expect(await expectSameAnswer(broken, `framing at ${position}`)).not.toBeNull();
    }
    for (let position = 0; position < entries[0]!.position; position++)
      expect(await expectSameAnswer(withByte(bundle, position, 1), "magic")).toBe("no bundle");
  });

  test(
    "give the same answer for files that end early, and for entries that are gone, doubled or swapped",
    TIMEOUT,
    async () => {
      for (let trial = 0; trial < 100; trial++)
        await expectSameAnswer(bundle.subarray(0, draw(bundle.length)), "cut");
      const part = ({ position, end }: EntrySpan) => bundle.subarray(position, end);
      for (const span of entries.slice(1)) {
        const { entry, position, end } = span;
        await expectSameAnswer(without(bundle, span), `without ${entry}`);
        const doubled = [bundle.subarray(0, end), part(span), bundle.subarray(end)];
        await expectSameAnswer(concatBytes(doubled), `twice ${entry}`);
        const next = entries[entry + 1];
        if (next === undefined) continue;
        const swapped = [bundle.subarray(0, position), part(next), part(span), bundle.subarray(next.end)];
        await expectSameAnswer(concatBytes(swapped), `swapped ${entry}`);
      }
    },
  );
});
