/** Where a round is: `#/swarm?round=12`. */
import { hrefOfScreen } from "../screens/screen-address.ts";

/** Beyond it counting is not exact. */
const ROUND = /\?round=(\d{1,15})$/;

/** @param address a fragment, or what wouter makes of it @returns null where it names no round */
export function roundIn(address: string): number | null {
  const digits = ROUND.exec(address)?.[1];
  return digits === undefined ? null : Number(digits);
}

export const hrefOfRound = (round: number): string => `${hrefOfScreen("swarm")}?round=${round}`;

/** As a link there does. */
export function goToRound({ round }: { readonly round: number }): void {
  location.hash = hrefOfRound(round);
}
