/** What a check needs of the world, and what it tells meanwhile. */
import type { Engine } from "../ports/engine.ts";
import type { EnginePlan } from "../training/engine-plan.ts";
import type { SignatureChecks } from "./signature-checks.ts";

export interface VerifyPorts {
  readonly checks: SignatureChecks;
  /** Lets other things happen; asked for after some tens of milliseconds of work. Rejects to end the check. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (progress: VerifyProgress) => void;
  /** Null: nothing is done again. */
  readonly replay: ReplayPorts | null;
}

export interface ReplayPorts {
  /** Of the contributions that counted, 0 < share ≤ 1. */
  readonly share: number;
  /** Draws others than the hash of the head does; null for that. */
  readonly seed: string | null;
  /** Opens an engine of the exact profile, once. @throws CannotReplayError where there is none */
  readonly openEngine: (plan: EnginePlan) => Promise<Engine>;
}

export interface VerifyProgress {
  readonly step: "records" | "rounds" | "replays";
  readonly done: number;
  /** Null while nobody knows. */
  readonly total: number | null;
}
