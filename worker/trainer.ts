/** Runs at most one project at a time for the page: finds the project and its data, opens the engine, joins the swarm, and turns every failure into a problem that the page can tell. */
import { assert } from "../shared/core/assert.ts";
import type { Hash } from "../shared/core/ids.ts";
import { isSite } from "../shared/core/site.ts";
import type { Clock } from "../shared/ports/clock.ts";
import type { Participant } from "../shared/swarm/participant.ts";
import type { Signer, Verifier } from "../shared/ports/signatures.ts";
import type { Transport } from "../shared/ports/transport.ts";
import type { EnginePlan } from "../shared/training/engine-plan.ts";
import type {
  ComputeOptions,
  Intensity,
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
import { describeProblem, endOfProblem } from "./problems.ts";
import type { Pen, Profile } from "./identity/profile.ts";
import type { BlobCache } from "./storage/blob-store.ts";
import type { MaterialStore } from "./storage/material-store.ts";
import type { HeadDatabase } from "./storage/head-store.ts";
import type { OpenedProject } from "./swarm/open-project.ts";
import { ProjectOpener, type Visitor } from "./swarm/project-opener.ts";
import { SpareEngine } from "./swarm/spare-engine.ts";
import { FeedDoubtError } from "./swarm/run-errors.ts";
import { runInSwarm } from "./swarm/swarm-run.ts";
import type { SwarmRunPorts } from "./swarm/swarm-run-ports.ts";

/** In a frame on somebody else's page, whose visitors came for that page. */
const GUEST_CORE_SHARE = 0.5;

/** The world, as the trainer needs it. */
export interface TrainerPorts {
  readonly heads: Pick<HeadDatabase, "newest" | "find" | "storeOf">;
  readonly cache: BlobCache;
  readonly surveyBackends: (first: ComputeOptions["backend"], coreShare?: number) => Promise<BackendSurvey>;
  /** @param signal ends it while it opens */
  readonly openEngine: (
    plan: EnginePlan,
    backend: EngineBackend,
    signal: AbortSignal,
  ) => Promise<RemoteEngine>;
  /** Joins a project's room. */
  readonly openTransport: (room: Hash, signer: Signer, isRelayOnly: boolean) => Promise<Transport>;
  readonly fetchUrl: (url: string, bytes: number, signal: AbortSignal) => Promise<Uint8Array>;
  readonly profile: Pick<Profile, "ledger" | "takePen" | "replaceDevice" | "standAlone">;
  readonly learn: SwarmRunPorts["learn"];
  readonly material: Pick<MaterialStore, "addRound" | "setBase">;
  /** Takes what has to be told to everybody; null when nobody is there. */
  readonly onParticipant: (participant: Participant | null) => void;
  readonly verifier: Verifier;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  wallClockMs(): number;
  /** Resolves after `delayMs`, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** What is asked of it besides the network, which its worker attaches. */
export class Trainer implements Omit<TrainerApi, "attachNetwork"> {
  readonly #ports: TrainerPorts;
  readonly #opener: ProjectOpener;
  #emit: (event: TrainerEvent) => void = () => undefined;
  #intensity: Intensity = "half";
  /** Aborted to stop the current run; null when none runs. */
  #stopping: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Aborted to go on as another device. */
  #turn = new AbortController();

  constructor(ports: TrainerPorts) {
    this.#ports = ports;
    this.#opener = new ProjectOpener({
      ...ports,
      onProgress: (receivedBytes, totalBytes) => this.#emit({ kind: "fetching", receivedBytes, totalBytes }),
    });
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
    this.#setState("stopping");
    this.#stopping.abort();
    await this.#ended;
  }

  #beginInFrame(site: string): void {
    assert(isSite(site), "the page knows which site it is on");
    this.#ports.profile.standAlone();
  }

  async #takePen(signal: AbortSignal): Promise<Pen> {
    let hasWaited = false;
    const pen = await this.#ports.profile.takePen(signal, () => {
      hasWaited = true;
      this.#emit({ kind: "elsewhere", isElsewhere: true });
    });
    if (hasWaited) this.#emit({ kind: "elsewhere", isElsewhere: false });
    return pen;
  }

  /** The visitor is somebody else now. */
  becomeAnother(): void {
    this.#turn.abort();
  }

  async #runToEnd(request: TrainingRequest, signal: AbortSignal): Promise<void> {
    try {
      this.#setState("preparing");
      if (request.site !== undefined) this.#beginInFrame(request.site);
      const pen = await this.#takePen(signal);
      try {
        const join = (room: Hash, signer: Signer) =>
          this.#ports.openTransport(room, signer, request.isRelayOnly);
        const opened = await this.#opener.open(request.source, { pen, join }, signal);
        await this.#train(opened, request, { pen, join }, signal);
      } finally {
        await pen.release();
      }
      this.#setState("idle");
    } catch (error) {
      if (signal.aborted) return this.#setState("idle"); // stopped while preparing
      this.#emit({ kind: "problem", problem: describeProblem(error), until: null });
      this.#setState("failed");
    }
  }

  async #train(
    opened: OpenedProject,
    { backend, site }: Pick<TrainingRequest, "backend" | "site">,
    visitor: Visitor,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, openEngine, surveyBackends, profile } = this.#ports;
    const { project, dataset } = opened;
    const { plan } = project.manifest;
    const description = describeProject(project, dataset);
    const view = { id: project.id, name: project.manifest.name, link: project.id, owner: project.owner };
    this.#emit({ kind: "described", run: description, project: view });
    const survey = await surveyBackends(backend, site === undefined ? 1 : GUEST_CORE_SHARE);
    const onChoice = (choice: Omit<TrainerEvent & { kind: "backend" }, "kind">) =>
      this.#emit({ kind: "backend", ...choice });
    const nowMs = () => clock.nowMs();
    const open = (of: EnginePlan, on: EngineBackend) => openEngine(of, on, signal);
    const engine = new AdaptiveEngine({ plan, survey, open, nowMs, onChoice });
    // Beside a graphics chip the processor is free to check others' work.
    const spare = survey.candidates.some(({ name }) => name === "webgpu")
      ? new SpareEngine(() => open(plan, { kind: "wasm", threadCount: 1 }), clock, this.report)
      : null;
    try {
      const [ledger] = await Promise.all([
        profile.ledger(),
        // Before this tab is in the swarm: from then on it needs nothing of the server, which may go away at any moment.
        Promise.race([engine.open(), rejectedOn(signal)]),
      ]);
      this.#setState("training");
      await this.#trainAs(project.id, visitor, signal, (pen, transport, turn) =>
        runInSwarm(
          opened,
          description,
          {
            ...this.#swarmPorts(signal),
            ...pen,
            transport,
            ledger,
            engine,
            spare,
            profile: () => engine.profile,
            site,
          },
          turn,
        ),
      );
    } finally {
      await Promise.all([engine.dispose(), spare?.dispose()]);
    }
  }

  /** Runs as the present device; as another one when the feed of the present one must not go on, or the visitor is somebody else now. */
  async #trainAs(
    room: Hash,
    { pen, join }: Visitor,
    signal: AbortSignal,
    run: (pen: Pen, transport: Transport, turn: AbortSignal) => Promise<void>,
  ): Promise<void> {
    for (let present = pen; ; present = await this.#ports.profile.replaceDevice(present)) {
      this.#turn = new AbortController();
      try {
        await run(present, await join(room, present.signer), AbortSignal.any([signal, this.#turn.signal]));
        if (signal.aborted) return;
      } catch (error) {
        if (!(error instanceof FeedDoubtError)) throw error;
      }
    }
  }

  #swarmPorts(signal: AbortSignal) {
    const { clock, sleep, verifier, heads, material, learn, onParticipant } = this.#ports;
    return {
      clock,
      wallClockMs: () => this.#ports.wallClockMs(),
      verifier,
      heads,
      material,
      learn,
      onParticipant,
      seed: freshSeed(),
      rest: async (busyMs: number, turn: AbortSignal) =>
        sleep(pauseAfter(busyMs, this.#intensity), AbortSignal.any([turn, signal])),
      emit: (event: TrainerEvent) => this.#emit(event),
      onProblem: this.report,
    };
  }

  /** Something failed that does not end the run. */
  readonly report = (error: unknown): void =>
    this.#emit({ kind: "problem", problem: describeProblem(error), until: endOfProblem(error) });

  /** The ledger could be written again. */
  reportReceiptsKept(): void {
    this.#emit({ kind: "receipts-kept" });
  }

  #setState(state: RunState): void {
    this.#emit({ kind: "state", state });
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
