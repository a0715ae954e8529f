/** What a model answers: a number, or how likely it takes each class to be. */
import { useId } from "react";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say } from "../messages/say.ts";
import { formatLoss, formatShare } from "../text/format.ts";
import type { PredictionView } from "./use-prediction.ts";

interface ProjectPredictionProps extends PredictionView {
  /** What a number is of. */
  readonly target: string;
  /** The right answer, where it is known; else empty. */
  readonly truth: string;
}

export function ProjectPrediction({ prediction, reason, target, truth }: ProjectPredictionProps) {
  const headingId = useId();
  return (
    <section
      className="prediction"
      aria-labelledby={headingId}
      aria-live="polite"
      data-testid="prediction"
      data-state={prediction?.kind ?? "none"}
    >
      <h4 id={headingId}>{say("project-screen.try.answer")}</h4>
      {prediction === null && reason === "" && (
        <p className="note">{say("project-screen.try.answer-empty")}</p>
      )}
      {prediction?.kind === "number" && (
        <p className="prediction-number">
          <bdi>{target}</bdi> <strong>{formatLoss(prediction.value)}</strong>
        </p>
      )}
      {prediction?.kind === "classes" && <ClassBars classes={prediction.classes} />}
      {prediction !== null && truth !== "" && (
        <p className="note">
          <bdi>{say("project-screen.try.truth", { truth })}</bdi>
        </p>
      )}
      {reason !== "" && <ProblemPanel problem={{ title: say("action.refused"), advice: reason }} />}
    </section>
  );
}

interface ClassBarsProps {
  readonly classes: readonly { readonly label: string; readonly share: number }[];
}

const ClassBars = ({ classes }: ClassBarsProps) => (
  <ol className="bars">
    {classes.map(({ label, share }) => (
      <li key={label}>
        <bdi className="bar-name">{label}</bdi>
        <span className="bar" aria-hidden="true">
          <span style={{ inlineSize: `${100 * share}%` }} />
        </span>
        <span className="bar-share">{formatShare(share)}</span>
      </li>
    ))}
  </ol>
);
