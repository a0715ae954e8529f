/** Values one after the other, and what the model expects next. */
import { type SubmitEvent, useId, useState } from "react";
import type { TrialForm } from "../../worker/model-api.ts";
import { say, sayWith } from "../messages/say.ts";
import { ProjectPrediction } from "./project-prediction.tsx";
import type { ModelProps } from "./project-screen-props.ts";
import { TrialButtons } from "./project-trial-buttons.tsx";
import { useExamples } from "./use-examples.ts";
import { usePrediction } from "./use-prediction.ts";

type SeriesTrialProps = ModelProps & Omit<Extract<TrialForm, { readonly kind: "series" }>, "kind">;

export function SeriesTrial({ target, window, ...model }: SeriesTrialProps) {
  const { desk, link } = model;
  const inputId = useId();
  const noteId = useId();
  const { example, showAnother } = useExamples(model);
  const { predict, ...answer } = usePrediction(desk);
  /** What the visitor has entered; it stays until another window is asked for. */
  const [entered, setEntered] = useState<string | null>(null);
  const [asked, setAsked] = useState("");
  const row = example?.kind === "row" ? example : null;
  const given = row?.cells.join(" ") ?? "";
  const text = entered ?? given;
  const cells = text.split(/\s+/).filter((cell) => cell !== "");
  const press = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(text);
    predict((api) => api.predict(link, cells));
  };
  return (
    <div className="trial">
      <form className="trial-form" onSubmit={press}>
        <div className="field">
          <label htmlFor={inputId}>
            {sayWith("project-screen.try.values", { bdi: <bdi /> }, { count: window, name: target })}
          </label>
          <textarea
            id={inputId}
            className="series-values"
            rows={6}
            dir="ltr"
            value={text}
            aria-describedby={noteId}
            onChange={({ currentTarget }) => {
              predict(null); // an answer belongs to what was asked
              setEntered(currentTarget.value);
            }}
          />
          <p className="note" id={noteId}>
            {cells.length === window
              ? ""
              : say("project-screen.try.values-count", { found: cells.length, count: window })}
          </p>
        </div>
        <TrialButtons
          another="project-screen.try.another-window"
          onAnother={() => {
            predict(null);
            setEntered(null);
            showAnother();
          }}
        />
      </form>
      <ProjectPrediction {...answer} target={target} truth={asked === given ? (row?.truth ?? "") : ""} />
    </div>
  );
}
