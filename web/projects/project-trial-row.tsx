/** A row of the table without the column that the model predicts. */
import { type SubmitEvent, useId, useState } from "react";
import type { TrialColumn, TrialForm } from "../../worker/model-api.ts";
import { say } from "../messages/say.ts";
import { ProjectPrediction } from "./project-prediction.tsx";
import type { ModelProps } from "./project-screen-props.ts";
import { TrialButtons } from "./project-trial-buttons.tsx";
import { useExamples } from "./use-examples.ts";
import { usePrediction } from "./use-prediction.ts";

/** Columns in sight; the others are behind a heading. */
const SHOWN_COLUMNS = 12;
/** Columns that can be changed; a stranger's table may have thousands. */
const MOST_COLUMNS = 120;

type RowTrialProps = ModelProps & Omit<Extract<TrialForm, { readonly kind: "table" }>, "kind">;

export function RowTrial({ target, columns, ...model }: RowTrialProps) {
  const { desk, link } = model;
  const { example, showAnother } = useExamples(model);
  const { predict, ...answer } = usePrediction(desk);
  /** What the visitor has entered, by column; it stays until another row is asked for. */
  const [entered, setEntered] = useState<Readonly<Record<number, string>>>({});
  const [asked, setAsked] = useState<readonly string[]>([]);
  const row = example?.kind === "row" ? example : null;
  const cells = columns.map((_, index) => entered[index] ?? row?.cells[index] ?? "");
  /** An answer belongs to what was asked. */
  const forget = () => {
    setAsked([]);
    predict(null);
  };
  const press = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(cells);
    predict((api) => api.predict(link, cells));
  };
  const fields = columns.slice(0, MOST_COLUMNS).map((column, index) => (
    <CellField
      key={index}
      column={column}
      value={cells[index]!}
      onChange={(value) => {
        forget();
        setEntered({ ...entered, [index]: value });
      }}
    />
  ));
  const isAsIs = row !== null && asked.length > 0 && asked.every((cell, index) => cell === row.cells[index]);
  return (
    <div className="trial">
      <form className="trial-form" onSubmit={press} noValidate>
        <div className="cells">{fields.slice(0, SHOWN_COLUMNS)}</div>
        {fields.length > SHOWN_COLUMNS && (
          <details>
            <summary>
              {say("project-screen.try.more-columns", { count: fields.length - SHOWN_COLUMNS })}
            </summary>
            <div className="cells">{fields.slice(SHOWN_COLUMNS)}</div>
          </details>
        )}
        <p className="note">
          {say("project-screen.try.missing")}{" "}
          {columns.length > MOST_COLUMNS &&
            say("project-screen.try.kept-columns", { count: columns.length - MOST_COLUMNS })}
        </p>
        <TrialButtons
          another="project-screen.try.another-row"
          onAnother={() => {
            forget();
            setEntered({});
            showAnother();
          }}
        />
      </form>
      <ProjectPrediction {...answer} target={target} truth={isAsIs ? row.truth : ""} />
    </div>
  );
}

interface CellFieldProps {
  readonly column: TrialColumn;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CellField({ column, value, onChange }: CellFieldProps) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>
        <bdi>{column.name}</bdi>
      </label>
      {column.kind === "numeric" ? (
        <input
          id={inputId}
          inputMode="decimal"
          autoComplete="off"
          dir="ltr"
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      ) : (
        <select id={inputId} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">{say("project-screen.try.unknown")}</option>
          {column.labels.map((label) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
