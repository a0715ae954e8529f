/** Where the list begins when the address names a round, or why that round is not in it; and the way back to the newest. */
import { useEffect, useRef } from "react";
import type { ClothRows } from "../cloth/use-cloth-rows.ts";
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { formatCount } from "../text/format.ts";

interface ChosenRoundNoteProps extends Pick<ClothRows, "rows" | "isWhole"> {
  readonly round: number;
}

export function ChosenRoundNote(props: ChosenRoundNoteProps) {
  const note = useRef<HTMLParagraphElement>(null);
  const place = placeOf(props);
  // Whoever followed a link there finds out why it is not there; otherwise the round itself gets the focus.
  useEffect(() => {
    if (place === "none" || place === "unknown") note.current?.focus();
  }, [place]);
  return (
    <p className="note chosen-round" role="status" data-testid="chosen-round" ref={note} tabIndex={-1}>
      {textOf(props, place)}{" "}
      {sayWith("swarm-screen.chosen.newest", { link: <a href={hrefOfScreen("swarm")} /> })}
    </p>
  );
}

type Place = "looking" | "none" | "from" | "unknown";

function placeOf({ round, rows, isWhole }: ChosenRoundNoteProps): Place {
  const [first, last] = [rows[0]?.round, rows.at(-1)?.round];
  if (first === undefined || last === undefined) return isWhole ? "none" : "looking";
  if (round < first && !isWhole) return "looking";
  return round >= first && round <= last ? "from" : "unknown";
}

const textOf = ({ round, rows }: ChosenRoundNoteProps, place: Place): string =>
  say(`swarm-screen.chosen.${place}`, {
    round: formatCount(round),
    first: formatCount(rows[0]?.round ?? 0),
    last: formatCount(rows.at(-1)?.round ?? 0),
  });
