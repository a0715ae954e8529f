/**
 * One project in this tab, from its head to Stop: the participant of the swarm, with the engine as its trainer, this browser's disk as its store, and
 * the page as its audience.
 */
import { must } from "../../shared/core/assert.ts";
import { codecNamed } from "../../shared/compression/codecs.ts";
import { TabloomError } from "../../shared/core/errors.ts";
import { createRandom } from "../../shared/core/random.ts";
import { createModel } from "../../shared/model/spec.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { RoundJob, RoundTrainer } from "../../shared/ports/round-trainer.ts";
import type { Signer, Verifier } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";
import { genesisHead, type KnownHead, restoreHead } from "../../shared/swarm/known-head.ts";
import { Participant } from "../../shared/swarm/participant.ts";
import type { SwarmEvent } from "../../shared/swarm/swarm-event.ts";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import { evaluateOn } from "../../shared/training/evaluate.ts";
import { appendLoss, EMPTY_CURVES, type LossCurves } from "../../shared/training/loss-history.ts";
import { genesisParameters } from "../../shared/training/project-plan.ts";
import type { RunDescription, TrainerEvent } from "../api.ts";
import { createRhythm } from "../rhythm.ts";
import { createSampler } from "../sampler.ts";
import { createStepReport } from "../step-report.ts";
import type { HeadDatabase } from "../storage/head-store.ts";
import type { OpenedProject } from "./open-project.ts";
import { EngineRoundTrainer } from "./round-trainer.ts";
import { type Remembered, viewSwarm } from "./swarm-view.ts";

/** What was saved does not match its certificate. */
class DamagedHeadError extends TabloomError {
  override readonly name = "DamagedHeadError";

  constructor(round: number) {
    super(`the model saved after round ${round} is damaged and was passed over`);
  }
}

/** Samples per evaluation: enough for two digits of the loss. */
const EVALUATION_SAMPLES = 96;
/** Between two pictures of the swarm for the page. */
const VIEW_PAUSE_MS = 200;

export interface SwarmRunPorts {
  readonly clock: Clock;
  readonly wallClockMs: () => number;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly transport: Transport;
  /** Unguessable and new: handshakes draw their nonces from it. */
  readonly seed: string;
  readonly heads: Pick<HeadDatabase, "find" | "storeOf">;
  readonly engine: Engine;
  /** What the engine may claim now. */
  readonly profile: () => EngineProfile;
  /** Rests after `busyMs` of computing, as the visitor chose. */
  readonly rest: (busyMs: number, signal: AbortSignal) => Promise<void>;
  readonly emit: (event: TrainerEvent) => void;
  /** Something failed that does not end the run. */
  readonly onProblem: (error: unknown) => void;
}

/** Trains until the signal aborts. @throws what the engine throws when it cannot train at all */
export async function runInSwarm(
  opened: OpenedProject,
  description: RunDescription,
  ports: SwarmRunPorts,
  signal: AbortSignal,
): Promise<void> {
  const run = new SwarmRun(opened, description, ports);
  await run.untilStopped(signal);
}

class SwarmRun {
  readonly #opened: OpenedProject;
  readonly #description: RunDescription;
  readonly #ports: SwarmRunPorts;
  readonly #rules: SwarmRules;
  readonly #trainer: EngineRoundTrainer;
  #participant: Participant | null = null;
  #curves: LossCurves = EMPTY_CURVES;
  #remembered: Remembered = { lastRound: null, signaling: { state: "connecting", detail: "" }, sync: null };
  #cancelView: (() => void) | null = null;
  #fail: (error: unknown) => void = () => undefined;

  constructor(opened: OpenedProject, description: RunDescription, ports: SwarmRunPorts) {
    const { project, dataset } = opened;
    const { plan } = project.manifest;
    this.#opened = opened;
    this.#description = description;
    this.#ports = ports;
    this.#rules = {
      project: project.id,
      layout: createModel(plan.model).layout,
      codec: must(codecNamed(plan.codec), "manifests with other codecs are refused"),
      ...plan.rules,
      tokensPerStep: plan.batchSize * dataset.unitsPerSample,
    };
    this.#trainer = new EngineRoundTrainer({
      engine: ports.engine,
      dataset,
      plan,
      project: project.id,
      device: ports.signer.device,
      nowMs: () => ports.clock.nowMs(),
      rest: ports.rest,
      beforeRound: this.#createInspection(),
    });
  }

  async untilStopped(signal: AbortSignal): Promise<void> {
    const participant = await this.#join();
    const failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    try {
      participant.start();
      this.#showSoon();
      await Promise.race([stopped, failed]);
    } finally {
      participant.stop();
      this.#cancelView?.();
    }
  }

  async #join(): Promise<Participant> {
    const { project, blobs } = this.#opened;
    const { heads, verifier, profile, seed, ...ports } = this.#ports;
    const first =
      (await this.#restore()) ?? genesisHead(this.#rules, genesisParameters(project.manifest.plan));
    const participant = new Participant(
      this.#rules,
      {
        ...ports,
        verifier,
        random: createRandom(seed),
        trainer: this.#observed(this.#trainer),
        profile: () => profile().kind,
        store: heads.storeOf(project.id, () => this.#describeHead()),
        chunkCache: null,
        emit: (event) => this.#onSwarm(event),
      },
      first,
    );
    // Manifest and data are there for others as long as this tab is.
    for (const [hash, bytes] of blobs) participant.blobs.provide(hash, () => bytes);
    this.#participant = participant;
    return participant;
  }

  /** The head that this computer kept, with its curve; null when there is none, or it is damaged. */
  async #restore(): Promise<KnownHead | null> {
    const { heads, verifier, onProblem } = this.#ports;
    const saved = await heads.find(this.#rules.project).catch((error: unknown) => {
      onProblem(error); // as when nothing can be saved: the others have the head too
      return null;
    });
    if (saved === null) return null;
    const known = restoreHead(this.#rules, saved, verifier);
    if (known === null) onProblem(new DamagedHeadError(saved.round));
    else this.#curves = saved.curves;
    return known;
  }

  #describeHead() {
    const { head } = must(this.#participant, "saves come from it");
    return {
      description: this.#description,
      curves: this.#curves,
      round: head.round,
      progress: head.progress,
      savedAtMs: this.#ports.wallClockMs(),
    };
  }

  #onSwarm(event: SwarmEvent): void {
    const { emit, onProblem } = this.#ports;
    switch (event.kind) {
      case "round":
        this.#remember({
          lastRound: {
            round: event.outcome.body.round,
            hash: must(this.#participant, "it speaks").head.hash,
            contributions: event.outcome.contributions,
          },
        });
        break;
      case "head":
        this.#remember({ sync: null });
        break;
      case "sync":
        this.#remember({ sync: { doneBytes: event.doneBytes, totalBytes: event.totalBytes } });
        break;
      case "signaling":
        this.#remember({ signaling: { state: event.state, detail: event.detail } });
        break;
      case "saved":
        emit({ kind: "saved", step: event.head.progress, head: event.head.hash });
        break;
      case "training-problem":
        this.#fail(event.error);
        break;
      case "problem":
        onProblem(event.error);
        break;
      default:
        break;
    }
    this.#showSoon();
  }

  #remember(part: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...part };
  }

  /** A picture of the swarm soon, however much happens until then. */
  #showSoon(): void {
    this.#cancelView ??= this.#ports.clock.setTimer(VIEW_PAUSE_MS, () => {
      this.#cancelView = null;
      if (this.#participant)
        this.#ports.emit({ kind: "swarm", swarm: viewSwarm(this.#participant, this.#remembered) });
    });
  }

  /** The trainer, with its steps reported to the page and kept in the curve. */
  #observed(trainer: RoundTrainer): RoundTrainer {
    const { clock, emit } = this.#ports;
    const report = createStepReport(this.#rules.tokensPerStep, () => clock.nowMs(), emit);
    return {
      start: (job, onStep) => {
        report.restart();
        return trainer.start(job, (steps, loss) => {
          const step = job.progress + steps;
          this.#curves = { ...this.#curves, training: appendLoss(this.#curves.training, step, loss) };
          report.add(step, loss);
          onStep(steps, loss);
        });
      },
    };
  }

  /** Between heads, when due: what the model writes now, and its loss on what nobody trains on. */
  #createInspection() {
    const { clock, emit } = this.#ports;
    const { dataset, project } = this.#opened;
    const { plan } = project.manifest;
    const nowMs = () => clock.nowMs();
    const rhythm = createRhythm(nowMs);
    return async ({ progress: step }: RoundJob, engine: Engine, shouldStop: () => boolean): Promise<void> => {
      if (step === 0) return; // nothing is learned, and people wait for the first step
      await rhythm.whenDue("sample", async () => {
        const sample = await createSampler(dataset, plan, { nowMs, shouldStop })(engine);
        if (!shouldStop()) emit({ kind: "sample", step, sample });
      });
      await rhythm.whenDue("evaluation", async () => {
        const { batchSize } = plan;
        const options = { batchSize, maxSamples: EVALUATION_SAMPLES, shouldStop };
        const { loss, accuracy, sampleCount } = await evaluateOn(engine, dataset, options);
        if (sampleCount === 0 || shouldStop()) return;
        this.#curves = { ...this.#curves, heldOut: appendLoss(this.#curves.heldOut, step, loss) };
        emit({ kind: "evaluation", step, loss, accuracy });
      });
    };
  }
}
