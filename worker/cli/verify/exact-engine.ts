/** The engine that does work again: that of `tabloom train`, and only where it computes the exact profile, or the honest would be accused. */
import type { Engine } from "../../../shared/ports/engine.ts";
import type { EnginePlan } from "../../../shared/training/engine-plan.ts";
import { probeProfile } from "../../../shared/training/engine-profile.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { CannotReplayError } from "../../../shared/verify/failure.ts";
import { createWasmRunner } from "../../engine/ort-wasm.ts";
import { nodeRuntime } from "../node-runtime.ts";

/** @throws CannotReplayError */
export async function openExactEngine(plan: EnginePlan): Promise<Engine> {
  const runner = createWasmRunner({ threadCount: 1 }, nodeRuntime);
  const open = (plan: EnginePlan) => createHostEngine(plan, runner);
  const profile = await probeProfile(open);
  if (profile.kind === "wasm-exact") return open(plan);
  const reason = profile.kind === "wasm-unverified" ? `: ${profile.reason}` : "";
  throw new CannotReplayError(
    `this computer does not compute the exact profile, so it cannot judge others' work${reason}`,
  );
}
