/** The scripts of a donation that rests, was moved or was interrupted. */
import type { Donation } from "../../../web/pause/donation-memory.ts";
import type { PauseKeeper } from "../../../web/pause/pause-keeper.ts";
import { snoozeEndMs } from "../../../web/pause/pause-view.ts";
import type { ScriptedPause } from "../scripted-pause.ts";
import type { ScriptedTrainer } from "../scripted-trainer.ts";

type Script = (keeper: PauseKeeper, pause: ScriptedPause, trainer: ScriptedTrainer) => void;

export const PAUSE_STATES: Readonly<Record<string, Script>> = {
  "on-battery"(_, pause, trainer) {
    pause.learn({ battery: { kind: "known", isCharging: false } });
    trainer.end();
  },
  "battery-unseen": (keeper, pause) => {
    pause.learn({ battery: { kind: "unknown" } });
    keeper.setIntensity("full");
  },
  snoozed(keeper, _, trainer) {
    keeper.snooze(snoozeEndMs("tomorrow", Date.now()));
    trainer.end();
  },
  elsewhere: (_, _pause, trainer) => trainer.emit({ kind: "elsewhere", isElsewhere: true }),
  moved: (_, pause) => pause.ask(),
  "night-hours": (keeper) => keeper.settings.change({ schedule: { days: [], fromMinute: 0, toMinute: 60 } }),
};

/** What the tab remembers in the states that begin with an interruption. */
export const DONATIONS: Readonly<Record<string, Donation>> = {
  discarded: {
    address: null,
    link: null,
    isRelayOnly: false,
    atMs: Date.now() - 3_600_000,
    step: 1210,
    savedStep: 1204,
    isPaused: false,
    snoozedUntilMs: null,
  },
};
