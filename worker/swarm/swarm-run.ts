/**
 * One project in this tab, from its head to Stop: the participant of the swarm, with the engine as its trainer, this browser's disk as its store, and
 * the page as its audience.
 */
import { must } from "../../shared/core/assert.ts";
import { codecNamed } from "../../shared/compression/codecs.ts";
import { createRandom } from "../../shared/core/random.ts";
import { createModel } from "../../shared/model/spec.ts";
import type { RoundTrainer } from "../../shared/ports/round-trainer.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";
import { genesisHead, type KnownHead, restoreHead } from "../../shared/swarm/known-head.ts";
import { Participant } from "../../shared/swarm/participant.ts";
import type { SwarmEvent } from "../../shared/swarm/swarm-event.ts";
import { appendLoss, EMPTY_CURVES, type LossCurves } from "../../shared/training/loss-history.ts";
import { genesisParameters } from "../../shared/training/project-plan.ts";
import type { RunDescription } from "../api.ts";
import { createStepReport } from "../step-report.ts";
import { DamagedHeadError, FeedDoubtError } from "./run-errors.ts";
import { keepMaterial } from "./keep-material.ts";
import type { OpenedProject } from "./open-project.ts";
import { EngineReplayer } from "./engine-replayer.ts";
import { createInspection } from "./inspection.ts";
import { EngineRoundTrainer } from "./round-trainer.ts";
import { type Remembered, roundsAfter, viewSwarm } from "./swarm-view.ts";
import type { SwarmRunPorts } from "./swarm-run-ports.ts";

/** Between two pictures of the swarm for the page. */
const VIEW_PAUSE_MS = 200;

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
  readonly #replayer: EngineReplayer;
  #participant: Participant | null = null;
  #firstHead: KnownHead | null = null;
  #curves: LossCurves = EMPTY_CURVES;
  #remembered: Remembered = {
    lastRound: null,
    lateIn: [],
    signaling: { state: "connecting", detail: "" },
    sync: null,
    auditing: null,
  };
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
    const nowMs = () => ports.clock.nowMs();
    this.#replayer = new EngineReplayer({
      plan,
      dataset,
      project: project.id,
      nowMs,
      canReplay: () => ports.profile().kind === "wasm-exact" || ports.spare !== null,
      onWork: () => ports.spare?.wake(),
    });
    ports.spare?.serve(this.#replayer);
    this.#trainer = new EngineRoundTrainer({
      engine: ports.engine,
      dataset,
      plan,
      project: project.id,
      device: ports.signer.device,
      nowMs,
      isExact: () => ports.profile().kind === "wasm-exact",
      rest: ports.rest,
      beforeRound: createInspection({
        nowMs,
        dataset,
        plan,
        replayer: this.#replayer,
        isExact: () => ports.profile().kind === "wasm-exact",
        emit: ports.emit,
        onHeldOut: (step, loss) => {
          this.#curves = { ...this.#curves, heldOut: appendLoss(this.#curves.heldOut, step, loss) };
        },
      }),
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
      for (const record of this.#ports.fresh) participant.publish(record);
      this.#ports.onParticipant(participant);
      this.#showSoon();
      await Promise.race([stopped, failed]);
    } finally {
      this.#ports.onParticipant(null);
      participant.stop();
      this.#cancelView?.();
    }
  }

  async #join(): Promise<Participant> {
    const { project, blobs } = this.#opened;
    const { heads, verifier, profile, seed, learn, ...ports } = this.#ports;
    await learn(project, this.#description, () => this.#genesis().head.hash);
    const first = (await this.#restore()) ?? this.#genesis();
    const participant = new Participant(
      this.#rules,
      {
        ...ports,
        verifier,
        random: createRandom(seed),
        replayer: this.#replayer,
        wallSeconds: () => Math.floor(this.#ports.wallClockMs() / 1000),
        genesis: () => this.#genesis(),
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

  #genesis(): KnownHead {
    this.#firstHead ??= genesisHead(this.#rules, genesisParameters(this.#opened.project.manifest.plan));
    return this.#firstHead;
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
        this.#remember(
          roundsAfter(this.#remembered, event.outcome, must(this.#participant, "it speaks").head.hash),
        );
        break;
      case "head":
        this.#remember({ sync: null });
        break;
      case "reproduced":
        void keepMaterial(this.#ports.material, this.#rules.project, event);
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
      case "feed-doubt":
        this.#fail(new FeedDoubtError(event.doubt));
        break;
      case "auditing":
        this.#remember({ auditing: event.device });
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
}
