/** One of a few, all in sight. */
import { useId } from "react";

interface SegmentsProps<T extends string> {
  readonly legend: string;
  readonly nameOf: (option: T) => string;
  /** In order. */
  readonly options: readonly T[];
  readonly chosen: T;
  readonly onChange: (option: T) => void;
  readonly testId: string;
}

export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { legend, nameOf, options, chosen, onChange, testId } = props;
  const group = useId();
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option} className="segment">
            <input
              type="radio"
              name={group}
              value={option}
              checked={option === chosen}
              onChange={() => onChange(option)}
              data-testid={`${testId}-${option}`}
            />
            <span className="segment-name">{nameOf(option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
