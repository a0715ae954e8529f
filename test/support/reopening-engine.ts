/** An engine that is read, thrown away and opened anew before every step, as if the tab had been reloaded each time. */
import type { Engine } from "../../shared/ports/engine.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";

export function reopening(
  open: (plan: EnginePlan) => Promise<Engine>,
): (plan: EnginePlan) => Promise<Engine> {
  return async (plan) => {
    let engine = await open(plan);
    return {
      write: (state) => engine.write(state),
      read: () => engine.read(),
      step: async (batch, learningRate) => {
        const state = await engine.read();
        await engine.dispose();
        engine = await open(plan);
        await engine.write(state);
        return engine.step(batch, learningRate);
      },
      gradient: (batch) => engine.gradient(batch),
      evaluate: (batch) => engine.evaluate(batch),
      dispose: () => engine.dispose(),
    };
  };
}
