/** What an engine may claim about its bits, and so how others can check its work. */
import type { Engine } from "../ports/engine.ts";
import { runConformanceProbe } from "./conformance.ts";
import type { EnginePlan } from "./engine-plan.ts";
import { EXACT_PROFILE } from "./exact-profile.ts";

export type EngineProfile =
  /** Computes the exact profile: others compare by hash. */
  | { readonly kind: "wasm-exact" }
  /** Should, but has not shown it. `reason`: what came out instead, in English; empty before anybody looked. */
  | { readonly kind: "wasm-unverified"; readonly reason: string }
  /** The bits depend on the device: others compare within a tolerance. */
  | { readonly kind: "gpu-float" };

/** Runs the conformance probe. @param open opens engines on the runtime that trains */
export async function probeProfile(open: (plan: EnginePlan) => Promise<Engine>): Promise<EngineProfile> {
  try {
    const hash = await runConformanceProbe(open);
    if (hash === EXACT_PROFILE.parametersHash) return { kind: "wasm-exact" };
    return unverified(
      `the conformance probe gave ${hash.slice(0, 8)}, not ${EXACT_PROFILE.parametersHash.slice(0, 8)}`,
    );
  } catch (error) {
    return unverified(
      `the conformance probe failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const unverified = (reason: string): EngineProfile => ({ kind: "wasm-unverified", reason });
