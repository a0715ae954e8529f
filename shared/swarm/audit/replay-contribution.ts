/** The replay of one contribution, and what it shows. */
import type { Codec } from "../../compression/codec.ts";
import type { RoundReplayer, RunningReplay } from "../../ports/round-replayer.ts";
import type { ParameterLayout } from "../../tensor/layout.ts";
import { pseudoGradient, thetaHash } from "../../training/local-round.ts";
import { blurredParameters } from "../../training/update-distance.ts";
import { windowCount, windowSteps } from "../../training/windows.ts";
import type { ShelvedContribution } from "./round-shelf.ts";
import { judgeUpdate } from "./judge-update.ts";
import { windowSecret } from "./secrets.ts";

export interface Shown {
  readonly isTrue: boolean;
  /** The first wrong window; 0 when all is right. */
  readonly window: number;
  /** Of every window that was replayed. */
  readonly secrets: readonly Uint8Array[];
  /** Between the updates, in millionths; 0 where hashes are compared. */
  readonly distanceMicros: number;
}

export interface ReplayRules {
  readonly layout: ParameterLayout;
  readonly codec: Codec;
  readonly maxSteps: number;
}

export interface ReplayBase {
  /** θ of the head below, [parameterCount], and the inner steps per peer that it stands for. */
  readonly parameters: Float32Array;
  readonly progress: number;
}

export interface ReplayOptions {
  readonly isUrgent: boolean;
  /** Windows that are enough, for a sample; absent: all, and the update. */
  readonly windows?: number;
}

/** @returns null from `result` when the replay was cancelled, or can neither vouch for the work nor speak against it */
export function replayContribution(
  replayer: RoundReplayer,
  rules: ReplayRules,
  base: ReplayBase,
  work: Pick<ShelvedContribution, "device" | "body" | "update">,
  { isUrgent, windows = Infinity }: ReplayOptions,
): { readonly cancel: () => void; readonly result: Promise<Shown | null> } {
  const { device, body } = work;
  const isExact = body.profile === "wasm-exact";
  const secrets: Uint8Array[] = [];
  let wrong: number | null = null;
  const request = {
    ...base,
    round: body.round,
    device,
    steps: body.steps,
    windowSteps: windowSteps(rules.maxSteps),
    isUrgent,
  };
  let running: RunningReplay = replayer.start(request, (parameters) => {
    const window = secrets.length;
    secrets.push(windowSecret(parameters));
    if (isExact && thetaHash(parameters) !== body.states[window]) wrong = window;
    return wrong === null && secrets.length < windows;
  });
  /** The same round from a θ that was rounded otherwise. */
  const replayBlurred = async (): Promise<Float32Array | null> => {
    const parameters = blurredParameters(base.parameters, body.update);
    running = replayer.start({ ...request, parameters }, () => true);
    const after = await running.result;
    return after && pseudoGradient(parameters, after);
  };
  const conclude = async (after: Float32Array | null): Promise<Shown | null> => {
    if (wrong !== null) return { isTrue: false, window: wrong, secrets, distanceMicros: 0 };
    if (after === null)
      return secrets.length >= windows ? { isTrue: true, window: 0, secrets, distanceMicros: 0 } : null;
    const delta = pseudoGradient(base.parameters, after);
    const judged = await judgeUpdate(rules, work, delta, replayBlurred);
    if (judged === null) return null;
    const window = judged.isTrue ? 0 : windowCount(body.steps, rules.maxSteps) - 1;
    return { ...judged, window, secrets };
  };
  return { cancel: () => running.cancel(), result: running.result.then(conclude) };
}
