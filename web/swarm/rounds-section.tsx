/** Rounds as they happen, the newest first; older ones when they are asked for. */
import { memo, useId, useMemo, useState } from "react";
import type { LateRound } from "../../worker/swarm/swarm-view.ts";
import type { ClothRows } from "../cloth/use-cloth-rows.ts";
import { say } from "../messages/say.ts";
import { newestRounds } from "./round-facts.ts";
import { RoundItem } from "./round-item.tsx";
import type { DeviceNames } from "./use-device-names.ts";

const PAGE_ROUNDS = 20;

interface RoundsSectionProps extends ClothRows {
  readonly lateIn: readonly LateRound[];
  readonly names: DeviceNames;
}

export const RoundsSection = memo(function RoundsSection(props: RoundsSectionProps) {
  const { rows, isLoading, trouble, lateIn, names } = props;
  const headingId = useId();
  const [count, setCount] = useState(PAGE_ROUNDS);
  const shown = useMemo(() => newestRounds(rows, count, lateIn, names), [rows, count, lateIn, names]);
  return (
    <section className="swarm-part rounds" aria-labelledby={headingId} aria-busy={isLoading}>
      <div className="section-head">
        <h3 id={headingId}>{say("swarm-screen.rounds")}</h3>
        <p className="note">{rows.length > 0 && say("swarm-screen.rounds.count", { count: rows.length })}</p>
      </div>
      {trouble !== "" && (
        <p className="note" role="status" data-testid="rounds-trouble">
          {say("swarm-screen.rounds.trouble", { reason: trouble })}
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
            <RoundItem key={facts.row.commit} facts={facts} />
          ))}
        </ol>
      )}
      {rows.length > count && (
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
