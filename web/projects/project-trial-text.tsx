/** A beginning, which the model writes on. */
import { type SubmitEvent, useId, useState } from "react";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { Segments } from "../components/segments.tsx";
import { say } from "../messages/say.ts";
import type { ModelProps } from "./project-screen-props.ts";
import { useWriting, type WritingView } from "./use-writing.ts";

/** By the temperature: a small model spells better when it takes what it is sure of. */
const MANNERS = { careful: 0.4, balanced: 0.7, daring: 1.1 } as const;
/** In tokens: a line, a paragraph, a page. */
const LENGTHS = { short: 100, medium: 300, long: 1000 } as const;
const LONGEST_PROMPT = 1000;

const namesOf = <T extends string>(choices: Readonly<Record<T, number>>) => Object.keys(choices) as T[];

interface TextTrialProps extends ModelProps {
  readonly prompts: readonly string[];
}

export function TextTrial({ prompts, ...model }: TextTrialProps) {
  const [prompt, setPrompt] = useState(prompts[0] ?? "");
  const [manner, setManner] = useState<keyof typeof MANNERS>("balanced");
  const [length, setLength] = useState<keyof typeof LENGTHS>("medium");
  const writing = useWriting(model);
  const isWriting = writing.state === "writing";
  const press = (event: SubmitEvent) => {
    event.preventDefault();
    if (isWriting) writing.stop();
    else writing.start(prompt, { temperature: MANNERS[manner], length: LENGTHS[length] });
  };
  return (
    <div className="trial">
      <form className="trial-form" onSubmit={press}>
        <PromptField value={prompt} onChange={setPrompt} prompts={prompts} />
        <Segments
          legend={say("project-screen.try.manner")}
          options={namesOf(MANNERS)}
          nameOf={(each) => say(`project-screen.try.manner.${each}`)}
          chosen={manner}
          onChange={setManner}
          testId="manner"
        />
        <Segments
          legend={say("project-screen.try.length")}
          options={namesOf(LENGTHS)}
          nameOf={(each) => say(`project-screen.try.length.${each}`)}
          chosen={length}
          onChange={setLength}
          testId="length"
        />
        <button type="submit" className="button trial-go" data-testid="write">
          {say(isWriting ? "project-screen.try.stop" : "project-screen.try.write")}
        </button>
      </form>
      <WrittenText {...writing} />
    </div>
  );
}

interface PromptFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly prompts: readonly string[];
}

function PromptField({ value, onChange, prompts }: PromptFieldProps) {
  const inputId = useId();
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("project-screen.try.prompt")}</label>
      <textarea
        id={inputId}
        value={value}
        rows={3}
        dir="auto"
        maxLength={LONGEST_PROMPT}
        data-testid="prompt"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {prompts.length > 0 && (
        <div className="prompts">
          <span className="note">{say("project-screen.try.prompts")}</span>
          <ul>
            {prompts.map((each) => (
              <li key={each}>
                <button type="button" className="link prompt" onClick={() => onChange(each)}>
                  <bdi translate="no">{each}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Its box keeps its height whatever the model writes, and scrolls when that is long. */
function WrittenText({ state, prompt, writing, reason }: WritingView) {
  const headingId = useId();
  return (
    <div className="written">
      <div className="section-head">
        <h4 id={headingId}>{say("project-screen.try.text")}</h4>
        <p className="note" role="status">
          {state === "writing" && say("project-screen.try.writing")}
          {state === "written" &&
            say("project-screen.try.written", { count: Array.from(writing?.text ?? "").length })}
        </p>
      </div>
      <div
        className="sample-body"
        data-testid="written"
        data-state={state}
        tabIndex={0}
        role="group"
        aria-labelledby={headingId}
      >
        {writing === null ? (
          <p className="note">{say("project-screen.try.text-empty")}</p>
        ) : (
          <p className="sample-text" dir="auto" translate="no">
            <span className="sample-prompt">{writing.prompt}</span>
            {writing.text}
          </p>
        )}
      </div>
      {writing !== null && writing.prompt !== prompt && (
        <p className="note" role="status">
          {say("project-screen.try.left-out")}
        </p>
      )}
      {state === "failed" && <ProblemPanel problem={{ title: say("action.refused"), advice: reason }} />}
    </div>
  );
}
