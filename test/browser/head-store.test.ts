/// <reference types="@vitest/browser-playwright" />
/** The heads that this browser keeps, on Chromium's IndexedDB. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { hashOf } from "../../shared/core/hash.ts";
import { problemInEnglish } from "../../shared/problems/problem.ts";
import { EMPTY_CURVES } from "../../shared/training/loss-history.ts";
import type { RunDescription } from "../../worker/api.ts";
import { describeProblem } from "../../worker/problems.ts";
import { HeadDatabase } from "../../worker/storage/head-store.ts";

const DESCRIPTION: RunDescription = {
  dataName: "numbers.csv",
  modelName: "mlp",
  parameterCount: 5,
  unit: "rows",
  lossUnit: "nats per row",
};
/** Every kind of bits that a float may have: signed zeros, a denormal, the extremes. */
const PARAMETERS = Float32Array.of(-0, 0, 1e-45, -3.4028235e38, 1 / 3);
/** All the room that the browser gives: less than the largest head here needs. */
const QUOTA_BYTES = 16_000_000;
/** For so long Chromium may go by the room that there was while another file's databases were open (kBucketSpaceCacheTimeLimit: 30 s). */
const QUOTA_MEMORY_MS = 40_000;
/** Values that the browser makes at once: 65,536 bytes of them. */
const ENTROPY_LIMIT = 16_384;

let heads: HeadDatabase;

/** Waits for each database to be gone. The browser's own way to clear an origin closes what is opened right after it, too. */
async function deleteDatabases(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name!);
      request.addEventListener("success", () => resolve());
      request.addEventListener("error", () => reject(request.error!));
    });
  }
}

beforeAll(async () => {
  // Emptied first, because the browser remembers for a while how much room an origin with data has.
  await deleteDatabases();
  await cdp().send("Storage.overrideQuotaForOrigin", { origin: location.origin, quotaSize: QUOTA_BYTES });
});

afterAll(() => cdp().send("Storage.overrideQuotaForOrigin", { origin: location.origin }));

beforeEach(() => {
  heads = new HeadDatabase();
});

afterEach(async () => {
  heads.close();
  await deleteDatabases();
});

const projectOf = (number: number) => number.toString(16).padStart(64, "0");

function headOf(round: number, parameters: Float32Array = PARAMETERS) {
  const bytes = Uint8Array.of(1, 2, round);
  const signatures = [{ device: projectOf(7), signature: new Uint8Array(64).fill(round) }];
  const momentum = parameters.map((value) => value / 2);
  return { commit: { bytes, hash: hashOf(bytes), signatures }, state: { parameters, momentum } };
}

const storeOf = (project: number, round: number, savedAtMs = round) =>
  heads.storeOf(projectOf(project), () => ({
    description: DESCRIPTION,
    curves: EMPTY_CURVES,
    round,
    progress: 30 * round,
    savedAtMs,
  }));

const keptRounds = async () =>
  Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (project) => (await heads.find(projectOf(project)))?.round ?? null),
  );

describe("a head", () => {
  test("comes back with the same bits after a reload", async () => {
    const saved = headOf(3);
    await storeOf(1, 3).save(saved);
    heads.close();
    heads = new HeadDatabase();
    const found = await heads.find(projectOf(1));
    expect(found).toMatchObject({ description: DESCRIPTION, round: 3, progress: 90, savedAtMs: 3 });
    expect(found?.commit).toEqual(saved.commit);
    expect(new Uint32Array(found!.state.parameters.buffer)).toEqual(new Uint32Array(PARAMETERS.buffer));
    expect(found?.state.momentum).toEqual(saved.state.momentum);
  });

  test("takes the place of the one before, and other projects keep theirs", async () => {
    await storeOf(1, 1).save(headOf(1));
    await storeOf(2, 2).save(headOf(2));
    await storeOf(1, 3).save(headOf(3));
    expect(await keptRounds()).toEqual([3, 2, null, null, null, null]);
    expect(await storeOf(1, 3).load()).toMatchObject({ commit: headOf(3).commit });
  });

  test("that was never saved is null", async () => {
    expect(await storeOf(1, 1).load()).toBeNull();
    expect(await heads.newest()).toBeNull();
  });
});

test("of many projects the four that were trained last are kept, and the newest is known", async () => {
  for (const [project, savedAtMs] of [
    [1, 50],
    [2, 10],
    [3, 20],
    [4, 30],
    [5, 40],
    [6, 60],
  ] as const)
    await storeOf(project, project, savedAtMs).save(headOf(project));
  expect(await keptRounds()).toEqual([1, null, null, 4, 5, 6]);
  expect(await heads.newest()).toMatchObject({ project: projectOf(6), round: 6, description: DESCRIPTION });
});

test("a full disk is an error that people understand, and the head before is still there", async () => {
  await storeOf(1, 1).save(headOf(1));
  // Random bits, because the browser compresses what it stores.
  const large = new Float32Array(QUOTA_BYTES / 4);
  for (let offset = 0; offset < large.length; offset += ENTROPY_LIMIT)
    crypto.getRandomValues(
      new Uint32Array(large.buffer, 4 * offset, Math.min(ENTROPY_LIMIT, large.length - offset)),
    );
  let kept = 1;
  let failure: unknown = null;
  const saveAnother = async () => {
    failure = await storeOf(1, kept + 1)
      .save(headOf(kept + 1, large))
      .then(
        () => null,
        (error: unknown) => error,
      );
    if (failure === null) kept++;
    expect(failure).not.toBeNull();
  };
  await vi.waitFor(saveAnother, { timeout: QUOTA_MEMORY_MS, interval: 500 });
  expect(problemInEnglish(describeProblem(failure)).title).toMatch(/no room/);
  expect(await keptRounds()).toEqual([kept, null, null, null, null, null]);
});
