/** What the screen of the swarm says of peers and rounds. */
import { numbersAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";
import type { EnergyRange } from "./energy.ts";
import { countStandings, nameOrKey, type Standing, type DrawnPeer } from "./swarm-peers.ts";

export const standingName = (standing: Standing): string => say(`swarm-screen.standing.${standing}`);

export const dotText = (peer: DrawnPeer): string =>
  say("swarm-screen.peers.dot", { name: nameOrKey(peer), standing: standingName(peer.standing) });

/** Of the picture, for those who cannot see it. */
export function graphText(peers: readonly DrawnPeer[]): string {
  const { working, late, linked, left } = countStandings(peers);
  return say("swarm-screen.peers.picture", {
    count: working + late + linked,
    working: formatCount(working),
    late: formatCount(late),
    linked: formatCount(linked),
    left: formatCount(left),
  });
}

/** The ends of a range, for a message: "3", "0.4", "12". */
export const rangeValues = ({ low, high }: EnergyRange) => ({
  low: formatRough(low),
  high: formatRough(high),
});

const formatRough = (value: number): string => numbersAs(value < 10 ? TENTHS : WHOLE).format(value);

const TENTHS = { maximumFractionDigits: 1 };
const WHOLE = { maximumFractionDigits: 0 };
