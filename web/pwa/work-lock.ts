/** How tabs of one browser know of each other that one of them trains: each holds a shared lock while it does. */

const LOCK_NAME = "tabloom.at-work";

export interface WorkLock {
  /** From here on this tab is at work, or is no longer. Fulfilled when the browser knows it. */
  readonly set: (isAtWork: boolean) => Promise<void>;
  /** Runs `act` only if no tab is at work; then none begins before it has returned. */
  readonly ifNobodyWorks: (act: () => void) => Promise<void>;
}

export function createWorkLock(locks: Pick<LockManager, "request">): WorkLock {
  let release: (() => void) | null = null;
  /** Fulfilled when the browser has taken back what was held. */
  let released: Promise<unknown> = Promise.resolve();
  const hold = () =>
    new Promise<void>((isHeld) => {
      const held = new Promise<void>((end) => {
        release = end;
      });
      released = locks.request(LOCK_NAME, { mode: "shared" }, () => {
        isHeld();
        return held;
      });
    });
  return {
    async set(isAtWork) {
      if (isAtWork === (release !== null)) return;
      if (isAtWork) return hold();
      release?.();
      release = null;
      await released;
    },
    async ifNobodyWorks(act) {
      await locks.request(LOCK_NAME, { ifAvailable: true }, (lock) => {
        if (lock !== null) act();
      });
    },
  };
}
