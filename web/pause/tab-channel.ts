/**
 * One trainer for each browser: how a tab asks the others to leave the training to it. Only pages of this site hear the
 * channel; the lock on the profile, not this, keeps two from writing at once, so a lie on it can cost no more than a stop.
 */
import * as v from "valibot";

const CHANNEL_NAME = "tabloom.trainer";

const moveSchema = v.object({ kind: v.literal("move") });

export interface TabChannel {
  /** Asks all other tabs to end their donations. */
  readonly askForTurn: () => void;
  /** Hears another tab ask. @returns ends it */
  readonly onAsked: (listener: () => void) => () => void;
}

/** @param openChannel undefined where the browser has none: then nobody is asked, and the other tab must be closed */
export function createTabChannel(openChannel: ((name: string) => BroadcastChannel) | undefined): TabChannel {
  const channel = openChannel?.(CHANNEL_NAME);
  return {
    askForTurn: () => channel?.postMessage({ kind: "move" } satisfies v.InferOutput<typeof moveSchema>),
    onAsked(listener) {
      const hear = ({ data }: MessageEvent<unknown>) => {
        if (v.is(moveSchema, data)) listener();
      };
      channel?.addEventListener("message", hear);
      return () => channel?.removeEventListener("message", hear);
    },
  };
}
