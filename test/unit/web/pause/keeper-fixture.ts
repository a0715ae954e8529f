/** The keeper over a real controller, with a worker that plays a script and a computer that tells what a test wants. Needs fake timers. */
import { vi } from "vitest";
import type { RunDescription, TrainerEvent } from "../../../../worker/api.ts";
import type { Donation } from "../../../../web/pause/donation-memory.ts";
import { createPauseKeeper } from "../../../../web/pause/pause-keeper.ts";
import type { PauseSettings } from "../../../../web/pause/pause-settings.ts";
import { createRunController } from "../../../../web/run/run-controller.ts";
import { scriptPause } from "../../../support/scripted-pause.ts";
import { createScriptedTrainer } from "../../../support/scripted-trainer.ts";

export const MAIN = { kind: "project", link: null } as const;
export const HALF = { intensity: "half", isRelayOnly: false } as const;
export const TRAINING: TrainerEvent = { kind: "state", state: "training" };
export const ON_BATTERY = { battery: { kind: "known", isCharging: false } } as const;
export const PLUGGED_IN = { battery: { kind: "known", isCharging: true } } as const;
export const RUN: RunDescription = {
  dataName: "Stories",
  modelName: "gpt nano",
  parameterCount: 5,
  unit: "tokens",
  lossUnit: "nats per token",
};
export const DONATION: Donation = {
  address: null,
  link: "tiny",
  isRelayOnly: true,
  atMs: 7,
  step: 12,
  savedStep: 10,
  isPaused: false,
  snoozedUntilMs: null,
};

export function setUp(settings: Partial<PauseSettings> = {}, donation: Donation | null = null) {
  const trainer = createScriptedTrainer();
  const ports = {
    connect: () => trainer,
    memory: { read: () => null, write: () => undefined, mayHaveForgotten: async () => false },
    backend: "auto",
    nowMs: () => Date.now(),
  } as const;
  const address = { link: () => null, show: () => undefined, hrefOf: () => "", shareUrl: () => "" };
  const pause = scriptPause(settings, donation);
  const keeper = createPauseKeeper(createRunController(ports, address), pause.ports);
  /** Names of what the worker was asked since the last look. */
  let seen = 0;
  const calls = () => trainer.calls.slice(seen, (seen = trainer.calls.length));
  const reason = () => keeper.pauseView().rest?.reason ?? null;
  return { trainer, pause, keeper, calls, reason };
}

/** Lets every promise that is already fulfilled reach its listeners. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** A donation in the middle of its work. */
export async function train(settings: Partial<PauseSettings> = {}) {
  const all = setUp(settings);
  all.keeper.start(MAIN, { ...HALF, intensity: settings.intensity ?? "half" });
  await settle();
  all.trainer.emit(TRAINING);
  all.calls();
  return all;
}

/** Stop has done its work. */
export async function stopped({ trainer }: ReturnType<typeof setUp>) {
  await settle();
  trainer.end();
  await settle();
}
