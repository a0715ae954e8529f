/** What a transport keeps of one link, from the first offer to the end. */
import type { SignalRoute } from "./offer-precedence.ts";
import type { PeerSignal } from "./peer-signal.ts";
import type { RtcConnection } from "./rtc-stack.ts";

/** A connection that takes no more has mostly ended, and is about to say why: it is asked no more, and given this long to say so. */
export const TORN_MS = 500;

/** How a link begins. */
export interface LinkStart {
  readonly address: string;
  readonly connectionId: string;
  readonly state: "dialling" | "accepting" | "open";
  /** Whether we dialled, be it while the other end did, and so owe an answer. */
  readonly isAsked: boolean;
  readonly route: SignalRoute;
}

export interface Link extends LinkStart {
  state: "dialling" | "accepting" | "open";
  /** By which the other end's description came; until then, and for candidates, by which ours go. */
  route: SignalRoute;
  isAsked: boolean;
  readonly connection: RtcConnection;
  /** When it was dialled, or its offer taken. */
  readonly sinceMs: number;
  /** What we sent the other end before the link was open, to say it again by another way. */
  readonly sent: PeerSignal[];
  /** Signaling messages of the other end. */
  received: number;
  /** Whether the other end has answered our offer: never where it made the offer. */
  isAnswered: boolean;
  /** Whether `send` said stop. */
  isFull: boolean;
  /** Whether a frame could not be sent: nothing may follow it, and the link must go. */
  isTorn: boolean;
  readonly cancelTimeout: () => void;
}

/** What a link begins with. */
export function blankHistory(sinceMs: number) {
  const sent: PeerSignal[] = [];
  return { sinceMs, sent, received: 0, isAnswered: false, isFull: false, isTorn: false };
}
