/** Runs at most one project at a time for the page: finds the project and its data, opens the engine, joins the swarm, and turns every failure into a sentence. */
import type { Hash } from "../shared/core/ids.ts";
import { DataError } from "../shared/data/data-error.ts";
import type { Clock } from "../shared/ports/clock.ts";
import type { Signer, Verifier } from "../shared/ports/signatures.ts";
import type { Transport } from "../shared/ports/transport.ts";
import { readProjectLink } from "../shared/project/project-link.ts";
import type { Project } from "../shared/project/manifest.ts";
import type { EnginePlan } from "../shared/training/engine-plan.ts";
import type {
  ComputeOptions,
  Intensity,
  ProjectSource,
  RunState,
  SavedRun,
  TrainerApi,
  TrainerEvent,
  TrainingRequest,
} from "./api.ts";
import { pauseAfter } from "./duty-cycle.ts";
import { AdaptiveEngine } from "./engine/adaptive-engine.ts";
import type { BackendSurvey } from "./engine/backends.ts";
import type { EngineBackend } from "./engine/engine-worker.ts";
import type { RemoteEngine } from "./engine/remote-engine.ts";
import { describeProject, freshSeed } from "./open-run.ts";
import { describeProblem } from "./problems.ts";
import { readFiles } from "./read-files.ts";
import type { BlobCache } from "./storage/blob-store.ts";
import type { HeadDatabase } from "./storage/head-store.ts";
import { createProject } from "./swarm/create-project.ts";
import { type FetchVisit, visitProject } from "./swarm/fetch-visit.ts";
import { cacheProject, fetchProject, type OpenedProject, openProject } from "./swarm/open-project.ts";
import { runInSwarm } from "./swarm/swarm-run.ts";

/** The world, as the trainer needs it. */
export interface TrainerPorts {
  readonly heads: Pick<HeadDatabase, "newest" | "find" | "storeOf">;
  readonly cache: BlobCache;
  readonly surveyBackends: (first: ComputeOptions["backend"]) => Promise<BackendSurvey>;
  readonly openEngine: (plan: EnginePlan, backend: EngineBackend) => Promise<RemoteEngine>;
  /** Joins a project's room. */
  readonly openTransport: (room: Hash, signer: Signer, isRelayOnly: boolean) => Promise<Transport>;
  readonly fetchUrl: (url: string, bytes: number, signal: AbortSignal) => Promise<Uint8Array>;
  readonly createSigner: () => Promise<Signer>;
  readonly verifier: Verifier;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  wallClockMs(): number;
  /** Resolves after `delayMs`, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** Who this tab is in this session, and how it gets into a project's room. */
interface Visitor {
  readonly signer: Signer;
  readonly join: (room: Hash) => Promise<Transport>;
}

/** What is asked of it besides the network, which its worker attaches. */
export class Trainer implements Omit<TrainerApi, "attachNetwork"> {
  readonly #ports: TrainerPorts;
  #emit: (event: TrainerEvent) => void = () => undefined;
  #intensity: Intensity = "half";
  /** Aborted to stop the current run; null when none runs. */
  #stopping: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(ports: TrainerPorts) {
    this.#ports = ports;
  }

  async listen(listener: (event: TrainerEvent) => void): Promise<void> {
    this.#emit = listener;
  }

  async savedRun(): Promise<SavedRun | null> {
    const saved = await this.#ports.heads.newest();
    if (saved === null) return null;
    const { project, description, curves, round, progress, savedAtMs } = saved;
    return { run: description, link: project, round, step: progress, curves, savedAtMs };
  }

  /** A second start while one runs is ignored, because the page has no button for it. */
  async start(request: TrainingRequest): Promise<void> {
    if (this.#stopping) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#intensity = request.intensity;
    this.#ended = this.#runToEnd(request, stopping.signal);
    await this.#ended;
    this.#stopping = null;
  }

  async setIntensity(intensity: Intensity): Promise<void> {
    this.#intensity = intensity;
  }

  async stop(): Promise<void> {
    if (!this.#stopping) return;
    this.#setState("stopping", "Leaving the swarm.");
    this.#stopping.abort();
    await this.#ended;
  }

  async #runToEnd(request: TrainingRequest, signal: AbortSignal): Promise<void> {
    try {
      this.#setState("preparing", "Looking for the project and loading the engine.");
      const signer = await this.#ports.createSigner();
      const join = (room: Hash) => this.#ports.openTransport(room, signer, request.isRelayOnly);
      const opened = await this.#open(request.source, { signer, join }, signal);
      await this.#train(opened, request.backend, { signer, join }, signal);
      this.#setState("idle", "");
    } catch (error) {
      if (signal.aborted) return this.#setState("idle", ""); // stopped while preparing
      this.#emit({ kind: "problem", problem: describeProblem(error) });
      this.#setState("failed", "Training cannot go on.");
    }
  }

  async #open(source: ProjectSource, visitor: Visitor, signal: AbortSignal): Promise<OpenedProject> {
    const { cache } = this.#ports;
    const { signer } = visitor;
    if (source.kind === "files") {
      const created = await createProject(await readFiles(source.files), signer, { seed: freshSeed() });
      await cacheProject(created, cache);
      return created;
    }
    const link = readProjectLink(source.link);
    switch (link.kind) {
      case "built-in":
        return this.#openData(link.project, null, signal);
      case "foreign":
        return this.#openForeign(link.id, visitor, signal);
      default:
        throw new DataError(`“${link.text}” is not a project.`, "Check that the link is complete.");
    }
  }

  /** Asks this computer first and then whoever is in the project's room. */
  async #openForeign(id: Hash, visitor: Visitor, signal: AbortSignal): Promise<OpenedProject> {
    const { cache, verifier } = this.#ports;
    const visit = this.#lazyVisit(id, visitor);
    try {
      const project = await fetchProject(id, verifier, { cache, fetchBlob: visit.fetchBlob }, signal);
      return await this.#openData(project, visit, signal);
    } finally {
      visit.leave();
    }
  }

  #openData(project: Project, visit: FetchVisit | null, signal: AbortSignal): Promise<OpenedProject> {
    const { cache, fetchUrl } = this.#ports;
    return openProject(
      project,
      {
        cache,
        fetchUrl,
        fetchBlob: visit ? visit.fetchBlob : async () => null,
        onProgress: (receivedBytes, totalBytes) =>
          this.#emit({ kind: "fetching", receivedBytes, totalBytes }),
      },
      signal,
    );
  }

  /** Goes to the room only when something is missing here. */
  #lazyVisit(id: Hash, { signer, join }: Visitor): FetchVisit {
    const { clock, verifier } = this.#ports;
    let visit: Promise<FetchVisit> | null = null;
    const go = async () => {
      const transport = await join(id);
      return visitProject(id, { transport, clock, signer, verifier, seed: freshSeed() });
    };
    return {
      fetchBlob: async (hash, maxBytes, signal) => (await (visit ??= go())).fetchBlob(hash, maxBytes, signal),
      // A visit that failed to begin has told so already.
      leave: () =>
        void visit?.then(
          (there) => there.leave(),
          () => undefined,
        ),
    };
  }

  async #train(
    opened: OpenedProject,
    backend: ComputeOptions["backend"],
    { signer, join }: Visitor,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, sleep, openEngine, surveyBackends, verifier, heads } = this.#ports;
    const { project, dataset } = opened;
    const { plan } = project.manifest;
    const description = describeProject(project, dataset);
    const view = { id: project.id, name: project.manifest.name, link: project.id, owner: project.owner };
    this.#emit({ kind: "described", run: description, project: view });
    const [survey, transport] = await Promise.all([surveyBackends(backend), join(project.id)]);
    const onChoice = (choice: Omit<TrainerEvent & { kind: "backend" }, "kind">) =>
      this.#emit({ kind: "backend", ...choice });
    const nowMs = () => clock.nowMs();
    const engine = new AdaptiveEngine({ plan, survey, open: openEngine, nowMs, onChoice });
    const ports = {
      clock,
      wallClockMs: () => this.#ports.wallClockMs(),
      signer,
      verifier,
      transport,
      seed: freshSeed(),
      heads,
      engine,
      profile: () => engine.profile,
      rest: async (busyMs: number, turn: AbortSignal) =>
        sleep(pauseAfter(busyMs, this.#intensity), AbortSignal.any([turn, signal])),
      emit: (event: TrainerEvent) => this.#emit(event),
      onProblem: (error: unknown) => this.#emit({ kind: "problem", problem: describeProblem(error) }),
    };
    try {
      // Before this tab is in the swarm: from then on it needs nothing of the server, which may go away at any moment.
      await Promise.race([engine.open(), rejectedOn(signal)]);
      this.#setState("training", "Training on this computer.");
      await runInSwarm(opened, description, ports, signal);
    } finally {
      await engine.dispose();
    }
  }

  #setState(state: RunState, detail: string): void {
    this.#emit({ kind: "state", state, detail });
  }
}

/** Never fulfilled; rejected as soon as the signal aborts. */
function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason as Error);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
