/** The cloth as a file. */
import { ActionNote } from "../ledger/components/action-note.tsx";
import { saveFile } from "../ledger/save-file.ts";
import { say } from "../messages/say.ts";
import { svgToPng } from "../ledger/svg-to-png.ts";
import { useAction } from "../ledger/use-action.ts";
import type { ClothRow } from "./cloth-row.ts";
import { clothSvg } from "./cloth-svg.ts";
import { pictureText } from "./text.ts";

const FILE = "tabloom-cloth";

export function SaveCloth({ rows }: { readonly rows: readonly ClothRow[] }) {
  const { state, run } = useAction();
  const save = (ending: "svg" | "png") =>
    run(async () => {
      const file = `${FILE}.${ending}`;
      const drawing = clothSvg(rows, pictureText(rows));
      saveFile(
        ending === "svg" ? new Blob([drawing], { type: "image/svg+xml" }) : await svgToPng(drawing),
        file,
      );
      return say("cloth.saved", { file });
    });
  return (
    <>
      <button type="button" className="link" data-testid="cloth-svg" onClick={() => save("svg")}>
        {say("cloth.save-svg")}
      </button>
      <button type="button" className="link" data-testid="cloth-png" onClick={() => save("png")}>
        {say("cloth.save-png")}
      </button>
      <ActionNote state={state} />
    </>
  );
}
