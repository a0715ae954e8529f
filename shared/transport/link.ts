/** What a transport keeps of one link, from the first offer to the end. */
import type { PeerSignal } from "./peer-signal.ts";
import type { RtcConnection } from "./rtc-stack.ts";
import type { SignalRoute } from "./waiting-offers.ts";

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
  route: SignalRoute;
  isAsked: boolean;
  readonly connection: RtcConnection;
  /** What we sent the other end before the link was open, to say it again by another way. */
  readonly sent: PeerSignal[];
  /** Signaling messages of the other end. */
  received: number;
  isAnswered: boolean;
  /** Whether `send` said stop. */
  isFull: boolean;
  readonly cancelTimeout: () => void;
}
