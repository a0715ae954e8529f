/**
 * Runs the training worker on behalf of the page: opens it on the first click, feeds its events to the reducer, and tells
 * React about the result. Events are reduced as they arrive but shown at most every 100 ms, because a small model makes
 * hundreds of steps a second and nobody can read that.
 */
import type { ComputeOptions, Intensity, ProjectSource, TrainingRequest } from "../../worker/api.ts";
import type { CrashCause } from "./crash-problem.ts";
import type { ProjectAddress } from "./project-address.ts";
import { initialView, isActive, reduceRun } from "./run-state.ts";
import type { RunEvent, RunView } from "./run-state.ts";
import type { SavedRunMemory } from "./saved-run-hint.ts";
import type { TrainerLink } from "./trainer-link.ts";

/** Ten times a second looks live and leaves the main thread idle. */
const REFRESH_INTERVAL_MS = 100;
/**
 * Stop means within half a second. Mostly the worker has left the swarm long before this; where something holds it up, it is
 * ended as it is, and what it has on the disk is kept: the model of the last round, and every receipt.
 */
const STOP_GRACE_MS = 400;

/** Events that come many times a second. */
const FREQUENT: ReadonlySet<RunEvent["kind"]> = new Set(["progress", "swarm", "fetching"]);

export interface RunPorts {
  /** Opens a new training worker. Called on the first click, or when a saved run may have been forgotten. */
  readonly connect: () => TrainerLink;
  readonly memory: SavedRunMemory;
  /** Where the choice of a backend starts. */
  readonly backend: ComputeOptions["backend"];
  /** Origin of the page that holds this one in a frame; undefined for a page of its own. */
  readonly site?: string;
  readonly nowMs: () => number;
}

/** What the visitor chooses besides the project. */
export type StartOptions = Pick<TrainingRequest, "intensity" | "isRelayOnly">;

export interface RunController {
  readonly subscribe: (listener: () => void) => () => void;
  readonly view: () => RunView;
  readonly start: (source: ProjectSource, options: StartOptions) => void;
  readonly stop: () => void;
  readonly setIntensity: (intensity: Intensity) => void;
}

export function createRunController(ports: RunPorts, address: ProjectAddress): RunController {
  const session = new RunSession(ports, address);
  void session.recall();
  return {
    subscribe: (listener) => session.subscribe(listener),
    view: () => session.shownView,
    start: (source, options) =>
      void session.train({ source, ...options, backend: ports.backend, ...siteOf(ports) }),
    stop: () => void session.stop(),
    setIntensity: (intensity) => void session.setIntensity(intensity),
  };
}

const siteOf = ({ site }: RunPorts) => (site === undefined ? {} : { site });

class RunSession {
  readonly #ports: RunPorts;
  readonly #address: ProjectAddress;
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

  constructor(ports: RunPorts, address: ProjectAddress) {
    this.#ports = ports;
    this.#address = address;
    this.#view = this.shownView = initialView(address.link(), ports.memory.read());
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs one project until it ends. Never rejects: whatever goes wrong becomes an event. */
  async train(request: TrainingRequest): Promise<void> {
    if (isActive(this.#view)) return;
    this.#dispatch({ kind: "starting", source: request.source.kind });
    let link: TrainerLink | null = null;
    try {
      link = this.#link ?? this.#connect();
      await this.#listening;
      // Storage that cannot be read costs only the curve so far; the run itself will say what is wrong with it.
      const saved = this.#isStopping() ? null : await link.api.savedRun().catch(() => null);
      if (link !== this.#link) return; // it died meanwhile, and that was said
      this.#dispatch({ kind: "recalled", saved });
      if (!this.#isStopping()) await link.api.start(request);
      if (link === this.#link) this.#dispatch({ kind: "ended" });
    } catch (error) {
      if (link === this.#link) this.#crash(link ? "running" : "loading", describe(error));
    } finally {
      if (link === this.#link) clearTimeout(this.#stopTimer);
    }
  }

  /** Asks the worker for the saved run where the page may have forgotten it. This is the one reason to open a worker before a click. */
  async recall(): Promise<void> {
    if (this.#view.saved || !(await this.#ports.memory.mayHaveForgotten()) || this.#link) return;
    const link = this.#connect();
    try {
      await this.#listening;
      const saved = await link.api.savedRun();
      if (saved && link === this.#link && !this.#view.hasRun) this.#dispatch({ kind: "remembered", saved });
    } catch (error) {
      if (link === this.#link) this.#crash("loading", describe(error));
    }
  }

  async stop(): Promise<void> {
    if (!isActive(this.#view) || this.#view.state === "stopping") return;
    this.#dispatch({ kind: "stop-asked" });
    this.#stopTimer = setTimeout(() => this.#cutOff(), STOP_GRACE_MS);
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

  /** Ends the worker in the middle of its work. */
  #cutOff(): void {
    this.#link?.close();
    this.#link = null;
    this.#dispatch({ kind: "ended" });
  }

  #crash(cause: CrashCause, detail: string): void {
    clearTimeout(this.#stopTimer);
    this.#link?.close();
    this.#link = null;
    this.#dispatch({ kind: "crashed", cause, detail });
  }

  #dispatch(event: RunEvent): void {
    const before = this.#view;
    this.#view = reduceRun(before, event, this.#ports.nowMs());
    const { saved, link } = this.#view;
    if (saved !== before.saved) this.#ports.memory.write(saved);
    if (link !== null && link !== before.link) this.#address.show(link);
    if (FREQUENT.has(event.kind)) {
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
