import { describe, expect, test } from "vitest";
import { NonFiniteError } from "../../../shared/core/errors.ts";
import type { EnginePlan } from "../../../shared/training/engine-plan.ts";
import { probeProfile } from "../../../shared/training/engine-profile.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import { FakeDevices } from "../../support/fake-engine.ts";

const runner = createWasmRunner({ threadCount: 1 });
const openReal = (plan: EnginePlan) => createHostEngine(plan, runner);
const real = await probeProfile(openReal); // before the tests, because loading the runtime may take longer than a test

describe("the profile that the conformance probe finds", () => {
  test("is exact for the real engine", () => {
    expect(real).toEqual({ kind: "wasm-exact" });
  });

  test("is unverified for an engine that computes something else", async () => {
    const devices = new FakeDevices();
    const profile = await probeProfile((plan) => devices.open(plan, { kind: "wasm", threadCount: 1 }));
    expect(profile).toMatchObject({
      kind: "wasm-unverified",
      reason: expect.stringMatching(/^the conformance probe gave [0-9a-f]{8}, not [0-9a-f]{8}$/) as string,
    });
    expect(devices.living.size).toBe(0);
  });

  test("is unverified for one last bit of one parameter", async () => {
    const profile = await probeProfile(async (plan) => {
      const engine = await openReal(plan);
      return {
        write: (state) => engine.write(state),
        read: async () => {
          const state = await engine.read();
          new Uint32Array(state.parameters.buffer)[0]! ^= 1;
          return state;
        },
        step: (batch, learningRate) => engine.step(batch, learningRate),
        gradient: (batch) => engine.gradient(batch),
        evaluate: (batch) => engine.evaluate(batch),
        dispose: () => engine.dispose(),
      };
    });
    expect(profile.kind).toBe("wasm-unverified");
  });

  test("is unverified, with the reason, when the probe fails", async () => {
    const devices = new FakeDevices();
    devices.onOpen = (device) => devices.failures.set(device, new NonFiniteError("the loss is NaN"));
    const profile = await probeProfile((plan) => devices.open(plan, { kind: "wasm", threadCount: 1 }));
    expect(profile).toEqual({
      kind: "wasm-unverified",
      reason: "the conformance probe failed: the loss is NaN",
    });
  });
});
