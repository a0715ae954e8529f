/** A run that is interrupted, against one that is not: the trainer on its real ports, with an engine that is watched. */
import { beforeEach, expect, test } from "vitest";
import { must } from "../../shared/core/assert.ts";
import { parametersHash } from "../../shared/training/checkpoint.ts";
import { createHostEngine } from "../../shared/training/host-engine.ts";
import { trainStep } from "../../shared/training/run-plan.ts";
import type { TrainerEvent } from "../../worker/api.ts";
import { surveyBackends } from "../../worker/engine/backends.ts";
import { createWasmRunner } from "../../worker/engine/ort-wasm.ts";
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";
import { firstState, openRunData } from "../../worker/open-run.ts";
import { CheckpointStore } from "../../worker/storage/checkpoint-store.ts";
import { Trainer } from "../../worker/trainer.ts";
import { deleteDatabase } from "../support/delete-database.ts";

const ROWS = Array.from({ length: 300 }, (_, row) => `${row % 23},${(row * row) % 31},${(row * 7) % 5}`);
const TABLE = new File([`first,second,class\n${ROWS.join("\n")}\n`], "numbers.csv");
/** So late that the resumed run has chosen its number of threads. */
const LAST_STEP = 24;

beforeEach(deleteDatabase);

/** A trainer as the worker has it, that stops after the step of this number. */
async function openTrainer(lastStep: number) {
  const store = new CheckpointStore();
  const savedHashes = new Map<number, string>();
  const trainer = new Trainer({
    store,
    surveyBackends,
    openEngine: async (plan, backend) => {
      const engine = await openRemoteEngine(plan, backend);
      const step: typeof engine.step = async (...batch) => {
        const loss = await engine.step(...batch);
        if ((await engine.read()).step === lastStep) void trainer.stop();
        return loss;
      };
      return { ...engine, step };
    },
    nowMs: () => performance.now(),
    wallClockMs: () => Date.now(),
    sleep: () => Promise.resolve(),
  });
  await trainer.listen((event: TrainerEvent) => {
    if (event.kind === "saved") savedHashes.set(event.step, event.parametersHash);
  });
  return { trainer, store, savedHashes };
}

test("a run that is interrupted and resumed with more threads has the bits of an uninterrupted one", async () => {
  const source = { kind: "files", files: [TABLE] } as const;
  const before = await openTrainer(8);
  await before.trainer.start({ source, intensity: "full", backend: "wasm" });
  before.store.close();

  const after = await openTrainer(LAST_STEP);
  expect((await after.trainer.savedRun())?.step).toBe(8);
  await after.trainer.resume({ intensity: "full", backend: "wasm-threads" });
  const stored = must(await after.store.load(), "nothing was saved");
  after.store.close();

  const { plan } = stored.newest.checkpoint;
  const { dataset } = openRunData(stored.source.files);
  const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }));
  await engine.write(firstState(plan));
  for (let step = 0; step < LAST_STEP; step++) await trainStep(engine, plan, dataset, step);
  expect(after.savedHashes.get(LAST_STEP)).toBe(parametersHash(await engine.read()));
  await engine.dispose();
});
