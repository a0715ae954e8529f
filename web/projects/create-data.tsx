/** The files of a project that is to be, and what they turned out to hold. */
import { type ChangeEvent, useId } from "react";
import { FILE_LIMIT_BYTES } from "../../shared/data/file-limit.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say, sayWith } from "../messages/say.ts";
import { formatCount, formatFileSize, formatRoundSize } from "../text/format.ts";
import { sourceName } from "../text/source-name.ts";
import type { CreateView } from "./create-view.ts";

interface CreateDataProps extends Pick<CreateView, "files" | "look"> {
  /** True while something that may be a file is held over the page. */
  readonly isDropTarget: boolean;
  readonly chooseFiles: (files: readonly File[]) => void;
}

export function CreateData({ files, look, isDropTarget, chooseFiles }: CreateDataProps) {
  const headingId = useId();
  const shown = look.kind === "refused" ? look.files : files;
  return (
    <section
      className="create-part"
      aria-labelledby={headingId}
      data-testid="create-data"
      data-look={look.kind}
    >
      <h3 id={headingId}>{say("create.data")}</h3>
      <div className="drop-zone" data-open="true" data-over={isDropTarget}>
        <FilesInput chooseFiles={chooseFiles} />
      </div>
      <div className="create-look">
        {shown.length > 0 && (
          <p>
            <strong>
              <bdi>{sourceName({ kind: "files", files: shown }, null)}</bdi>
            </strong>{" "}
            <span className="file-size">
              {formatFileSize(shown.reduce((sum, { size }) => sum + size, 0))}
            </span>
          </p>
        )}
        <p className="note" role="status">
          {look.kind !== "refused" && lookSentence(look)}
        </p>
        {look.kind === "refused" && <ProblemPanel problem={look.problem} />}
      </div>
    </section>
  );
}

function FilesInput({ chooseFiles }: Pick<CreateDataProps, "chooseFiles">) {
  const inputId = useId();
  const rulesId = useId();
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    chooseFiles([...(currentTarget.files ?? [])]);
    currentTarget.value = ""; // so that choosing the same file again is a change
  };
  return (
    <>
      <input
        id={inputId}
        type="file"
        multiple
        className="visually-hidden"
        data-testid="create-files"
        aria-describedby={rulesId}
        onChange={choose}
      />
      <p className="drop-call">
        {sayWith("data.drop", { label: <label className="button" htmlFor={inputId} /> })}
      </p>
      <p className="note" id={rulesId}>
        {say("data.rules", { size: formatRoundSize(FILE_LIMIT_BYTES) })}
      </p>
    </>
  );
}

function lookSentence(look: Exclude<CreateView["look"], { readonly kind: "refused" }>): string {
  switch (look.kind) {
    case "looking":
      return say("create.data.looking");
    case "looked": {
      const { kind, trainCount, testCount } = look.data;
      return say("create.data.holds", { kind, train: formatCount(trainCount), test: formatCount(testCount) });
    }
    case "none":
      return say("create.data.none");
  }
}
