/**
 * Runs the training worker on behalf of the page: opens it on the first click, feeds its events to the reducer, and tells
 * React about the result. Events are reduced as they arrive but shown at most every 100 ms, because a small model makes
 * hundreds of steps a second and nobody can read that.
 */
import type { ComputeOptions, DataSource, Intensity, SavedRun } from "../../worker/api.ts";
import { initialView, isActive, reduceRun } from "./run-state.ts";
import type { PageEvent, RunEvent, RunView } from "./run-state.ts";
import type { SavedRunMemory } from "./saved-run-hint.ts";
import type { TrainerLink } from "./trainer-link.ts";

/** Ten times a second looks live and leaves the main thread idle. */
const REFRESH_INTERVAL_MS = 100;
/** Far above the slowest step plus a checkpoint; a worker that is silent for longer hangs. */
const STOP_GRACE_MS = 30_000;

export interface RunPorts {
  /** Opens a new training worker. Called on the first click, or when a saved run may have been forgotten. */
  readonly connect: () => TrainerLink;
  readonly memory: SavedRunMemory;
  /** Where the choice of a backend starts. */
  readonly backend: ComputeOptions["backend"];
  readonly nowMs: () => number;
}

export interface RunController {
  readonly subscribe: (listener: () => void) => () => void;
  readonly view: () => RunView;
  readonly start: (source: DataSource, intensity: Intensity) => void;
  readonly resume: (intensity: Intensity) => void;
  readonly stop: () => void;
  readonly setIntensity: (intensity: Intensity) => void;
}

export function createRunController(ports: RunPorts): RunController {
  const session = new RunSession(ports);
  void session.recall();
  return {
    subscribe: (listener) => session.subscribe(listener),
    view: () => session.shownView,
    start(source, intensity) {
      const request = { source, intensity, backend: ports.backend };
      void session.train({ kind: "new-run" }, (link) => link.api.start(request));
    },
    resume(intensity) {
      const options = { intensity, backend: ports.backend };
      void session.train({ kind: "resuming" }, (link) => session.resume(link, options));
    },
    stop: () => void session.stop(),
    setIntensity: (intensity) => void session.setIntensity(intensity),
  };
}

class RunSession {
  readonly #ports: RunPorts;
  readonly #listeners = new Set<() => void>();
  /** After every event. */
  #view: RunView;
  /** What React has; follows `#view` within the refresh interval. */
  shownView: RunView;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  #link: TrainerLink | null = null;
  /** Fulfilled when the worker has loaded and sends its events here. */
  #listening: Promise<void> = Promise.resolve();

  constructor(ports: RunPorts) {
    this.#ports = ports;
    this.#view = this.shownView = initialView(ports.memory.read());
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs one start or resume to its end. Never rejects: whatever goes wrong becomes an event. */
  async train(opening: PageEvent, action: (link: TrainerLink) => Promise<void>): Promise<void> {
    if (isActive(this.#view)) return;
    this.#dispatch(opening);
    let link: TrainerLink | null = null;
    try {
      link = this.#link ?? this.#connect();
      await this.#listening;
      if (!this.#isStopping()) await action(link);
      if (link === this.#link) this.#dispatch({ kind: "ended" });
    } catch (error) {
      if (link === this.#link) this.#crash(link ? "running" : "loading", describe(error));
    } finally {
      if (link === this.#link) clearTimeout(this.#stopTimer);
    }
  }

  /** Asks the worker for the saved run where the page may have forgotten it. This is the one reason to open a worker before a click. */
  async recall(): Promise<void> {
    if (this.#view.resumable || !(await this.#ports.memory.mayHaveForgotten()) || this.#link) return;
    const link = this.#connect();
    try {
      await this.#listening;
      const saved = await link.api.savedRun();
      if (saved && link === this.#link && !this.#view.hasRun) this.#dispatch({ kind: "remembered", saved });
    } catch (error) {
      if (link === this.#link) this.#crash("loading", describe(error));
    }
  }

  async resume(link: TrainerLink, options: ComputeOptions): Promise<void> {
    const saved: SavedRun | null = await link.api.savedRun();
    if (this.#isStopping()) return;
    this.#dispatch(saved ? { kind: "restored", saved } : { kind: "nothing-saved" });
    if (saved) await link.api.resume(options);
  }

  async stop(): Promise<void> {
    if (!isActive(this.#view) || this.#view.state === "stopping") return;
    this.#dispatch({ kind: "stop-asked" });
    this.#stopTimer = setTimeout(() => this.#crash("silence", ""), STOP_GRACE_MS);
    await this.#tell((link) => link.api.stop());
  }

  async setIntensity(intensity: Intensity): Promise<void> {
    if (isActive(this.#view)) await this.#tell((link) => link.api.setIntensity(intensity));
  }

  async #tell(message: (link: TrainerLink) => Promise<void>): Promise<void> {
    const link = this.#link;
    if (!link) return;
    try {
      await message(link);
    } catch (error) {
      if (link === this.#link) this.#crash("running", describe(error));
    }
  }

  /** Stop can be pressed while the worker still loads; then nothing may start. */
  #isStopping(): boolean {
    return this.#view.state === "stopping";
  }

  #connect(): TrainerLink {
    const link = this.#ports.connect();
    let hasAnswered = false;
    link.onCrash((detail) => {
      if (link === this.#link) this.#crash(hasAnswered ? "running" : "loading", detail);
    });
    const listening = link.api.listen((event) => {
      if (link === this.#link) this.#dispatch(event);
    });
    this.#listening = listening.then(() => {
      hasAnswered = true;
    });
    this.#link = link;
    return link;
  }

  #crash(cause: "loading" | "running" | "silence", detail: string): void {
    clearTimeout(this.#stopTimer);
    this.#link?.close();
    this.#link = null;
    this.#dispatch({ kind: "crashed", cause, detail });
  }

  #dispatch(event: RunEvent): void {
    const before = this.#view;
    this.#view = reduceRun(before, event, this.#ports.nowMs());
    if (this.#view.resumable !== before.resumable) this.#ports.memory.write(this.#view.resumable);
    if (event.kind === "progress") {
      this.#refreshTimer ??= setTimeout(() => this.#refresh(), REFRESH_INTERVAL_MS);
    } else {
      this.#refresh();
    }
  }

  #refresh(): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = undefined;
    this.shownView = this.#view;
    for (const listener of this.#listeners) listener();
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
