import { expect, test } from "vitest";
import { float32 } from "../../../shared/tensor/tensor-type.ts";
import { AdaptiveEngine } from "../../../worker/engine/adaptive-engine.ts";
import { FakeDevices, SMALLEST_PLAN as PLAN, zeroState } from "../../support/fake-engine.ts";

const BATCH = { features: { ...float32([1, 1]), data: Float32Array.of(0.5) } };
/** After so many steps the other thread count is opened. */
const STEPS_BEFORE_TRIAL = 6;

function openThreads(devices: FakeDevices): AdaptiveEngine {
  return new AdaptiveEngine({
    plan: PLAN,
    survey: {
      candidates: [{ name: "wasm-threads", engine: { kind: "wasm", threadCount: 4 } }],
      refusals: [],
    },
    open: devices.open,
    nowMs: () => devices.nowMs,
    onChoice: () => undefined,
  });
}

test("an engine that is disposed of while it opens is closed as soon as it is open", async () => {
  const devices = new FakeDevices();
  let finishLoading = () => {};
  devices.loaded = new Promise((resolve) => (finishLoading = resolve));
  const engine = openThreads(devices);
  const opening = expect(engine.open()).rejects.toMatchObject({ name: "BackendError" });
  await engine.dispose();
  finishLoading();
  await opening;
  expect(devices.living.size).toBe(0);
});

test("and so is the other one of a comparison, which is being given the state", async () => {
  const devices = new FakeDevices();
  const engine = openThreads(devices);
  await engine.write(zeroState(PLAN));
  for (let step = 1; step < STEPS_BEFORE_TRIAL; step++) await engine.step(BATCH, 0.1);
  let finishWriting = () => {};
  const isWriting = new Promise<void>((resolve) => {
    devices.onOpen = () => {
      devices.written = new Promise((end) => (finishWriting = end));
      resolve();
    };
  });
  const step = engine.step(BATCH, 0.1).catch(() => undefined);
  await isWriting;
  await new Promise((resolve) => setImmediate(resolve)); // now it waits for the write
  await engine.dispose();
  finishWriting();
  await step;
  expect(devices.living.size).toBe(0);
});
