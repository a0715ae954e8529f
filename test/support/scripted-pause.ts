/** The browser around a keeper, as a test wants it: every condition can be set, nothing is kept beyond the test. */
import type { Conditions, Pressure } from "../../web/pause/conditions.ts";
import type { Traffic } from "../../web/pause/data-meter.ts";
import type { Donation } from "../../web/pause/donation-memory.ts";
import type { PausePorts } from "../../web/pause/pause-keeper.ts";
import { createSettingsStore, type PauseSettings } from "../../web/pause/pause-settings.ts";

export interface ScriptedPause {
  readonly ports: PausePorts;
  /** The device tells something. */
  learn(part: Partial<Conditions>): void;
  press(pressure: Pressure): void;
  /** Another tab asks for its turn. */
  ask(): void;
  /** The page goes away. */
  leave(): void;
  bytesThisHour: number;
  traffic: Traffic;
  /** What the tab remembers of its donation. */
  donation: Donation | null;
  /** How often this tab has asked the others. */
  askedCount: number;
  isScreenKeptOn: boolean;
  isPressureWatched: boolean;
}

/**
 * A computer that is plugged in and has time.
 * @param settings besides the default ones
 * @param donation that a page before this one has left
 */
export function scriptPause(
  settings: Partial<PauseSettings> = {},
  donation: Donation | null = null,
  nowMs: () => number = Date.now,
): ScriptedPause {
  let learn: (part: Partial<Conditions>) => void = () => undefined;
  let press: (pressure: Pressure) => void = () => undefined;
  let ask: () => void = () => undefined;
  let leave: () => void = () => undefined;
  const store = createSettingsStore(undefined, new EventTarget());
  store.change(settings);
  const script: ScriptedPause = {
    learn: (part) => learn(part),
    press: (pressure) => press(pressure),
    ask: () => ask(),
    leave: () => leave(),
    bytesThisHour: 0,
    traffic: { sentBytes: 0, receivedBytes: 0 },
    donation,
    askedCount: 0,
    isScreenKeptOn: false,
    isPressureWatched: false,
    ports: {
      settings: store,
      memory: {
        read: () => script.donation,
        write: (next) => {
          script.donation = next;
        },
      },
      tabs: {
        askForTurn: () => void script.askedCount++,
        onAsked: (listener) => {
          ask = listener;
          return () => undefined;
        },
      },
      screen: {
        want: (isWanted) => {
          script.isScreenKeptOn = isWanted;
        },
      },
      watchDevice: (onChange) => {
        learn = onChange;
        onChange({ battery: { kind: "known", isCharging: true } });
      },
      watchPressure: (onChange) => {
        press = onChange;
        script.isPressureWatched = true;
        return () => {
          script.isPressureWatched = false;
        };
      },
      onLeaving: (listener) => {
        leave = listener;
      },
      bytesThisHour: () => script.bytesThisHour,
      bytesSinceOpening: () => script.traffic,
      wasDiscarded: donation !== null,
      nowMs,
    },
  };
  return script;
}
