/** The leaderboard as files, and the bundle that proves it. */
import type { Hash } from "../../../shared/core/ids.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { saveFile } from "../save-file.ts";
import { EXPORTS } from "../text/leaderboard-text.ts";
import { RefusedError, useAction } from "../use-action.ts";
import { formatHash } from "../../text/format.ts";
import { ActionNote } from "./action-note.tsx";
import { say } from "../../messages/say.ts";

interface BoardExportsProps {
  readonly ledger: LedgerController;
  /** The page's project; null while it is not known. */
  readonly project: Hash | null;
  /** What the board shows: a project, or null for all. */
  readonly scope: Hash | null;
}

export function BoardExports({ ledger, project, scope }: BoardExportsProps) {
  const bundle = useAction();
  const files = useAction();
  const saveBundle = () =>
    bundle.run(async () => {
      if (project === null) throw new RefusedError(say("board.no-project"));
      const content = await ledger.ask((api) => api.exportBundle(project));
      if (content === null) throw new RefusedError(say("board.no-bundle"));
      const name = `tabloom-${formatHash(project)}.bundle`;
      saveFile(content, name);
      return say("file.saved", { file: name });
    });
  const saveBoard = ({ format, file, type }: (typeof EXPORTS)[number]) =>
    files.run(async () => {
      const text = await ledger.ask((api) => api.exportBoard(format, scope));
      saveFile(new Blob([text], { type }), file);
      return say("file.saved", { file });
    });
  return (
    <section className="board-exports" aria-labelledby="exports-heading">
      <h3 id="exports-heading">{say("board.export-title")}</h3>
      <button type="button" className="button" data-testid="export-bundle" onClick={saveBundle}>
        {say("board.bundle")}
      </button>
      <p className="note">{say("board.bundle-note")}</p>
      <ActionNote state={bundle.state} busy={say("board.making")} />
      <details>
        <summary>{say("board.export-files")}</summary>
        <div className="buttons">
          {EXPORTS.map((each) => (
            <button
              key={each.format}
              type="button"
              className="button"
              data-testid={`export-${each.format}`}
              onClick={() => saveBoard(each)}
            >
              {each.file}
            </button>
          ))}
        </div>
        <p className="note">{say("board.export-note")}</p>
        <ActionNote state={files.state} busy={say("board.making")} />
      </details>
    </section>
  );
}
