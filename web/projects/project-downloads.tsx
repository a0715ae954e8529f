/** The model as files for other programs. */
import { useId, useState } from "react";
import type { ProjectWork } from "../../worker/ledger-api.ts";
import type { DownloadFormat, ProjectCard } from "../../worker/model-api.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { ActionNote } from "../ledger/components/action-note.tsx";
import { saveFile } from "../ledger/save-file.ts";
import { type Action, useAction } from "../ledger/use-action.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatFileSize } from "../text/format.ts";
import type { ModelProps } from "./project-screen-props.ts";

const FORMATS = ["safetensors", "onnx", "card", "folder"] as const satisfies readonly DownloadFormat[];
const FLOAT_BYTES = 4;

interface ProjectDownloadsProps extends ModelProps {
  readonly card: ProjectCard;
  readonly work: ProjectWork | null;
}

export function ProjectDownloads({ desk, link, card, work }: ProjectDownloadsProps) {
  const headingId = useId();
  const action = useAction();
  const [last, setLast] = useState<DownloadFormat>("card");
  const { head } = card;
  const { state } = action;
  const download = (format: DownloadFormat) => {
    if (state.kind !== "busy") setLast(format);
    action.run(async () => {
      const { name, content } = await desk.ask((api) => api.download(link, format, work));
      saveFile(content, name);
      return say("project-screen.download.done", { name, size: formatFileSize(content.size) });
    });
  };
  return (
    <section className="project-part" aria-labelledby={headingId}>
      <h3 id={headingId}>{say("project-screen.downloads")}</h3>
      {head === null ? (
        <p className="note">{say("project-screen.downloads.none")}</p>
      ) : (
        <>
          <p className="note">{say("project-screen.downloads.round", { round: formatCount(head.round) })}</p>
          <ul className="downloads">
            {FORMATS.map((format) => (
              <DownloadRow key={format} {...{ format, card, action }} onPress={() => download(format)} />
            ))}
          </ul>
          {state.kind === "refused" ? (
            <ProblemPanel problem={{ title: failureOf(last), advice: state.text }} />
          ) : (
            <ActionNote state={state} busy={say("project-screen.download.busy")} />
          )}
        </>
      )}
    </section>
  );
}

const failureOf = (format: DownloadFormat): string =>
  say("project-screen.download.failed", { name: say(`project-screen.download.${format}`) });

interface DownloadRowProps {
  readonly format: DownloadFormat;
  readonly card: ProjectCard;
  readonly action: Action;
  readonly onPress: () => void;
}

function DownloadRow({ format, card, action, onPress }: DownloadRowProps) {
  const nameId = useId();
  const buttonId = useId();
  const isText = card.unit === "tokens";
  const note = format === "folder" && isText ? "folder.note-text" : (`${format}.note` as const);
  return (
    <li>
      <span>
        <span id={nameId} className="download-name">
          {say(`project-screen.download.${format}`)}
        </span>
        <span className="note">
          {say(`project-screen.download.${note}`, { size: formatFileSize(sizeOf(format, card)) })}
        </span>
      </span>
      <button
        type="button"
        id={buttonId}
        className="button"
        data-testid={`download-${format}`}
        aria-disabled={action.state.kind === "busy"}
        aria-labelledby={`${buttonId} ${nameId}`}
        onClick={onPress}
      >
        {say("project-screen.download.get")}
      </button>
    </li>
  );
}

/** About, in bytes: weights are nearly all of it. The folder has them as safetensors, as a model, and for a text once more as transformers.js reads it. */
function sizeOf(format: DownloadFormat, { parameterCount, unit }: ProjectCard): number {
  const copies = format !== "folder" ? 1 : unit === "tokens" ? 3 : 2;
  return copies * FLOAT_BYTES * parameterCount;
}
