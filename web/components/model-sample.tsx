/** What the model says now. The box keeps its height whatever the model writes, and scrolls when that is long. */
import type { Sample } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";
import { CheckIcon } from "./icons.tsx";

export function ModelSample({
  current,
}: {
  readonly current: { readonly step: number; readonly sample: Sample } | null;
}) {
  const isAnswers = current?.sample.kind === "answers";
  return (
    <section className="sample" aria-labelledby="sample-heading">
      <div className="section-head">
        <h2 id="sample-heading">{say(isAnswers ? "sample.answers" : "sample.writes")}</h2>
        <p className="note">{current ? say("sample.at-step", { step: formatCount(current.step) }) : ""}</p>
      </div>
      <div
        className="sample-body scroll-y"
        data-testid="sample"
        tabIndex={0}
        role="group"
        aria-labelledby="sample-heading"
      >
        {current ? <SampleBody sample={current.sample} /> : <p className="note">{say("sample.empty")}</p>}
      </div>
    </section>
  );
}

function SampleBody({ sample }: { readonly sample: Sample }) {
  if (sample.kind === "text") {
    return (
      <p className="sample-text" dir="auto" translate="no">
        <span className="sample-prompt">{sample.prompt}</span>
        {sample.text}
      </p>
    );
  }
  return (
    <table className="answers">
      <caption className="visually-hidden">{say("sample.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("sample.question")}</th>
          <th scope="col">{say("sample.answer")}</th>
          <th scope="col">{say("sample.truth")}</th>
        </tr>
      </thead>
      <tbody>
        {sample.answers.map(({ question, answer, truth }, index) => (
          <tr key={index}>
            <td dir="auto">{question}</td>
            <td dir="auto">{answer}</td>
            <td>
              {truth} {answer === truth && <Match />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Match = () => (
  <span className="match">
    <CheckIcon />
    <span className="visually-hidden">{say("sample.same")}</span>
  </span>
);
