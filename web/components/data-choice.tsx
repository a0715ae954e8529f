/**
 * What the model learns: the built-in stories, or a file that is dropped or chosen. While a run is on it stays in place
 * and says what is being learned, so that nothing jumps when training starts.
 */
import { useId } from "react";
import type { RefObject } from "react";
import type { DataSource, Problem, RunDescription } from "../../worker/api.ts";
import { formatCount, formatFileSize } from "../text/format.ts";
import { sourceName } from "../text/source-name.ts";
import { ProblemPanel } from "./problem-panel.tsx";

interface DataChoiceProps {
  readonly source: DataSource;
  /** True while a run is on: the data cannot change then. */
  readonly isBusy: boolean;
  /** The run that is on, once the worker has described it. */
  readonly run: RunDescription | null;
  readonly problem: Problem | null;
  /** True while something that may be a file is held over the page. */
  readonly isDropTarget: boolean;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly chooseFiles: (files: readonly File[]) => void;
  readonly chooseStories: () => void;
}

export function DataChoice(props: DataChoiceProps) {
  const { source, isBusy, run, problem, isDropTarget, inputRef, chooseFiles, chooseStories } = props;
  const headingId = useId();
  const choose = () => inputRef.current?.click();
  return (
    <section className="data-choice" aria-labelledby={headingId}>
      <h2 id={headingId}>{isBusy ? "What it learns" : "What should it learn?"}</h2>
      {isBusy ? (
        <DataInUse source={source} run={run} />
      ) : (
        <ChosenData source={source} chooseStories={chooseStories} />
      )}
      <div className="drop-zone" data-open={!isBusy} data-over={isDropTarget && !isBusy}>
        {isBusy ? (
          <p className="note">To learn something else, stop first. The model will be saved.</p>
        ) : (
          <FileInput inputRef={inputRef} chooseFiles={chooseFiles} />
        )}
      </div>
      {problem && (
        <ProblemPanel
          problem={problem}
          action={isBusy ? undefined : { label: "Choose another file", onPress: choose }}
        />
      )}
    </section>
  );
}

function FileInput({ inputRef, chooseFiles }: Pick<DataChoiceProps, "inputRef" | "chooseFiles">) {
  const inputId = useId();
  const rulesId = useId();
  return (
    <>
      <input
        ref={inputRef}
        id={inputId}
        type="file"
        multiple
        className="visually-hidden"
        data-testid="file-input"
        aria-describedby={rulesId}
        onChange={({ currentTarget }) => {
          chooseFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // so that choosing the same file again is a change
        }}
      />
      <p className="drop-call">
        Drop a file, or{" "}
        <label className="button" htmlFor={inputId}>
          choose a file
        </label>
      </p>
      <p className="note" id={rulesId}>
        A text, a CSV table, or two IDX image files (.gz too). Up to 100 MB.
      </p>
    </>
  );
}

const DataInUse = ({ source, run }: Pick<DataChoiceProps, "source" | "run">) => (
  <p className="chosen">
    <strong>{run?.dataName ?? sourceName(source)}</strong>
    <span className="note">
      {run
        ? `Model: ${run.modelName}, ${formatCount(run.parameterCount)} parameters.`
        : "The model is being built."}
    </span>
  </p>
);

function ChosenData({ source, chooseStories }: Pick<DataChoiceProps, "source" | "chooseStories">) {
  const isStories = source.kind === "stories";
  return (
    <p className="chosen">
      <strong>{sourceName(source)}</strong>
      {isStories ? (
        <span className="note">Built in: short tales that the page makes up itself, no download.</span>
      ) : (
        <span className="note">
          {formatFileSize(source.files.reduce((sum, file) => sum + file.size, 0))}, read in this tab only.{" "}
          <button type="button" className="link" onClick={chooseStories}>
            Use the stories instead
          </button>
        </span>
      )}
    </p>
  );
}
