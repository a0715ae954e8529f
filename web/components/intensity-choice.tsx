/** How much of this computer the run may use. Takes effect at once, also while training. */
import type { Intensity } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { INTENSITIES, intensityName, intensityShare } from "../text/intensity-words.ts";

interface IntensityChoiceProps {
  readonly intensity: Intensity;
  readonly onChange: (intensity: Intensity) => void;
}

export function IntensityChoice({ intensity, onChange }: IntensityChoiceProps) {
  return (
    <fieldset className="intensity">
      <legend>{say("intensity.question")}</legend>
      <div className="segments">
        {INTENSITIES.map((option) => (
          <label key={option} className="segment">
            <input
              type="radio"
              name="intensity"
              value={option}
              checked={option === intensity}
              onChange={() => onChange(option)}
              data-testid={`intensity-${option}`}
            />
            <span className="segment-name">{intensityName(option)}</span>
            <span className="segment-note">{intensityShare(option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
