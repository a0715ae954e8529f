/** Rounds as they happen, the newest first, or from the one on that was asked for; older ones when they are asked for. */
import { memo, useId, useMemo, useState } from "react";
import type { LateRound } from "../../worker/swarm/swarm-view.ts";
import type { ClothRow } from "../cloth/cloth-row.ts";
import type { ClothRows } from "../cloth/use-cloth-rows.ts";
import { say } from "../messages/say.ts";
import { ChosenRoundNote } from "./chosen-round-note.tsx";
import { newestRounds } from "./round-facts.ts";
import { RoundItem } from "./round-item.tsx";
import type { DeviceNames } from "./use-device-names.ts";

const PAGE_ROUNDS = 20;

interface RoundsSectionProps extends ClothRows {
  readonly lateIn: readonly LateRound[];
  readonly names: DeviceNames;
  /** What is said above of the ledger; empty where nothing is. */
  readonly told: string;
  /** The round that the address names; null for the newest ones. */
  readonly chosen: number | null;
}

export const RoundsSection = memo(function RoundsSection(props: RoundsSectionProps) {
  const { rows, isLoading, trouble, lateIn, names, told, chosen } = props;
  const headingId = useId();
  const [count, setCount] = useState(PAGE_ROUNDS);
  const until = useMemo(() => rowsUntil(rows, chosen), [rows, chosen]);
  const shown = useMemo(() => newestRounds(until, count, lateIn, names), [until, count, lateIn, names]);
  return (
    <section className="swarm-part rounds" aria-labelledby={headingId} aria-busy={isLoading}>
      <div className="section-head">
        <h3 id={headingId}>{say("swarm-screen.rounds")}</h3>
        <p className="note">{rows.length > 0 && say("swarm-screen.rounds.count", { count: rows.length })}</p>
      </div>
      {chosen !== null && <ChosenRoundNote {...props} round={chosen} />}
      {trouble !== "" && (
        <p className="note" role="status" data-testid="rounds-trouble">
          {say("swarm-screen.rounds.trouble", {
            known: rows.length > 0 ? "yes" : "no",
            reason: trouble === told ? "" : trouble,
          })}
        </p>
      )}
      {shown.length === 0 && trouble === "" && (
        <p className="note" data-testid="no-rounds">
          {say(isLoading ? "swarm-screen.rounds.loading" : "swarm-screen.rounds.none")}
        </p>
      )}
      {shown.length > 0 && (
        <ol className="round-list" data-testid="rounds">
          {shown.map((facts) => (
            <RoundItem key={facts.row.commit} facts={facts} isChosen={facts.row.round === chosen} />
          ))}
        </ol>
      )}
      {until.length > count && (
        <button
          type="button"
          className="button"
          data-testid="older-rounds"
          onClick={() => setCount(count + PAGE_ROUNDS)}
        >
          {say("swarm-screen.rounds.older")}
        </button>
      )}
    </section>
  );
});

/** Up to the chosen one; all of them where it is not among them. @param rows ascending, without gaps */
function rowsUntil(rows: readonly ClothRow[], chosen: number | null): readonly ClothRow[] {
  const count = chosen === null ? 0 : chosen - (rows[0]?.round ?? 0) + 1;
  return count > 0 && count < rows.length ? rows.slice(0, count) : rows;
}
