/** One round: when, how good the model was, who gave how much of it and what audits say of that, and who was too late. */
import { memo } from "react";
import { roundText } from "../cloth/text.ts";
import { RelativeTime } from "../components/relative-time.tsx";
import { listsAs, numbersAs } from "../messages/intl.ts";
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { formatLoss } from "../text/format.ts";
import { RoundBar } from "./round-bar.tsx";
import type { RoundFacts } from "./round-facts.ts";
import { RoundPeople } from "./round-people.tsx";

/** Losses of single rounds wobble more than that. */
const ROUGH = { maximumSignificantDigits: 2 };
const ALL_OF = { type: "conjunction" } as const;

export const RoundItem = memo(function RoundItem({ facts }: { readonly facts: RoundFacts }) {
  const { row, threads, isOwn, late } = facts;
  return (
    <li className="round" data-testid="round" data-round={row.round}>
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
  const direction = change === null ? "none" : change < 0 ? "down" : change > 0 ? "up" : "same";
  return (
    <span className="round-loss">
      {say("swarm-screen.round.loss", {
        loss: formatLoss(row.loss),
        direction,
        by: numbersAs(ROUGH).format(Math.abs(change ?? 0)),
      })}
    </span>
  );
}
