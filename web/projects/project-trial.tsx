/** The model, to be tried on this computer: what it asks for depends on what it has learned. */
import { useCallback, useId } from "react";
import { unreachable } from "../../shared/core/assert.ts";
import type { HeadCard, ModelApi, TrialForm } from "../../worker/model-api.ts";
import { type ProblemAction, ProblemPanel } from "../components/problem-panel.tsx";
import { say } from "../messages/say.ts";
import type { RunView } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { formatCount } from "../text/format.ts";
import { ImageTrial } from "./project-trial-image.tsx";
import { RowTrial } from "./project-trial-row.tsx";
import { SeriesTrial } from "./project-trial-series.tsx";
import { TextTrial } from "./project-trial-text.tsx";
import { faultSentence } from "./project-desk.ts";
import type { ModelProps } from "./project-screen-props.ts";
import { useModelAnswer } from "./use-model-answer.ts";

interface ProjectTrialProps extends ModelProps {
  /** Null: there is nothing to try yet. */
  readonly head: HeadCard | null;
  readonly runState: RunView["state"];
}

export function ProjectTrial({ head, runState, ...model }: ProjectTrialProps) {
  const headingId = useId();
  return (
    <section className="project-part" aria-labelledby={headingId} data-testid="project-trial">
      <h3 id={headingId}>{say("project-screen.try")}</h3>
      {head === null ? (
        <p className="note">{say("project-screen.fault.no-head")}</p>
      ) : (
        <>
          <p className="note">{say("project-screen.try.where", { round: formatCount(head.round) })}</p>
          <OpenTrial {...model} runState={runState} />
        </>
      )}
    </section>
  );
}

function OpenTrial({ runState, ...model }: Omit<ProjectTrialProps, "head">) {
  const { desk, link } = model;
  const ask = useCallback((api: ModelApi) => api.form(link), [link]);
  // Stop ends what was being asked, so it is asked once more when nothing trains.
  const { value: form, error, retry } = useModelAnswer(desk, ask, link, runState === "idle" ? runState : "");
  if (form !== null) return <TrialOf {...model} form={form} />;
  if (error === null || runState === "stopping")
    return <p className="note">{say("project-screen.try.opening")}</p>;
  const { fault } = error;
  const needsOthers = (fault.kind === "no-data" || fault.kind === "damaged") && runState === "idle";
  return (
    <ProblemPanel
      problem={{ title: say("project-screen.try.trouble"), advice: faultSentence(fault) }}
      action={needsOthers ? toTrain() : { label: say("page.try-again"), onPress: retry }}
    />
  );
}

/** As the button in the head of the page. */
const toTrain = (): ProblemAction => ({
  label: say("project-screen.train"),
  onPress: () => {
    location.hash = hrefOfScreen("donate");
  },
});

function TrialOf({ form, ...model }: ModelProps & { readonly form: TrialForm }) {
  switch (form.kind) {
    case "text":
      return <TextTrial {...model} prompts={form.prompts} />;
    case "table":
      return <RowTrial {...model} {...form} />;
    case "series":
      return <SeriesTrial {...model} {...form} />;
    case "images":
      return <ImageTrial {...model} {...form} />;
    default:
      return unreachable(form);
  }
}
