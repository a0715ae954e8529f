/** The leaderboard as files, and the bundle that proves it. */
import type { Hash } from "../../../shared/core/ids.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { saveFile } from "../save-file.ts";
import { BOARD_TEXT, EXPORTS } from "../text/leaderboard-text.ts";
import { RefusedError, useAction } from "../use-action.ts";
import { formatHash } from "../../text/format.ts";
import { ActionNote } from "./action-note.tsx";

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
      if (project === null) throw new RefusedError(BOARD_TEXT.noProject);
      const content = await ledger.ask((api) => api.exportBundle(project));
      if (content === null) throw new RefusedError(BOARD_TEXT.noBundle);
      const name = `tabloom-${formatHash(project)}.bundle`;
      saveFile(content, name);
      return BOARD_TEXT.saved(name);
    });
  const saveBoard = ({ format, file, type }: (typeof EXPORTS)[number]) =>
    files.run(async () => {
      const text = await ledger.ask((api) => api.exportBoard(format, scope));
      saveFile(new Blob([text], { type }), file);
      return BOARD_TEXT.saved(file);
    });
  return (
    <section className="board-exports" aria-labelledby="exports-heading">
      <h3 id="exports-heading">{BOARD_TEXT.exportTitle}</h3>
      <button type="button" className="button" data-testid="export-bundle" onClick={saveBundle}>
        {BOARD_TEXT.bundle}
      </button>
      <p className="note">{BOARD_TEXT.bundleNote}</p>
      <ActionNote state={bundle.state} busy={BOARD_TEXT.making} />
      <details>
        <summary>{BOARD_TEXT.exportFiles}</summary>
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
        <p className="note">{BOARD_TEXT.exportNote}</p>
        <ActionNote state={files.state} busy={BOARD_TEXT.making} />
      </details>
    </section>
  );
}
