/** What the signs of the picture mean, with how many there are of each. */
import { memo } from "react";
import { say } from "../messages/say.ts";
import { StandingSwatch } from "./standing-mark.tsx";
import { countStandings, type Standing, type DrawnPeer } from "./swarm-peers.ts";

const OTHERS = ["working", "late", "linked", "left"] as const satisfies readonly Standing[];

export const PeerLegend = memo(function PeerLegend({ peers }: { readonly peers: readonly DrawnPeer[] }) {
  const counts = countStandings(peers);
  return (
    <figcaption>
      <ul className="legend peer-legend">
        <li>
          <StandingSwatch standing="own" />
          {say("swarm-screen.standing.own")}
        </li>
        {OTHERS.map((standing) => (
          <li key={standing} data-testid={`count-${standing}`}>
            <StandingSwatch standing={standing} />
            {say(`swarm-screen.count.${standing}`, { count: counts[standing] })}
          </li>
        ))}
      </ul>
    </figcaption>
  );
});
