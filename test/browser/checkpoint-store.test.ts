/// <reference types="@vitest/browser-playwright" />
/** The checkpoint store on Chromium's IndexedDB. */
import { EMPTY_HISTORY } from "../../shared/training/loss-history.ts";
import { historyOf } from "../support/history-of.ts";
import { Dexie } from "dexie";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { must } from "../../shared/core/assert.ts";
import { adamwSpec } from "../../shared/optimizer/optimizer-spec.ts";
import { createCheckpoint } from "../../shared/training/checkpoint.ts";
import type { RunPlan } from "../../shared/training/run-plan.ts";
import type { RunDescription } from "../../worker/api.ts";
import { describeProblem } from "../../worker/problems.ts";
import { CheckpointStore, type StoredCheckpoint } from "../../worker/storage/checkpoint-store.ts";
import { deleteDatabase } from "../support/delete-database.ts";

const DESCRIPTION: RunDescription = {
  dataName: "numbers.csv",
  modelName: "mlp",
  parameterCount: 5,
  unit: "rows",
  lossUnit: "nats per row",
};
const FILES = [{ name: "numbers.csv", bytes: Uint8Array.of(0, 1, 254, 255) }];
/** Every kind of bits that a float may have: signed zeros, a denormal, the extremes. */
const PARAMETERS = Float32Array.of(-0, 0, 1e-45, -3.4028235e38, 1 / 3);

/** All the room that the browser gives: less than the largest checkpoint here needs. */
const QUOTA_BYTES = 16_000_000;
/** Values that the browser makes at once: 65,536 bytes of them. */
const ENTROPY_LIMIT = 16_384;

let store: CheckpointStore;

beforeAll(async () => {
  const { origin } = location;
  // Cleared first, because the browser remembers for a while how much room an origin with data has.
  await cdp().send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  await cdp().send("Storage.overrideQuotaForOrigin", { origin, quotaSize: QUOTA_BYTES });
});

afterAll(() => cdp().send("Storage.overrideQuotaForOrigin", { origin: location.origin }));

beforeEach(async () => {
  await deleteDatabase();
  store = new CheckpointStore();
});

afterEach(() => store.close());

function checkpointAt(step: number, runId = "run 1", parameters = PARAMETERS): StoredCheckpoint {
  const plan: RunPlan = {
    model: {
      kind: "mlp",
      numericCount: 1,
      categoricalCount: 0,
      categoryCount: 0,
      hiddenWidths: [1],
      output: { kind: "numbers", count: 1 },
    },
    optimizer: adamwSpec(),
    batchSize: 1,
    schedule: {
      kind: "stable",
      peak: 1,
      warmupSteps: 1,
      stepCount: 2 ** 53 - 1,
      decaySteps: 1,
      finalShare: 1,
    },
    seed: runId,
  };
  const state = { parameters, optimizerState: Float32Array.of(step), step };
  const curves = { training: historyOf([{ step, loss: 0.1 }]), heldOut: EMPTY_HISTORY };
  return {
    runId,
    description: DESCRIPTION,
    curves,
    savedAtMs: 1_800_000_000_000,
    checkpoint: createCheckpoint(plan, state),
  };
}

/** The stored records themselves, past the store. */
async function withDatabase<T>(work: (database: Dexie) => Promise<T>): Promise<T> {
  const database = await new Dexie("tabloom").open();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const savedSteps = () =>
  withDatabase(async (database) => {
    const rows = await database.table<StoredCheckpoint>("checkpoints").toArray();
    return rows.map(({ checkpoint }) => checkpoint.state.step);
  });

/** Flips one bit of θ in the newest checkpoint. */
const damageNewest = () =>
  withDatabase(async (database) => {
    const table = database.table<StoredCheckpoint>("checkpoints");
    const newest = must(await table.orderBy("id").last(), "nothing is saved");
    new Uint8Array(newest.checkpoint.state.parameters.buffer)[7]! ^= 1;
    await table.put(newest);
  });

describe("the checkpoint store", () => {
  test("has nothing at first", async () => {
    expect(await store.load()).toBeNull();
  });

  test("gives back every bit of data and checkpoint", async () => {
    await store.saveSource({ runId: "run 1", files: FILES });
    await store.saveCheckpoint(checkpointAt(12));
    store.close();
    store = new CheckpointStore();
    const { source, newest, problems } = (await store.load())!;
    expect(source).toEqual({ runId: "run 1", files: FILES });
    expect(newest).toEqual({ ...checkpointAt(12), id: newest.id });
    expect(new Uint32Array(newest.checkpoint.state.parameters.buffer)).toEqual(
      new Uint32Array(PARAMETERS.buffer),
    );
    expect(problems).toEqual([]);
  });

  test("keeps the newest checkpoint and the one before", async () => {
    await store.saveSource({ runId: "run 1", files: null });
    for (const step of [1, 2, 3, 4]) await store.saveCheckpoint(checkpointAt(step));
    expect((await store.load())?.newest.checkpoint.state.step).toBe(4);
    expect(await savedSteps()).toEqual([3, 4]);
  });

  test("falls back to the one before when the newest is damaged, and says so", async () => {
    await store.saveSource({ runId: "run 1", files: null });
    for (const step of [1, 2]) await store.saveCheckpoint(checkpointAt(step));
    await damageNewest();
    const stored = await store.load();
    expect(stored?.newest.checkpoint.state.step).toBe(1);
    expect(stored?.problems).toEqual([expect.stringMatching(/checkpoint of step 2 is damaged/)]);
  });

  test("has nothing when every checkpoint is damaged, or their data are gone", async () => {
    await store.saveSource({ runId: "run 1", files: null });
    await store.saveCheckpoint(checkpointAt(1));
    await damageNewest();
    expect(await store.load()).toBeNull();
    await store.saveCheckpoint(checkpointAt(2));
    await withDatabase((database) => database.table("sources").clear());
    expect(await store.load()).toBeNull();
  });

  test("replaces a run only when the next one has a checkpoint of its own", async () => {
    await store.saveSource({ runId: "run 1", files: FILES });
    await store.saveCheckpoint(checkpointAt(10));
    await store.saveSource({ runId: "run 2", files: null });
    expect(await store.load()).toMatchObject({ source: { files: FILES }, newest: { runId: "run 1" } });
    await store.saveCheckpoint(checkpointAt(1, "run 2"));
    expect(await store.load()).toMatchObject({ source: { files: null }, newest: { runId: "run 2" } });
    expect(await savedSteps()).toEqual([1]);
    expect(await withDatabase((database) => database.table("sources").count())).toBe(1);
  });

  test("reports a full disk, and keeps what it had", async () => {
    await store.saveSource({ runId: "run 1", files: null });
    await store.saveCheckpoint(checkpointAt(1));
    const noise = new Float32Array(QUOTA_BYTES / 4); // zeros would be compressed away
    for (let start = 0; start < noise.length; start += ENTROPY_LIMIT)
      crypto.getRandomValues(
        new Uint32Array(noise.buffer, 4 * start, Math.min(ENTROPY_LIMIT, noise.length - start)),
      );
    const large = checkpointAt(2, "run 1", noise);
    const error: unknown = await store.saveCheckpoint(large).catch((reason: unknown) => reason);
    expect(describeProblem(error).title).toMatch(/no room left/);
    expect((await store.load())?.newest.checkpoint.state.step).toBe(1);
    expect(await savedSteps()).toEqual([1]);
  });
});
