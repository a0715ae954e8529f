/** What is known of the computer and of the visitor's wishes at one moment: all that decides whether a tab that donates computes now. */

/** Only Chromium tells. */
export type Battery = { readonly kind: "unknown" } | { readonly kind: "known"; readonly isCharging: boolean };

/** Words of the Compute Pressure API. */
export type PressureState = "nominal" | "fair" | "serious" | "critical";

export interface Pressure {
  /** "unknown" where the browser does not tell. */
  readonly state: PressureState | "unknown";
  /** When it became so, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** When it was critical for the last time, in milliseconds since 1970; null for never, and while it is so now. */
  readonly criticalEndMs: number | null;
}

export interface Conditions {
  readonly battery: Battery;
  /** Nobody can see the tab. */
  readonly isHidden: boolean;
  /** A phone or tablet, which freezes hidden tabs. */
  readonly isMobile: boolean;
  /** The visitor's browser asks pages to save data: Data Saver, or `prefers-reduced-data`. */
  readonly isDataSaved: boolean;
  /** A network that mostly costs by the megabyte. */
  readonly isCellular: boolean;
  readonly pressure: Pressure;
  /** Median time of a step now over that of the run's first minute; null before it is known. */
  readonly stepDrift: number | null;
  /** Local time as minutes since Monday, 0:00. */
  readonly minuteOfWeek: number;
  /** Of training, in and out, within the last hour. */
  readonly bytesThisHour: number;
  readonly isPaused: boolean;
  /** Milliseconds since 1970; null while not snoozed. */
  readonly snoozedUntilMs: number | null;
}

/** What holds before anything was heard. */
export const NOTHING_KNOWN: Conditions = {
  battery: { kind: "unknown" },
  isHidden: false,
  isMobile: false,
  isDataSaved: false,
  isCellular: false,
  pressure: { state: "unknown", sinceMs: 0, criticalEndMs: null },
  stepDrift: null,
  minuteOfWeek: 0,
  bytesThisHour: 0,
  isPaused: false,
  snoozedUntilMs: null,
};
