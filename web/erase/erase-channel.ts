/** How one tab tells the others that everything is to be deleted: each leaves the mark for itself, and begins again. */
import * as v from "valibot";

const CHANNEL_NAME = "tabloom.erase";
/** A tab that the browser had frozen hears of it late, and must not delete what came since. */
const FRESH_MS = 10_000;

const eraseSchema = v.object({ kind: v.literal("erase"), atMs: v.number() });

export interface EraseChannel {
  readonly tell: () => void;
  /** @param listener told whether it was said just now */
  readonly listen: (listener: (isFresh: boolean) => void) => void;
}

/** @param openChannel undefined where the browser has none: then other tabs hold their databases until they are closed */
export function createEraseChannel(
  openChannel: ((name: string) => BroadcastChannel) | undefined,
  nowMs: () => number,
): EraseChannel {
  const channel = openChannel?.(CHANNEL_NAME);
  return {
    tell: () =>
      channel?.postMessage({ kind: "erase", atMs: nowMs() } satisfies v.InferOutput<typeof eraseSchema>),
    listen: (listener) =>
      channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (v.is(eraseSchema, data)) listener(Math.abs(nowMs() - data.atMs) < FRESH_MS);
      }),
  };
}

/** The browser's own. */
export const browserEraseChannel = (): EraseChannel => {
  const { BroadcastChannel: Channel } = globalThis as { readonly BroadcastChannel?: typeof BroadcastChannel };
  return createEraseChannel(Channel && ((name) => new Channel(name)), () => Date.now());
};
