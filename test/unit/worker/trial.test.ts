/** A trial before a project is published: on the runtime that trains, and on devices that fail. */
import { describe, expect, test } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { DeviceLostError, NonFiniteError } from "../../../shared/core/errors.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { problemInEnglish } from "../../../shared/problems/problem.ts";
import { TRIAL_STEPS } from "../../../shared/project/trial.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { TrialService } from "../../../worker/trial/service.ts";
import type { TrialAnswer, TrialStep } from "../../../worker/trial-api.ts";
import { IMAGES } from "../../support/training-files.ts";
import { FakeDevices } from "../../support/fake-engine.ts";

const STORY = new File([generateStories({ characterCount: 20_000 })], "tales.txt");
const ROWS = Array.from(
  { length: 100 },
  (_, row) => `${row},${(row * row) % 17},${row % 2 ? "odd" : "even"}`,
);
const TABLE = new File([`number,square,kind\n${ROWS.join("\n")}\n`], "numbers.csv");

function problemOf(answer: TrialAnswer<unknown>): { title: string; advice: string } {
  if (answer.ok) throw new Error("it went well");
  return problemInEnglish(answer.problem);
}

function granted<T>(answer: TrialAnswer<T>): T {
  if (!answer.ok) throw new Error(problemInEnglish(answer.problem).title);
  return answer.value;
}

/** On the processor, as a tab without threads does. */
function realService(): TrialService {
  const runner = createWasmRunner({ threadCount: 1 });
  return new TrialService({
    surveyBackends: async () => ({
      candidates: [{ name: "wasm", engine: { kind: "wasm", threadCount: 1 } }],
      refusals: [],
    }),
    openEngine: async (plan) =>
      Object.assign(await createHostEngine(plan, runner), {
        probe: async () => ({ kind: "wasm-exact" }) as const,
      }),
    nowMs: () => performance.now(),
  });
}

function fakeService(devices = new FakeDevices()) {
  const service = new TrialService({
    surveyBackends: async () => ({
      candidates: [
        { name: "webgpu", engine: { kind: "webgpu" } },
        { name: "wasm", engine: { kind: "wasm", threadCount: 1 } },
      ],
      refusals: [],
    }),
    openEngine: devices.open,
    nowMs: () => devices.nowMs,
  });
  return { service, devices };
}

describe("a look at files", () => {
  test("says what they hold, and which models could learn it at what cost", async () => {
    const { kind, trainCount, testCount, models } = granted(await fakeService().service.look([STORY]));
    expect(kind).toBe("text");
    expect(trainCount).toBeGreaterThan(testCount);
    expect(models.map(({ name }) => name)).toEqual(["gpt:nano", "gpt:micro", "gpt:mini"]);
    expect(models.filter(({ isRecommended }) => isRecommended).map(({ name }) => name)).toEqual(["gpt:nano"]);
    for (const cost of ["parameterCount", "updateBytes", "memoryBytes", "stepFlops"] as const) {
      const costs = models.map((offer) => offer[cost]);
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      expect(costs[0]).toBeGreaterThan(0);
    }
  });

  test("offers a table the one model for tables", async () => {
    const { kind, models } = granted(await fakeService().service.look([TABLE]));
    expect(kind).toBe("table");
    expect(models).toEqual([expect.objectContaining({ name: "mlp", isRecommended: true })]);
  });

  test("knows images by their two files", async () => {
    const files = IMAGES.map(({ name, buffer }) => new File([new Uint8Array(buffer)], name));
    const { service } = fakeService();
    const { kind, models } = granted(await service.look(files));
    expect(kind).toBe("images");
    expect(models.map(({ name }) => name)).toEqual(["cnn"]);
    expect((await service.run("cnn", "auto", () => undefined)).ok).toBe(true);
  });

  test("of a file that cannot be learned names what is wrong, and the line", async () => {
    const broken = new File(["a,b\n1,2\n3,4,5\n6,7\n"], "broken.csv");
    const answer = await fakeService().service.look([broken]);
    expect(problemOf(answer).title).toMatch(/row 3|line 3/i);
  });
});

describe("a trial", () => {
  test("takes twenty steps on the real engine, tells each, and says what came of it", async () => {
    const service = realService();
    granted(await service.look([STORY]));
    const steps: TrialStep[] = [];
    const result = granted(await service.run("gpt:nano", "auto", (step) => void steps.push(step)));
    expect(steps.map(({ step }) => step)).toEqual(
      Array.from({ length: TRIAL_STEPS }, (_, index) => index + 1),
    );
    expect(result.verdict).toBe("learns");
    expect(result.heldOut.after).toBeLessThan(result.heldOut.before - 0.3);
    expect(result.training.after).toBeLessThan(result.training.before);
    expect(result.stepMs).toBeGreaterThan(0);
    const offer = must(granted(await service.look([STORY])).models[0], "nano");
    expect(result.updateBytes).toBeGreaterThan(offer.parameterCount / 8);
    expect(result.updateBytes).toBeLessThanOrEqual(offer.updateBytes);
  });

  test("says how many steps fit into a round here", async () => {
    const { service, devices } = fakeService();
    devices.stepMs.set("webgpu", 250);
    granted(await service.look([TABLE]));
    expect(granted(await service.run("mlp", "auto", () => undefined))).toMatchObject({
      stepMs: 250,
      roundMs: 10_000,
      roundSteps: 40,
    });
    expect(devices.living.size).toBe(0);
  });

  test("begins again on the next backend when a device is lost", async () => {
    const { service, devices } = fakeService();
    devices.onStep = (device, step) => {
      if (device === "webgpu" && step === 3) devices.failures.set("webgpu", new DeviceLostError("unplugged"));
    };
    granted(await service.look([TABLE]));
    const steps: number[] = [];
    granted(await service.run("mlp", "auto", ({ step }) => void steps.push(step)));
    expect(steps.slice(0, 3)).toEqual([1, 2, 3]);
    expect(steps.slice(3)).toEqual(Array.from({ length: TRIAL_STEPS }, (_, index) => index + 1));
  });

  test("that goes out of bounds ends with a sentence, and leaves no engine behind", async () => {
    const { service, devices } = fakeService();
    devices.onStep = (device, step) => {
      if (step === 7) devices.failures.set(device, new NonFiniteError("the loss of step 8 is not finite"));
    };
    granted(await service.look([TABLE]));
    expect(problemOf(await service.run("mlp", "auto", () => undefined)).advice).toContain(
      "Nothing was published",
    );
    expect(devices.living.size).toBe(0);
  });

  test("of a model whose context is longer than the text says so", async () => {
    const { service } = fakeService();
    granted(await service.look([new File(["tick tock ".repeat(90)], "clock.txt")]));
    expect(problemOf(await service.run("gpt:mini", "auto", () => undefined)).title).toMatch(/short/i);
  });
});
