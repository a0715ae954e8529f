/** The settings of a donation in a frame: fixed, more careful than any a visitor of our own page begins with, and kept nowhere. */
import { DEFAULT_SETTINGS, type PauseSettings, type SettingsStore } from "../../pause/pause-settings.ts";

/** @param dataCapMb megabytes an hour, in and out */
export function frameSettings(dataCapMb: number, isRelayOnly: boolean): SettingsStore {
  const settings: PauseSettings = {
    ...DEFAULT_SETTINGS,
    intensity: "half",
    onBattery: false,
    inBackground: false,
    asksOnMetered: true,
    dataCapMb,
    isRelayOnly,
  };
  return { read: () => settings, change: () => undefined, subscribe: () => () => undefined };
}
