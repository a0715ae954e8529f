/** How a new version comes into the open tabs: never into one that trains. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createUpdater } from "../../../web/pwa/updater.ts";
import { createWorkLock } from "../../../web/pwa/work-lock.ts";
import { HALF, MAIN, setUp, settle, stopped, TRAINING } from "./pause/keeper-fixture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Request = LockManager["request"];

/** Of the browser's locks what is used of them: shared ones, and an exclusive one if nobody has any. */
class Locks {
  #holderCount = 0;

  readonly request = (async (_name: string, options: LockOptions, act: LockGrantedCallback<unknown>) => {
    if (options.ifAvailable && this.#holderCount > 0) return act(null);
    this.#holderCount++;
    const result = await act({ name: "", mode: options.mode ?? "exclusive" });
    this.#holderCount--;
    return result;
  }) as Request;
}

/** A browser with a service worker, and tabs in it. */
class FakeBrowser {
  readonly locks = new Locks();
  readonly #changed = new Set<() => void>();
  readonly #asked = new Set<() => void>();
  isWaiting = false;
  isReplaced = false;

  /** A new version has been fetched. */
  bring(): void {
    this.isWaiting = true;
    for (const tell of this.#changed) tell();
  }

  openTab() {
    const all = setUp();
    const reloads: boolean[] = [];
    let hear = () => undefined as void;
    const updater = createUpdater(all.keeper, {
      versions: {
        isWaiting: () => this.isWaiting,
        isReplaced: () => this.isReplaced,
        takeOver: () => {
          [this.isWaiting, this.isReplaced] = [false, true];
          for (const tell of this.#changed) tell();
        },
        onChange: (listener) => void this.#changed.add(listener),
      },
      work: createWorkLock({ request: this.locks.request }),
      tabs: {
        tell: () => this.#asked.forEach((each) => each !== hear && each()),
        listen: (listener) => {
          hear = listener;
          this.#asked.add(listener);
        },
      },
      reload: (goesOn) => reloads.push(goesOn),
    });
    const start = async () => {
      all.keeper.start(MAIN, HALF);
      await settle();
      all.trainer.emit(TRAINING);
      await settle();
    };
    return { ...all, updater, reloads, start, end: () => stopped(all) };
  }
}

describe("a new version", () => {
  it("takes over at once where nothing trains, and waits for the visitor to load it", async () => {
    const browser = new FakeBrowser();
    const tab = browser.openTab();
    expect(tab.updater.view().kind).toBe("none");
    browser.bring();
    await settle();
    expect(browser.isReplaced).toBe(true);
    expect(tab.updater.view()).toEqual({ kind: "ready", isAtWork: false });
    expect(tab.reloads).toEqual([]);
    tab.updater.ask();
    expect(tab.reloads).toEqual([false]);
  });

  it("waits while any tab of the browser trains, and takes over when the last one stops", async () => {
    const browser = new FakeBrowser();
    const [reader, trainer] = [browser.openTab(), browser.openTab()];
    await trainer.start();
    browser.bring();
    await settle();
    expect(browser.isReplaced).toBe(false);
    expect(reader.updater.view()).toEqual({ kind: "ready", isAtWork: false });
    expect(trainer.updater.view()).toEqual({ kind: "ready", isAtWork: true });
    trainer.keeper.stop();
    await trainer.end();
    expect(browser.isReplaced).toBe(true);
    expect([...reader.reloads, ...trainer.reloads]).toEqual([]); // nobody has asked
  });

  it("that somebody asks for lets each tab finish, and go on after it", async () => {
    const browser = new FakeBrowser();
    const [reader, trainer] = [browser.openTab(), browser.openTab()];
    await trainer.start();
    browser.bring();
    reader.updater.ask();
    await settle();
    expect(reader.updater.view().kind).toBe("finishing");
    expect(trainer.updater.view().kind).toBe("finishing");
    await trainer.end();
    expect(reader.reloads).toEqual([false]);
    expect(trainer.reloads).toEqual([true]);
  });

  it("leaves a tab that rests to ask for itself after the reload", async () => {
    const browser = new FakeBrowser();
    const tab = browser.openTab();
    await tab.start();
    tab.keeper.pause();
    await tab.end();
    browser.bring();
    await settle();
    tab.updater.ask();
    await settle();
    expect(tab.reloads).toEqual([false]);
    expect(tab.pause.donation?.isPaused).toBe(true);
  });

  it("is nothing that other tabs can ask for before it is there", async () => {
    const browser = new FakeBrowser();
    const [first, second] = [browser.openTab(), browser.openTab()];
    await second.start();
    first.updater.ask();
    await settle();
    expect(second.keeper.pauseView().isFinishing).toBe(false);
    expect(second.updater.view().kind).toBe("none");
  });
});
