/**
 * When the server is asked again who is there. Whoever has no link asks soon. Whoever has some asks now and then while its cell lacks
 * peers: two groups that never had a link with each other hear of each other from nobody else.
 */
import type { Random } from "../core/random.ts";
import type { Clock } from "../ports/clock.ts";
import { CELL_PEERS } from "../protocol/limits.ts";

/** Without an open link. */
const LONELY_INTERVAL_MS = 10_000;
/** With some: about this long, so that a cell does not ask with one voice. */
const INCOMPLETE_INTERVAL_MS = 60_000;

export interface PeerSearchPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Links that are open now. */
  readonly openCount: () => number;
  readonly askPeers: () => void;
}

/** @returns what ends it */
export function startPeerSearch({ clock, random, openCount, askPeers }: PeerSearchPorts): () => void {
  let postponed = 0;
  const nextAtMs = (): number => clock.nowMs() + INCOMPLETE_INTERVAL_MS * (0.5 + random.uniform(postponed++));
  let askAtMs = nextAtMs();
  const look = (): void => {
    const count = openCount();
    if (count === 0 || (count < CELL_PEERS - 1 && clock.nowMs() >= askAtMs)) {
      askAtMs = nextAtMs();
      askPeers();
    }
    cancel = clock.setTimer(LONELY_INTERVAL_MS, look);
  };
  let cancel = clock.setTimer(LONELY_INTERVAL_MS, look);
  return () => cancel();
}
