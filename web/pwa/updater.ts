/**
 * Brings a new version into the open tabs, and breaks nothing: it takes over when no tab of this browser trains. Whoever asks
 * for it sooner lets all tabs finish their rounds; each loads itself again and goes on.
 */
import { createStore, type Store } from "../ledger/store.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { isActive } from "../run/run-state.ts";
import type { VersionWatch } from "./version-watch.ts";
import type { WorkLock } from "./work-lock.ts";

export type UpdateState =
  | { readonly kind: "none" }
  /** A new version is here. @param isAtWork this tab trains, and would finish its round first */
  | { readonly kind: "ready"; readonly isAtWork: boolean }
  /** Somebody asked for it, and a round is being finished, here or in another tab. */
  | { readonly kind: "finishing" };

export interface UpdatePorts {
  readonly versions: VersionWatch;
  readonly work: WorkLock;
  /** Other tabs: they hear that somebody asked. */
  readonly tabs: { readonly tell: () => void; readonly listen: (listener: () => void) => void };
  /** Loads this tab again. @param goesOn it trained, and shall go on */
  readonly reload: (goesOn: boolean) => void;
}

export interface Updater extends Pick<Store<UpdateState>, "view" | "subscribe"> {
  /** The visitor wants the new version now. */
  readonly ask: () => void;
}

export function createUpdater(keeper: PauseKeeper, ports: UpdatePorts): Updater {
  const session = new UpdateSession(keeper, ports);
  return { view: session.store.view, subscribe: session.store.subscribe, ask: () => session.ask() };
}

const NONE: UpdateState = { kind: "none" };

class UpdateSession {
  readonly #keeper: PauseKeeper;
  readonly #ports: UpdatePorts;
  readonly store = createStore<UpdateState>(NONE);
  #isAsked = false;
  #goesOn = false;
  #wasAtWork = false;

  constructor(keeper: PauseKeeper, ports: UpdatePorts) {
    this.#keeper = keeper;
    this.#ports = ports;
    keeper.subscribe(() => this.#follow());
    ports.versions.onChange(() => this.#settle());
    ports.tabs.listen(() => this.#prepare());
    this.#follow();
    this.#settle();
  }

  ask(): void {
    this.#ports.tabs.tell();
    this.#prepare();
  }

  /** This tab finishes what it does. What rests is only remembered: after the reload it asks whether to go on. */
  #prepare(): void {
    if (this.#isAsked || !this.#hasNews()) return;
    this.#isAsked = true;
    this.#goesOn = this.#isAtWork();
    if (this.#goesOn) this.#keeper.finishRound();
    this.#settle();
  }

  /** The run has changed: many times a minute. */
  #follow(): void {
    const isAtWork = this.#isAtWork();
    if (isAtWork === this.#wasAtWork) return;
    this.#wasAtWork = isAtWork;
    void this.#ports.work.set(isAtWork).then(() => this.#settle());
  }

  #settle(): void {
    const { versions, work, reload } = this.#ports;
    const isAtWork = this.#isAtWork();
    if (this.#isAsked && versions.isReplaced() && !isAtWork) return reload(this.#goesOn);
    if (versions.isWaiting() && !isAtWork) void work.ifNobodyWorks(versions.takeOver);
    this.#show(isAtWork);
    return undefined;
  }

  #show(isAtWork: boolean): void {
    const before = this.store.view();
    const kind = !this.#hasNews() ? "none" : this.#isAsked ? "finishing" : "ready";
    if (before.kind === kind && (before.kind !== "ready" || before.isAtWork === isAtWork)) return;
    this.store.show(kind === "ready" ? { kind, isAtWork } : { kind });
  }

  #hasNews(): boolean {
    const { versions } = this.#ports;
    return versions.isWaiting() || versions.isReplaced();
  }

  /** From the wish to train until the run has ended, rests aside: a tab that rests has left the swarm. */
  #isAtWork(): boolean {
    const { isWished, rest } = this.#keeper.pauseView();
    const { state } = this.#keeper.view();
    return (isWished && rest === null) || (isActive(this.#keeper.view()) && state !== "resting");
  }
}
