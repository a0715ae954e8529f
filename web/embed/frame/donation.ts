/** What the frame knows of a donation: the code that runs one is loaded after the click (web/embed/donation/). */
import type { RestReason } from "../../pause/decide.ts";
import type { HostState } from "../host-message.ts";

/** Why a donation rests by itself. In a frame nobody can pause or snooze it, or set hours. */
export type PauseReason =
  | Exclude<RestReason, "paused" | "snoozed" | "hours">
  /** Another frame or tab of this browser trains. */
  | "elsewhere"
  /** Something lies over the frame, or it was scrolled away. */
  | "covered";

export interface DonationView {
  readonly state: Extract<HostState, "starting" | "training" | "paused" | "stopped" | "failed">;
  /** While paused. */
  readonly reason: PauseReason | null;
  /** This tab's own, since the frame was opened. */
  readonly steps: number;
  /** In and out, since the frame was opened. */
  readonly bytes: number;
  /** Of the time that it computes. */
  readonly percent: number;
}

export interface Donation {
  readonly view: () => DonationView;
  readonly stop: () => void;
  readonly setCovered: (isCovered: boolean) => void;
  /** The newest rows of the cloth, drawn into the canvas; nothing while there are none. */
  readonly weave: (canvas: HTMLCanvasElement) => void;
  /** Ends the worker too, once nothing runs any more: the host's page gets all of its memory back. */
  readonly close: () => void;
  /**
   * Makes what was given here part of the visitor's own receipts, in a window of Tabloom. For after the end, and while a click is handled: else no browser
   * opens a window.
   */
  readonly claim: (onState: (state: ClaimState) => void) => void;
}

export type ClaimState =
  /** The window is open, or being opened. */
  | "open"
  /** The browser or the host lets no window open. */
  | "blocked"
  | "declined"
  | "done"
  /** The device is somebody's already. */
  | "claimed"
  | "failed";

export interface DonationTerms {
  /** Null for the main project. */
  readonly project: string | null;
  /** Origin of the page that holds the frame. */
  readonly site: string;
  readonly dataCapMb: number;
  readonly isRelayOnly: boolean;
}
