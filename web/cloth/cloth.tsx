/** The one picture of Tabloom: every round weaves a row, everybody who gave to it is a thread in it. */
import { useId, useMemo, useRef } from "react";
import "../messages/english-of-screens.ts";
import { say } from "../messages/say.ts";
import { ClothCursor } from "./cloth-cursor.tsx";
import { lossRangeOf } from "./cloth-layout.ts";
import { ClothReadout } from "./cloth-readout.tsx";
import type { ClothRow } from "./cloth-row.ts";
import { ClothTable } from "./cloth-table.tsx";
import { LossScale } from "./loss-scale.tsx";
import { SaveCloth } from "./save-cloth.tsx";
import { useChosenRow } from "./use-chosen-row.ts";
import { useClothPainter } from "./use-cloth-painter.ts";
import "./cloth.css";

interface ClothProps {
  /** Ascending by round, without gaps. */
  readonly rows: readonly ClothRow[];
  readonly isLoading?: boolean;
  /** A row was clicked, or Enter was pressed on it. */
  readonly onOpen?: (row: ClothRow) => void;
}

export function Cloth({ rows, isLoading = false, onOpen }: ClothProps) {
  const view = useRef<HTMLDivElement>(null);
  const fabric = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLDivElement>(null);
  const painter = useClothPainter({ view, fabric, tiles }, rows);
  const { row, isShown, handlers } = useChosenRow(rows, painter, onOpen);
  const range = useMemo(() => lossRangeOf(rows), [rows]);
  const optionId = useId();
  const list = {
    role: "listbox",
    tabIndex: 0,
    "aria-label": say(onOpen ? "cloth.view-to-open" : "cloth.view"),
    "aria-activedescendant": optionId,
    ...handlers,
  };
  return (
    <figure className="cloth" aria-busy={isLoading} data-testid="cloth">
      <LossScale range={range} />
      <div
        className="cloth-view"
        data-testid="cloth-view"
        ref={view}
        data-open={onOpen !== undefined}
        {...(row === null ? {} : list)}
      >
        <div className="cloth-fabric" ref={fabric}>
          <div className="cloth-tiles" ref={tiles} aria-hidden="true" />
          {row === null ? (
            <p className="note cloth-message">
              <span>{say(isLoading ? "cloth.loading" : "cloth.empty")}</span>
            </p>
          ) : (
            <ClothCursor id={optionId} {...{ row, rows, range, isShown }} />
          )}
        </div>
      </div>
      <ClothReadout row={row} onOpen={onOpen} />
      {row !== null && (
        <div className="cloth-foot">
          <ClothTable rows={rows} onOpen={onOpen} />
          <SaveCloth rows={rows} />
        </div>
      )}
    </figure>
  );
}
