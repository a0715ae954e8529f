/** One round: when, how good the model was, who gave how much of it and what audits say of that, and who was too late. */
import { memo, useEffect, useRef } from "react";
import { roundText } from "../cloth/text.ts";
import { RelativeTime } from "../components/relative-time.tsx";
import { listsAs } from "../messages/intl.ts";
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { formatFixed, formatLoss, lossDigits } from "../text/format.ts";
import { RoundBar } from "./round-bar.tsx";
import type { RoundFacts } from "./round-facts.ts";
import { RoundPeople } from "./round-people.tsx";

const ALL_OF = { type: "conjunction" } as const;

interface RoundItemProps {
  readonly facts: RoundFacts;
  /** The address names it: it is marked, and gets the focus. */
  readonly isChosen: boolean;
}

export const RoundItem = memo(function RoundItem({ facts, isChosen }: RoundItemProps) {
  const { row, threads, isOwn, late } = facts;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.focus();
  }, [isChosen]);
  return (
    <li
      className="round"
      data-testid="round"
      data-round={row.round}
      ref={item}
      tabIndex={isChosen ? -1 : undefined}
      aria-current={isChosen ? "true" : undefined}
    >
      <p className="round-head">
        <strong>{roundText(row)}</strong>
        <RelativeTime atMs={row.at * 1000} />
        <LossAfter facts={facts} />
        {isOwn && (
          <a className="round-receipts" href={hrefOfScreen("receipts")}>
            {say("swarm-screen.round.receipts")}
          </a>
        )}
      </p>
      <RoundBar threads={row.threads} />
      <RoundPeople threads={threads} />
      {late.length > 0 && (
        <p className="note" data-testid="round-late">
          {sayWith(
            "swarm-screen.round.late",
            { people: <Names names={late} /> },
            { names: listsAs(ALL_OF).format(late) },
          )}
        </p>
      )}
    </li>
  );
});

/** As a list in a sentence; names have no language and no direction but their own. */
const Names = ({ names }: { readonly names: readonly string[] }) =>
  listsAs(ALL_OF)
    .formatToParts(names)
    .map(({ type, value }) => (type === "element" ? <bdi key={value}>{value}</bdi> : value));

function LossAfter({ facts: { row, change } }: { readonly facts: RoundFacts }) {
  if (row.loss === null) return <span className="round-loss">{say("cloth.loss-unknown")}</span>;
  const digits = lossDigits(row.loss);
  const isSame = change !== null && Math.abs(change) < 0.5 * 10 ** -digits;
  const direction = change === null ? "none" : isSame ? "same" : change < 0 ? "down" : "up";
  return (
    <span className="round-loss">
      {say("swarm-screen.round.loss", {
        loss: formatLoss(row.loss),
        direction,
        by: formatFixed(Math.abs(change ?? 0), digits),
      })}
    </span>
  );
}
