/** The hours in which the computer may train: from when to when, and on which days. */
import { say } from "../../messages/say.ts";
import { DAYS_PER_WEEK, type Schedule } from "../schedule.ts";
import { currentPauseText } from "../use-pause.ts";

const DAYS = Array.from({ length: DAYS_PER_WEEK }, (_, day) => day);
/** Nights, when power is cheap and nobody needs the computer. */
const FIRST_CHOICE: Schedule = { days: DAYS, fromMinute: 22 * 60, toMinute: 7 * 60 };

interface ScheduleRowsProps {
  readonly schedule: Schedule | null;
  readonly onChange: (schedule: Schedule | null) => void;
}

export function ScheduleRows({ schedule, onChange }: ScheduleRowsProps) {
  const text = currentPauseText();
  return (
    <>
      <label className="switch">
        <input
          type="checkbox"
          checked={schedule !== null}
          data-testid="setting-schedule"
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? FIRST_CHOICE : null)}
        />
        {say("pause.settings.hours")}
      </label>
      {schedule && (
        <div className="pause-hours">
          <TimeField
            label={say("pause.settings.from")}
            minute={schedule.fromMinute}
            onChange={(fromMinute) => onChange({ ...schedule, fromMinute })}
          />
          <TimeField
            label={say("pause.settings.to")}
            minute={schedule.toMinute}
            onChange={(toMinute) => onChange({ ...schedule, toMinute })}
          />
          <fieldset className="pause-days">
            <legend>{say("pause.settings.days")}</legend>
            {DAYS.map((day) => (
              <label key={day} className="switch">
                <input
                  type="checkbox"
                  checked={schedule.days.includes(day)}
                  onChange={() => onChange({ ...schedule, days: toggled(schedule.days, day) })}
                />
                {text.day(day)}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  /** Since midnight. */
  readonly minute: number;
  readonly onChange: (minute: number) => void;
}

const TimeField = ({ label, minute, onChange }: TimeFieldProps) => (
  <label className="pause-field">
    {label}
    <input
      type="time"
      required
      value={clockTime(minute)}
      onChange={({ currentTarget }) => {
        const [hours, minutes] = currentTarget.value.split(":").map(Number);
        if (hours !== undefined && minutes !== undefined) onChange(60 * hours + minutes);
      }}
    />
  </label>
);

/** 65 → "01:05", as a field for times has it in every language. */
const clockTime = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");

const toggled = (days: readonly number[], day: number): readonly number[] =>
  days.includes(day) ? days.filter((other) => other !== day) : [...days, day];
