/** The last rows of a project's cloth, as the head of its page: a picture and no more. What it shows, a table below it says. */
import { useRef } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import "../messages/english-of-screens.ts";
import { say } from "../messages/say.ts";
import { ClothTable } from "./cloth-table.tsx";
import { useClothPainter } from "./use-cloth-painter.ts";
import { type ClothRows, useClothRows } from "./use-cloth-rows.ts";
import "./cloth.css";

/** One answer of the ledger. More than fit: the curve beside them has a past. */
const KNOWN_ROWS = 200;

interface ClothBandProps {
  readonly ledger: LedgerController;
  readonly project: Hash;
}

export function ClothBand({ ledger, project }: ClothBandProps) {
  const known = useClothRows(ledger, project, KNOWN_ROWS);
  const { rows, isLoading, trouble } = known;
  const view = useRef<HTMLDivElement>(null);
  const fabric = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLDivElement>(null);
  useClothPainter({ view, fabric, tiles }, rows);
  const hasRows = rows.length > 0;
  return (
    <div className="cloth cloth-band" aria-busy={isLoading} data-testid="cloth-band">
      <div className="cloth-band-frame">
        <div className="cloth-view" aria-hidden="true" ref={view}>
          <div className="cloth-fabric" ref={fabric}>
            <div className="cloth-tiles" ref={tiles} />
          </div>
        </div>
        {!hasRows && (
          <p className="note cloth-message">
            <span>{emptyText(known)}</span>
          </p>
        )}
      </div>
      <div className="cloth-band-foot">
        {hasRows && (
          <ClothTable
            rows={rows}
            onOpen={undefined}
            title={say("cloth.band.table", { count: rows.length })}
          />
        )}
        {hasRows && trouble !== "" && <p className="note">{say("cloth.trouble", { reason: trouble })}</p>}
      </div>
    </div>
  );
}

/** Why there is bare warp. */
function emptyText({ isLoading, trouble }: ClothRows): string {
  if (trouble !== "") return say("cloth.band.trouble", { reason: trouble });
  return say(isLoading ? "cloth.loading" : "cloth.band.none");
}
