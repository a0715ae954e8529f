import { expect, test } from "vitest";
import { Lifeline } from "../../../worker/engine/lifeline.ts";

const never = () => new Promise<never>(() => undefined);

test("hands on what calls give, as long as it lives", async () => {
  const lifeline = new Lifeline();
  await expect(lifeline.guard(() => Promise.resolve(7))).resolves.toBe(7);
  await expect(lifeline.guard(() => Promise.reject(new Error("own")))).rejects.toThrow("own");
});

test("its death ends the calls that wait, and every later one, with the first cause", async () => {
  const lifeline = new Lifeline();
  const waiting = [lifeline.guard(never), lifeline.guard(never)];
  lifeline.fail(new Error("first"));
  lifeline.fail(new Error("second"));
  for (const call of waiting) await expect(call).rejects.toThrow("first");
  await expect(lifeline.guard(() => Promise.resolve(7))).rejects.toThrow("first");
});

test("a call that fails because of the death says so, whatever it says itself", async () => {
  const lifeline = new Lifeline();
  const call = lifeline.guard(async () => {
    lifeline.fail(new Error("the device is gone"));
    throw new Error("mapping failed");
  });
  await expect(call).rejects.toThrow("the device is gone");
});
