/** An engine's worker, which must not outlive the run that it was opened for. */
import { expect, test } from "vitest";
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";
import { SMALLEST_PLAN } from "../support/fake-engine.ts";

// A tab that was stopped while it measured another number of threads went on compiling for two seconds.
test("ends while it opens, as soon as its run does", async () => {
  const run = new AbortController();
  const opening = openRemoteEngine(SMALLEST_PLAN, { kind: "wasm", threadCount: 1 }, run.signal);
  run.abort();
  await expect(opening).rejects.toThrow("the run ended while the engine was opened");
  const late = openRemoteEngine(SMALLEST_PLAN, { kind: "wasm", threadCount: 1 }, run.signal);
  await expect(late).rejects.toThrow("the run ended while the engine was opened");
});

test("stays open when the run ends after that, for its owner to dispose of", async () => {
  const run = new AbortController();
  const engine = await openRemoteEngine(SMALLEST_PLAN, { kind: "wasm", threadCount: 1 }, run.signal);
  run.abort();
  expect((await engine.probe()).kind).toBe("wasm-exact");
  await engine.dispose();
});
