/** When this computer may train: each choice takes effect at once, in all tabs of the browser. */
import { say } from "../../messages/say.ts";
import type { PauseKeeper } from "../pause-keeper.ts";
import { MAX_DATA_CAP_MB, type PauseSettings } from "../pause-settings.ts";
import { usePauseSettings } from "../use-pause.ts";
import { ScheduleRows } from "./schedule-rows.tsx";

/** Settings that are either so or not. */
type SwitchName = "onBattery" | "inBackground" | "asksOnMetered" | "keepsScreenOn";

const SWITCHES = [
  ["onBattery", "pause.settings.battery"],
  ["inBackground", "pause.settings.background"],
  ["asksOnMetered", "pause.settings.metered"],
  ["keepsScreenOn", "pause.settings.screen"],
] as const satisfies readonly (readonly [SwitchName, string])[];

export function PauseSettingsRows({ keeper }: { readonly keeper: PauseKeeper }) {
  const settings = usePauseSettings(keeper);
  const change = (part: Partial<PauseSettings>) => keeper.settings.change(part);
  return (
    <div className="pause-rows">
      {SWITCHES.map(([name, label]) => (
        <label key={name} className="switch">
          <input
            type="checkbox"
            checked={settings[name]}
            data-testid={`setting-${name}`}
            onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
          />
          {say(label)}
        </label>
      ))}
      <ScheduleRows schedule={settings.schedule} onChange={(schedule) => change({ schedule })} />
      <label className="pause-field">
        {say("pause.settings.data-cap")}
        <input
          type="number"
          min={0}
          max={MAX_DATA_CAP_MB}
          step={1}
          value={settings.dataCapMb}
          data-testid="setting-dataCapMb"
          onChange={({ currentTarget }) => change({ dataCapMb: capOf(currentTarget.valueAsNumber) })}
        />
      </label>
    </div>
  );
}

/** An empty field, and what is no number, is no limit. */
const capOf = (megabytes: number): number =>
  Number.isFinite(megabytes) ? Math.min(MAX_DATA_CAP_MB, Math.max(0, Math.round(megabytes))) : 0;
