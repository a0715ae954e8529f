/** States of the settings, and of the note of a new version. */
import { EMPTY_SUMMARY } from "../scripted-ledger.ts";
import type { LedgerState } from "./ledger-states.ts";
import type { SettingsScript } from "./settings-script.ts";

const inSettings = (settings: SettingsScript, part: Partial<LedgerState> = {}): LedgerState => ({
  screen: "settings",
  summary: EMPTY_SUMMARY,
  settings,
  ...part,
});

export const SETTINGS_STATES: Readonly<Record<string, LedgerState>> = {
  settings: inSettings({}),
  "settings-hours": inSettings({ permission: "denied" }, { press: ["setting-schedule"] }),
  "settings-training": inSettings({}, { run: "training" }),
  "settings-erased": inSettings({ erased: { heldDatabases: [], keepsProgram: false } }),
  "settings-erased-offline": inSettings({ erased: { heldDatabases: [], keepsProgram: true } }),
  "settings-held": inSettings({ erased: { heldDatabases: ["tabloom-ledger"], keepsProgram: false } }),
  "settings-update": inSettings({ update: { kind: "ready", isAtWork: false } }),
  "settings-update-round": inSettings({ update: { kind: "ready", isAtWork: true } }),
  "settings-updating": inSettings({ update: { kind: "finishing" } }),
};
