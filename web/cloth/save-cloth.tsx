/** The cloth as a file. */
import { ActionNote } from "../ledger/components/action-note.tsx";
import { saveFile } from "../ledger/save-file.ts";
import { svgToPng } from "../ledger/svg-to-png.ts";
import { useAction } from "../ledger/use-action.ts";
import type { ClothRow } from "./cloth-row.ts";
import { clothSvg } from "./cloth-svg.ts";
import { CLOTH_TEXT } from "./text.ts";

export function SaveCloth({ rows }: { readonly rows: readonly ClothRow[] }) {
  const { state, run } = useAction();
  const save = (ending: "svg" | "png") =>
    run(async () => {
      const file = `${CLOTH_TEXT.file}.${ending}`;
      const drawing = clothSvg(rows, CLOTH_TEXT.picture(rows));
      saveFile(
        ending === "svg" ? new Blob([drawing], { type: "image/svg+xml" }) : await svgToPng(drawing),
        file,
      );
      return CLOTH_TEXT.saved(file);
    });
  return (
    <>
      <button type="button" className="link" data-testid="cloth-svg" onClick={() => save("svg")}>
        {CLOTH_TEXT.saveSvg}
      </button>
      <button type="button" className="link" data-testid="cloth-png" onClick={() => save("png")}>
        {CLOTH_TEXT.savePng}
      </button>
      <ActionNote state={state} />
    </>
  );
}
