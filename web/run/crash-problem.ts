/** The end of a training worker that nobody asked for, and what a visitor reads of it. */
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";

/** It never answered, or it died. */
export type CrashCause = "loading" | "running";

export interface Crash {
  readonly crash: CrashCause;
  /** The last step of the run that is on this computer's disk; null where there is none. */
  readonly savedStep: number | null;
  /** What the browser said; may be empty. */
  readonly detail: string;
}

/** In the language that is shown. */
export const sayCrash = ({ crash, savedStep, detail }: Crash) => ({
  title: say(`crash.${crash}.title`),
  advice: crash === "loading" ? say("crash.loading.advice") : sayKept(savedStep),
  detail,
});

const sayKept = (step: number | null): string =>
  step === null ? say("crash.unsaved") : say("crash.saved", { step: formatCount(step) });
