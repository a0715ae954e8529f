/** The cloth of the project that the frame trains, three rows high. */
import type { Hash } from "../../../shared/core/ids.ts";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { type ClothRow, clothRow } from "../../cloth/cloth-row.ts";
import { drawNewest, NEWEST_ROWS } from "../../cloth/draw-newest.ts";
import type { LedgerPort } from "../../ledger/one-worker.ts";

export interface FrameCloth {
  /** @param round of the project's head: asks for the rows again when there is another one */
  readonly follow: (project: Hash, round: number) => void;
  readonly weave: (canvas: HTMLCanvasElement) => void;
}

export function watchCloth(port: LedgerPort): FrameCloth {
  let ledger: LedgerApi | null = null;
  let rows: readonly ClothRow[] = [];
  let asked = "";
  port.listen((current) => {
    ledger = current;
  });
  return {
    follow(project, round) {
      const question = `${project} ${round}`;
      if (ledger === null || question === asked) return;
      asked = question;
      ledger.rounds({ project, before: null, limit: NEWEST_ROWS }).then(
        (newest) => {
          if (asked === question) rows = newest.map(clothRow);
        },
        () => undefined, // a picture; the next round asks again
      );
    },
    weave(canvas) {
      const context = canvas.getContext("2d");
      if (context === null || rows.length === 0) return;
      drawNewest(context, rows);
      canvas.dataset["woven"] = ""; // what was said in its place goes
    },
  };
}
