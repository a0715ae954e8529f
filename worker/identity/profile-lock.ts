/**
 * One writer for each browser profile: the tab that holds this lock signs, the others wait. The browser takes it at once from
 * a tab that crashed.
 */
import { must } from "../../shared/core/assert.ts";

const LOCK_NAME = "tabloom-profile";

/** Gives the profile back, and resolves when it is free. More than once does no harm. */
export type Release = () => Promise<void>;

const NOTHING_TO_RELEASE: Release = () => Promise.resolve();

/**
 * Resolves when the profile is this tab's.
 * @param onWaiting called once, when another tab has it now
 * @throws the reason of `signal`, while waiting
 */
export async function holdProfile(signal: AbortSignal, onWaiting: () => void): Promise<Release> {
  signal.throwIfAborted();
  // The types promise it, but a page without HTTPS has no locks, and so no guard against a second tab.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return NOTHING_TO_RELEASE;
  const atOnce = await request(locks, { ifAvailable: true });
  if (atOnce === null) {
    signal.throwIfAborted();
    onWaiting();
  }
  return atOnce ?? must(await request(locks, { signal }), "a lock that was waited for");
}

/** Null when the lock should be available and is not. */
async function request(locks: LockManager, options: LockOptions): Promise<Release | null> {
  try {
    return await new Promise((resolve, reject) => {
      const holding: Promise<void> = locks.request(LOCK_NAME, options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => {
          resolve(() => {
            release();
            return holding;
          });
        });
      });
      holding.catch(reject);
    });
  } catch (error) {
    // A page that may store nothing has no locks either, and needs none: its keys are this tab's alone.
    if (error instanceof DOMException && error.name === "SecurityError") return NOTHING_TO_RELEASE;
    throw error;
  }
}
