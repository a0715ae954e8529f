/** The cloth of the project that this tab trains. */
import { useId } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import "../messages/english-of-screens.ts";
import { say } from "../messages/say.ts";
import { goToRound } from "../swarm/round-address.ts";
import { Cloth } from "./cloth.tsx";
import { useClothIcon } from "./use-cloth-icon.ts";
import { useClothRows } from "./use-cloth-rows.ts";

export interface RunClothProps {
  readonly ledger: LedgerController;
  readonly project: Hash;
  /** Rows are being woven by this tab. */
  readonly isLive: boolean;
}

export function RunCloth({ ledger, project, isLive }: RunClothProps) {
  const headingId = useId();
  const { rows, isLoading, trouble } = useClothRows(ledger, project);
  useClothIcon(rows, isLive);
  return (
    <section className="run-cloth" aria-labelledby={headingId}>
      <div className="section-head">
        <h2 id={headingId}>{say("cloth.title")}</h2>
        <p className="note">
          {trouble === "" ? say("cloth.note") : say("cloth.trouble", { reason: trouble })}
        </p>
      </div>
      <Cloth rows={rows} isLoading={isLoading} onOpen={goToRound} />
    </section>
  );
}
