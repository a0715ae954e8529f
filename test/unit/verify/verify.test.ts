/** What a check of a bundle finds, and that it names the record. */
import { beforeAll, describe, expect, test } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { NotABundleError } from "../../../shared/verify/failure.ts";
import { summarize } from "../../../shared/verify/summary.ts";
import {
  bundleOf,
  contributionsOf,
  type EntrySpan,
  entriesOf,
  spanOf,
  verify,
  withByte,
  without,
} from "./bundle-fixture.ts";
import { type History, makeHistory } from "./history-fixture.ts";

const TIMEOUT = { timeout: 120_000 };
const RECORD = 2;
const BLOB = 3;
/** Random bytes of every record. */
const FLIPS = 16;

let history: History;
let bundle: Uint8Array;
let entries: readonly EntrySpan[];
let records: readonly EntrySpan[];
let blobs: readonly EntrySpan[];

beforeAll(async () => {
  history = await makeHistory();
  bundle = await bundleOf(history);
  entries = entriesOf(bundle);
  records = entries.filter(({ kind }) => kind === RECORD);
  blobs = entries.filter(({ kind }) => kind === BLOB);
}, 60_000);

const random = createRandom("flips");
let draws = 0;
const draw = (limit: number) => random.below(limit, draws++);

/** Another value of one random byte between two positions. */
const flip = (start: number, end: number) => withByte(bundle, start + draw(end - start), 1 + draw(255));

const failureOf = async (bytes: Uint8Array) => (await verify(bytes)).firstFailure;

/** What a file can be that is broken anywhere: not valid, or no bundle. */
const isRefused = (bytes: Uint8Array) =>
  verify(bytes).then(
    ({ valid }) => !valid,
    (error: unknown) => error instanceof NotABundleError,
  );

describe("a good bundle", () => {
  test("is valid, and the report counts what is in it", TIMEOUT, async () => {
    const report = await verify(bundle);
    expect(report.firstFailure).toBeNull();
    expect(report).toMatchObject({
      valid: true,
      records: 1 + 3 * (2 + 3) + 3,
      contributions: 9,
      commits: 3,
      peers: 3,
      head: history.head,
      gaps: 0,
      forks: 0,
      replayed: 0,
    });
    expect(summarize(report)).toMatch(
      /^Valid: 9 contributions by 3 peers, \d+(\.\d)? MFLOP, 14–16 Nov 2026$/,
    );
  });

  test("is the same with its records in any order", TIMEOUT, async () => {
    const ranked = records.map((span) => ({ span, rank: draw(2 ** 32) })).toSorted((a, b) => a.rank - b.rank);
    const inOrder = [entries[0]!, ...ranked.map(({ span }) => span), ...blobs];
    const shuffled = concatBytes([
      bundle.subarray(0, entries[0]!.position),
      ...inOrder.map(({ position, end }) => bundle.subarray(position, end)),
    ]);
    expect(await verify(shuffled)).toEqual(await verify(bundle));
  });

  test("reports its progress, and rests in between", TIMEOUT, async () => {
    const steps = new Set<string>();
    let pauses = 0;
    await verify(bundle, {
      onProgress: ({ step }) => steps.add(step),
      pause: async () => {
        pauses++;
      },
    });
    expect([...steps]).toEqual(["records", "rounds"]);
    expect(pauses).toBeGreaterThan(3);
  });

  test("ends its check when the pause rejects", TIMEOUT, async () => {
    const stop = new Error("enough");
    await expect(verify(bundle, { pause: () => Promise.reject(stop) })).rejects.toBe(stop);
  });
});

describe("one changed byte", () => {
  test("of any record is found, and the record named", { timeout: 300_000 }, async () => {
    for (const { entry, position, start, end } of records)
      for (let trial = 0; trial < FLIPS; trial++)
        expect(await failureOf(flip(start, end))).toMatchObject({ entry, position });
  });

  test("of any update is found, and its contribution named", { timeout: 300_000 }, async () => {
    const hashes = contributionsOf(history);
    const updates = blobs.slice(-hashes.length);
    for (const [index, { position, start, end }] of updates.entries()) {
      const hash = hashes[index]!;
      const { entry } = spanOf(bundle, hash);
      const expected = { type: "contribution", hash, entry };
      for (let trial = 0; trial < FLIPS; trial++)
        expect(await failureOf(flip(start, end))).toMatchObject(expected);
      // Its length too: what follows would be cut at wrong places.
      expect(await failureOf(flip(position + 1, start))).toMatchObject(expected);
    }
  });

  test("of the data is found, and the project named", TIMEOUT, async () => {
    const [first] = records;
    const data = blobs.slice(0, -contributionsOf(history).length);
    expect(data).toHaveLength(3); // the list, and two shards
    for (const { position, start, end } of data) {
      const expected = { type: "project", entry: first!.entry, position: first!.position };
      expect(await failureOf(flip(start, end))).toMatchObject(expected);
      expect(await failureOf(flip(position + 1, start))).toMatchObject(expected);
    }
  });

  test("of the framing or of the contents is found", { timeout: 300_000 }, async () => {
    const [contents] = entries;
    for (const { position, start } of entries) expect(await failureOf(flip(position, start))).not.toBeNull();
    for (let position = contents!.start; position < contents!.end; position++)
      expect(await failureOf(withByte(bundle, position, 1 + draw(255)))).not.toBeNull();
  });

  test("of the first line makes it no bundle", TIMEOUT, async () => {
    for (let position = 0; position < entries[0]!.position; position++)
      await expect(verify(withByte(bundle, position, 1))).rejects.toThrow(NotABundleError);
  });
});

describe("what is missing, or too much", () => {
  test("a file that ends anywhere is refused", { timeout: 300_000 }, async () => {
    const ends = Array.from({ length: 60 }, () => draw(bundle.length));
    for (const end of [...ends, ...entries.map(({ position }) => position)])
      expect(await isRefused(bundle.subarray(0, end)), `cut at ${end}`).toBe(true);
  });

  test("every record is missed", { timeout: 300_000 }, async () => {
    for (const span of records)
      expect(await isRefused(without(bundle, span)), `entry ${span.entry}`).toBe(true);
  });

  test("every blob is missed", { timeout: 300_000 }, async () => {
    for (const span of blobs)
      expect(await isRefused(without(bundle, span)), `entry ${span.entry}`).toBe(true);
  });

  test("a contribution that is missing is named by its commit", TIMEOUT, async () => {
    const hash = contributionsOf(history).at(-1)!; // the last of a feed leaves no gap
    const failure = await failureOf(without(bundle, spanOf(bundle, hash)));
    expect(failure).toMatchObject({ type: "commit", hash: history.head });
    expect(failure!.reason).toContain(hash);
  });

  test("a blob that nobody needs is named", TIMEOUT, async () => {
    const { position, end } = blobs.at(-1)!;
    const longer = concatBytes([bundle, bundle.subarray(position, end)]);
    const expected = {
      entry: entries.length,
      position: bundle.length,
      reason: "a blob that no record needs",
    };
    expect(await failureOf(longer)).toMatchObject(expected);
  });

  test("a record that comes twice is named", TIMEOUT, async () => {
    const { position, end } = records[4]!;
    const inserted = [bundle.subarray(0, blobs[0]!.position), bundle.subarray(position, end)];
    const failure = await failureOf(concatBytes([...inserted, bundle.subarray(blobs[0]!.position)]));
    expect(failure).toMatchObject({ entry: blobs[0]!.entry, reason: "the same record a second time" });
  });

  test("an empty file, a few bytes, another file and one of later are no bundles", TIMEOUT, async () => {
    const text = (words: string) => new TextEncoder().encode(words);
    await expect(verify(text(""))).rejects.toThrow("empty");
    await expect(verify(text("tab"))).rejects.toThrow("not a bundle");
    await expect(verify(text("a,b,sum\n1,2,3\n4,5,9\n".repeat(9)))).rejects.toThrow("not a bundle");
    await expect(verify(text("tabloom bundle 2\n"))).rejects.toThrow("later version");
    await expect(verify(without(bundle, ...records, ...blobs))).rejects.toThrow("holds no records");
  });

  test("a length that no entry can have is refused before anything is allocated", TIMEOUT, async () => {
    for (const { position } of [entries[0]!, records[3]!, blobs[1]!, blobs.at(-1)!]) {
      const huge = bundle.slice();
      huge.fill(0xff, position + 1, position + 5);
      expect((await failureOf(huge))!.reason).toMatch(/bytes|contents/);
    }
  });
});
