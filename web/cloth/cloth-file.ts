/** The newest rows of a project's cloth as a picture to be sent. Its code comes when somebody sends one. */
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { svgToPng } from "../ledger/svg-to-png.ts";
import "../messages/english-of-screens.ts";
import { clothRow } from "./cloth-row.ts";
import { clothSvg } from "./cloth-svg.ts";
import { pictureText } from "./text.ts";

/** About as high as wide. */
const SENT_ROWS = 70;

/** @returns null while there are no rows @throws when the ledger does not answer, or the browser cannot draw */
export async function clothFile({ ask }: Pick<LedgerController, "ask">, project: Hash): Promise<File | null> {
  const rounds = await ask((api) => api.rounds({ project, before: null, limit: SENT_ROWS }));
  if (rounds.length === 0) return null;
  const rows = rounds.map(clothRow);
  const picture = await svgToPng(clothSvg(rows, pictureText(rows)));
  return new File([picture], "tabloom-cloth.png", { type: picture.type });
}
