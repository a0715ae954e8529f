/** What the leaderboard shows: of which time, of whom, of which project, in which unit, and whose name. */
import { useId } from "react";
import { Segments } from "../../components/segments.tsx";
import { say } from "../../messages/say.ts";
import { BOARD_UNITS, type BoardUnit } from "../board-units.ts";

export const WINDOWS = ["24h", "7d", "30d", "all"] as const;
const GROUPINGS = ["person", "team", "country"] as const;
const SCOPES = ["project", "all"] as const;
/** As long as a name may be. */
const LONGEST_NAME = 40;

export interface BoardChoice {
  readonly window: (typeof WINDOWS)[number];
  readonly by: (typeof GROUPINGS)[number];
  readonly scope: (typeof SCOPES)[number];
  readonly unit: BoardUnit;
  /** Part of a name; empty for everybody. */
  readonly name: string;
}

export const FIRST_CHOICE: BoardChoice = {
  window: "30d",
  by: "person",
  scope: "project",
  unit: "credit",
  name: "",
};

interface BoardChoicesProps {
  readonly choice: BoardChoice;
  readonly onChange: (part: Partial<BoardChoice>) => void;
  /** There is a project that is looked at: else all are. */
  readonly hasProject: boolean;
}

export const BoardChoices = ({ choice, onChange, hasProject }: BoardChoicesProps) => (
  <div className="setup">
    <Segments
      legend={say("board.window")}
      nameOf={(each) => say(`board.window.${each}`)}
      options={WINDOWS}
      chosen={choice.window}
      onChange={(window) => onChange({ window })}
      testId="window"
    />
    <Segments
      legend={say("board.grouping")}
      nameOf={(each) => say(`board.by.${each}`)}
      options={GROUPINGS}
      chosen={choice.by}
      onChange={(by) => onChange({ by, name: "" })}
      testId="by"
    />
    {hasProject && (
      <Segments
        legend={say("board.scope")}
        nameOf={(each) => say(`board.scope.${each}`)}
        options={SCOPES}
        chosen={choice.scope}
        onChange={(scope) => onChange({ scope })}
        testId="scope"
      />
    )}
    <UnitField unit={choice.unit} onChange={(unit) => onChange({ unit })} />
    {choice.by !== "country" && <NameField name={choice.name} onChange={(name) => onChange({ name })} />}
    <p className="note">{say("page.no-value")}</p>
  </div>
);

/** A list, because the words are too long for four in a row. */
function UnitField({
  unit,
  onChange,
}: {
  readonly unit: BoardUnit;
  readonly onChange: (unit: BoardUnit) => void;
}) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("board.unit")}</label>
      <select
        id={inputId}
        value={unit}
        data-testid="unit"
        onChange={({ currentTarget: { value } }) =>
          onChange(BOARD_UNITS.find((each) => each === value) ?? unit)
        }
      >
        {BOARD_UNITS.map((each) => (
          <option key={each} value={each}>
            {say(`board.unit.${each}`)}
          </option>
        ))}
      </select>
      <p className="note">{say(`board.unit-note.${unit}`)}</p>
    </div>
  );
}

function NameField({ name, onChange }: { readonly name: string; readonly onChange: (name: string) => void }) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("board.search")}</label>
      <input
        id={inputId}
        type="search"
        maxLength={LONGEST_NAME}
        value={name}
        autoComplete="off"
        data-testid="board-search"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}
