/** What the model says now. The box keeps its height whatever the model writes, and scrolls when that is long. */
import type { Sample } from "../../worker/api.ts";
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
        <h2 id="sample-heading">{isAnswers ? "What it answers now" : "What it writes now"}</h2>
        <p className="note">{current ? `at step ${formatCount(current.step)}` : ""}</p>
      </div>
      <div
        className="sample-body"
        data-testid="sample"
        tabIndex={0}
        role="group"
        aria-labelledby="sample-heading"
      >
        {current ? (
          <SampleBody sample={current.sample} />
        ) : (
          <p className="note">
            Every few seconds the model shows here what it has learned: gibberish at first, then words, then
            sense.
          </p>
        )}
      </div>
    </section>
  );
}

function SampleBody({ sample }: { readonly sample: Sample }) {
  if (sample.kind === "text") {
    return (
      <p className="sample-text">
        <span className="sample-prompt">{sample.prompt}</span>
        {sample.text}
      </p>
    );
  }
  return (
    <table className="answers">
      <caption className="visually-hidden">
        Questions from the held-out part, which the model never learns from
      </caption>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Its answer</th>
          <th scope="col">The truth</th>
        </tr>
      </thead>
      <tbody>
        {sample.answers.map(({ question, answer, truth }, index) => (
          <tr key={index}>
            <td>{question}</td>
            <td>{answer}</td>
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
    <span className="visually-hidden">the same</span>
  </span>
);
