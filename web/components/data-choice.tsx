/**
 * What the model learns: the project that the page's address names, or a file that is dropped or chosen and becomes a
 * project. While a run is on both stay in place and say what is being learned, so that nothing jumps when training starts.
 */
import { useId } from "react";
import type { RefObject } from "react";
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import type { ProjectSource } from "../../worker/api.ts";
import { say, sayWith } from "../messages/say.ts";
import type { RunView } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { formatCount, formatFileSize, formatRoundSize } from "../text/format.ts";
import { modelLabel } from "../text/model-name.ts";
import type { FileProblem } from "../text/file-problem.ts";
import { dataName, sourceName } from "../text/source-name.ts";
import { ProblemPanel } from "./problem-panel.tsx";

interface ProjectChoiceProps {
  readonly source: ProjectSource;
  readonly view: RunView;
  /** True while a run is on: the data cannot change then. */
  readonly isBusy: boolean;
  /** Forgets the files. */
  readonly chooseProject: () => void;
  readonly hrefOf: (link: string | null) => string;
}

export function ProjectChoice({ isBusy, ...props }: ProjectChoiceProps) {
  const headingId = useId();
  return (
    <section className="data-choice" aria-labelledby={headingId}>
      <h2 id={headingId}>{say(isBusy ? "data.in-use" : "data.question")}</h2>
      {isBusy ? <DataInUse {...props} /> : <ChosenData {...props} />}
    </section>
  );
}

interface FileChoiceProps {
  readonly isBusy: boolean;
  readonly problem: FileProblem | null;
  /** True while something that may be a file is held over the page. */
  readonly isDropTarget: boolean;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly chooseFiles: (files: readonly File[]) => void;
}

export function FileChoice({ isBusy, problem, isDropTarget, inputRef, chooseFiles }: FileChoiceProps) {
  const choose = () => inputRef.current?.click();
  return (
    <section className="data-choice" aria-label={say("data.own")}>
      <div className="drop-zone" data-open={!isBusy} data-over={isDropTarget && !isBusy}>
        {isBusy ? (
          <p className="note">{say("data.stop-first")}</p>
        ) : (
          <FileInput inputRef={inputRef} chooseFiles={chooseFiles} />
        )}
      </div>
      {problem && (
        <ProblemPanel
          problem={problem}
          action={isBusy ? undefined : { label: say("run.choose-other"), onPress: choose }}
        />
      )}
    </section>
  );
}

function FileInput({ inputRef, chooseFiles }: Pick<FileChoiceProps, "inputRef" | "chooseFiles">) {
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
        {sayWith("data.drop", {
          label: <label className="button" htmlFor={inputId} />,
        })}
      </p>
      <p className="note" id={rulesId}>
        {say("data.rules", { size: formatRoundSize(FILE_LIMIT_BYTES) })}
      </p>
    </>
  );
}

function DataInUse({ source, view }: Pick<ProjectChoiceProps, "source" | "view">) {
  const { run, saved } = view;
  return (
    <p className="chosen">
      <strong>{run ? dataName(run.dataName) : sourceName(source, saved)}</strong>
      <span className="note">
        {run
          ? say("data.model", {
              model: modelLabel(run.modelName),
              parameters: formatCount(run.parameterCount),
            })
          : say("data.opening")}
      </span>
      {run && <AboutProject />}
    </p>
  );
}

type ChosenDataProps = Omit<ProjectChoiceProps, "isBusy">;

function ChosenData({ source, view, chooseProject, hrefOf }: ChosenDataProps) {
  if (source.kind === "files") {
    const bytes = source.files.reduce((sum, file) => sum + file.size, 0);
    return (
      <p className="chosen">
        <strong>{sourceName(source, null)}</strong>
        <span className="note">
          {sayWith(
            "data.files",
            {
              button: <button type="button" className="link" onClick={chooseProject} />,
            },
            { size: formatFileSize(bytes) },
          )}
        </span>
      </p>
    );
  }
  return (
    <p className="chosen">
      <strong>{shownName(source, view)}</strong>
      <span className="note">
        {source.link === null
          ? say("data.built-in")
          : sayWith("data.shared", { link: <a href={hrefOf(null)} /> })}
      </span>
      <AboutProject />
    </p>
  );
}

const AboutProject = () => (
  <a className="note" href={hrefOfScreen("project")} data-testid="about-project">
    {say("data.about")}
  </a>
);

/** What was trained here just now has told its name. */
const shownName = (source: ProjectSource, { run, project, saved, link }: RunView): string =>
  run && project && (project.link === link || link === null)
    ? dataName(run.dataName)
    : sourceName(source, saved);
