/** Keeps the screen on while that is wanted and somebody looks. The browser lets it go when the tab is hidden. */

export interface ScreenLock {
  readonly want: (isWanted: boolean) => void;
}

/** @param wakeLock undefined where the browser has none */
export function createScreenLock(wakeLock: WakeLock | undefined, page: Document): ScreenLock {
  let isWanted = false;
  let held: Promise<WakeLockSentinel | null> | null = null;

  const hold = async (): Promise<WakeLockSentinel | null> => {
    try {
      const sentinel = (await wakeLock?.request("screen")) ?? null;
      sentinel?.addEventListener("release", () => {
        held = null;
      });
      return sentinel;
    } catch {
      held = null; // refused: a low battery, or hidden meanwhile
      return null;
    }
  };
  const update = () => {
    if (isWanted && !page.hidden) held ??= hold();
    else if (held !== null) {
      void held.then((sentinel) => sentinel?.release());
      held = null;
    }
  };
  page.addEventListener("visibilitychange", update);
  return {
    want(next) {
      if (next === isWanted) return;
      isWanted = next;
      update();
    },
  };
}
