/**
 * Between the visitor's wish to donate and the run: the wish lasts until Stop, and the run comes and goes with what
 * decide.ts says. A rest leaves the swarm and frees the computer at once, as Stop does; the next run goes on with the same
 * project. To the rest of the page it is the run's controller, with one state more: resting.
 */
import type { ProjectSource } from "../../worker/api.ts";
import type { RunController, StartOptions } from "../run/run-controller.ts";
import type { RunView } from "../run/run-state.ts";
import { type Conditions, NOTHING_KNOWN, type Pressure } from "./conditions.ts";
import type { Traffic } from "./data-meter.ts";
import { type Allowances, decide, type Remedy } from "./decide.ts";
import type { DonationMemory } from "./donation-memory.ts";
import { interruptionOf } from "./interruption.ts";
import { ObedientRun, type Wish } from "./obedient-run.ts";
import type { SettingsStore } from "./pause-settings.ts";
import { isSameView, type Notice, type PauseView } from "./pause-view.ts";
import { grant } from "./remedies.ts";
import { minuteOfWeek } from "./schedule.ts";
import type { ScreenLock } from "./screen-lock.ts";
import { settledPressure, settlesAtMs } from "./settled-pressure.ts";
import { StepDrift } from "./step-drift.ts";
import type { TabChannel } from "./tab-channel.ts";

/** As often as clocks, meters and speeds are looked at. */
const TICK_MS = 1000;

/** The world, as the keeper needs it. */
export interface PausePorts {
  readonly settings: SettingsStore;
  readonly memory: DonationMemory;
  readonly tabs: TabChannel;
  readonly screen: ScreenLock;
  /** Battery, visibility, network: as long as the page lives. */
  readonly watchDevice: (onChange: (part: Partial<Conditions>) => void) => void;
  /** While there is a donation. @returns ends it */
  readonly watchPressure: (onChange: (pressure: Pressure) => void) => () => void;
  /** The page goes away. */
  readonly onLeaving: (listener: () => void) => void;
  /** Of training, in and out. */
  readonly bytesThisHour: () => number;
  readonly bytesSinceOpening: () => Traffic;
  readonly wasDiscarded: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

export interface PauseKeeper extends RunController {
  readonly pauseView: () => PauseView;
  readonly settings: SettingsStore;
  /** Rests until somebody resumes it. */
  readonly pause: () => void;
  /** @param untilMs milliseconds since 1970 */
  readonly snooze: (untilMs: number) => void;
  /** Stops when the present round is over, and the work in it counts. */
  readonly finishRound: () => void;
  /** What the button beside a reason does. */
  readonly take: (remedy: Remedy) => void;
  /** The other tab that trains leaves it to this one, which waits. */
  readonly moveHere: () => void;
  /** Goes on with the donation that a reload interrupted. */
  readonly goOn: () => void;
  readonly dismissNotice: () => void;
  /** What training on this page has moved. */
  readonly traffic: () => Traffic & { readonly bytesThisHour: number };
}

export function createPauseKeeper(run: RunController, ports: PausePorts): PauseKeeper {
  const keeper = new Keeper(run, ports);
  return {
    subscribe: (listener) => keeper.subscribe(listener),
    view: () => keeper.shownRun,
    pauseView: () => keeper.shown,
    settings: ports.settings,
    start: (source, options) => keeper.start(source, options),
    stop: () => keeper.stop(),
    setIntensity: (intensity) => ports.settings.change({ intensity }),
    pause: () => keeper.rest({ isPaused: true }),
    snooze: (snoozedUntilMs) => keeper.rest({ snoozedUntilMs }),
    finishRound: () => keeper.finishRound(),
    take: (remedy) => keeper.take(remedy),
    moveHere: () => ports.tabs.askForTurn(),
    goOn: () => keeper.goOn(),
    dismissNotice: () => keeper.notify(null),
    traffic: () => ({ ...ports.bytesSinceOpening(), bytesThisHour: ports.bytesThisHour() }),
  };
}

class Keeper {
  readonly #run: RunController;
  readonly #ports: PausePorts;
  readonly #listeners = new Set<() => void>();
  readonly #drift = new StepDrift();
  readonly #obedient: ObedientRun;
  shown: PauseView;
  shownRun: RunView;
  #wish: Wish | null = null;
  #device = NOTHING_KNOWN;
  #allowed: Allowances = {};
  #notice: Notice | null;
  #settledAtMs = -Infinity;
  #finishAfterRound: number | null = null;
  #lastRun: RunView;
  #endWatch: () => void = () => undefined;

  constructor(run: RunController, ports: PausePorts) {
    this.#run = run;
    this.#ports = ports;
    this.#obedient = new ObedientRun(run);
    this.#lastRun = this.shownRun = run.view();
    this.#notice = interruptionOf(ports.memory.read(), this.#lastRun.link, ports.wasDiscarded);
    this.shown = this.#pauseView();
    run.subscribe(() => this.#onRun());
    ports.settings.subscribe(() => this.#settle());
    ports.watchDevice((part) => this.#learn(part));
    ports.tabs.onAsked(() => this.#giveWay());
    ports.onLeaving(() => this.#remember());
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(source: ProjectSource, { intensity, isRelayOnly }: StartOptions): void {
    if (this.#wish !== null) return;
    this.#wish = { source, isRelayOnly };
    this.#device = { ...this.#device, ...AT_WORK, pressure: NOTHING_KNOWN.pressure };
    this.#allowed = {};
    this.#notice = this.#finishAfterRound = null;
    this.#obedient.hurry();
    this.#watch();
    if (intensity === this.#ports.settings.read().intensity) this.#settle();
    else this.#ports.settings.change({ intensity });
  }

  stop(): void {
    this.#end();
    this.#run.stop();
  }

  rest(how: Partial<Pick<Conditions, "isPaused" | "snoozedUntilMs">>): void {
    if (this.#wish !== null) this.#learn({ ...AT_WORK, ...how });
  }

  finishRound(): void {
    if (this.#wish === null) return;
    const { state, swarm } = this.#run.view();
    if (state !== "training" || swarm === null) return this.stop(); // there is no round that could count
    this.#finishAfterRound = swarm.head.round;
    this.#settle();
  }

  take(remedy: Remedy): void {
    const untilMs = this.#obedient.rest?.untilMs ?? null;
    const { settings, allowed, isResumed } = grant(remedy, untilMs, this.#ports.nowMs());
    this.#allowed = { ...this.#allowed, ...allowed };
    if (isResumed) this.#device = { ...this.#device, ...AT_WORK };
    if (this.#notice?.kind === "was-hidden") this.#notice = null;
    this.#obedient.hurry();
    if (settings) this.#ports.settings.change(settings);
    else this.#settle();
  }

  goOn(): void {
    const donation = this.#ports.memory.read();
    if (donation === null) return this.notify(null);
    const { link, isRelayOnly } = donation;
    this.start({ kind: "project", link }, { intensity: this.#ports.settings.read().intensity, isRelayOnly });
  }

  notify(notice: Notice | null): void {
    if (notice === null && this.#wish === null) this.#ports.memory.write(null);
    this.#notice = notice;
    this.#show();
  }

  #learn(part: Partial<Conditions>): void {
    this.#device = { ...this.#device, ...part };
    this.#settle();
  }

  #giveWay(): void {
    if (this.#wish === null) return;
    this.stop();
    this.notify({ kind: "moved", atMs: this.#ports.nowMs() });
  }

  #watch(): void {
    const timer = setInterval(() => this.#settle(), TICK_MS);
    const endPressure = this.#ports.watchPressure((pressure) => this.#learn({ pressure }));
    this.#endWatch = () => {
      clearInterval(timer);
      endPressure();
    };
  }

  #end(): void {
    this.#wish = this.#finishAfterRound = null;
    this.#obedient.release();
    this.#endWatch();
    this.#ports.memory.write(null);
    this.#show();
  }

  #onRun(): void {
    const [before, run] = [this.#lastRun, this.#run.view()];
    this.#lastRun = run;
    const { backend, progressAtMs, stepMs, project } = run;
    if (backend !== before.backend) this.#drift.restart();
    if (progressAtMs !== null && progressAtMs !== before.progressAtMs && stepMs !== null)
      this.#drift.add(progressAtMs, stepMs, this.#obedient.intensity);
    if (run.state !== before.state)
      this.#settledAtMs = settlesAtMs(run.state, this.#settledAtMs, this.#ports.nowMs());
    // From the files another project would be made the next time; this one is in the browser now.
    if (this.#wish?.source.kind === "files" && project !== null && project !== before.project)
      this.#wish = { ...this.#wish, source: { kind: "project", link: project.link } };
    if (run.lastSave !== before.lastSave) this.#remember();
    // That a run has ended may be heard before why: the two come on ports of their own.
    const hasFailed = run.state !== before.state && (run.state === "failed" || run.state === "crashed");
    if (hasFailed && this.#wish !== null) this.#end();
    else this.#settle();
  }

  /** Brings what runs into line with what is decided. */
  #settle(): void {
    if (this.#wish === null) return this.#show();
    const { swarm } = this.#run.view();
    const { rest: before, isRunning } = this.#obedient;
    const round = swarm?.head.round ?? 0;
    if (this.#finishAfterRound !== null && round > this.#finishAfterRound) return this.stop();
    const nowMs = this.#ports.nowMs();
    const decision = decide(this.#conditions(nowMs), this.#ports.settings.read(), this.#allowed, nowMs);
    if (decision.kind === "rest") this.#finishAfterRound = null;
    this.#obedient.follow(decision, this.#wish, nowMs);
    const { rest } = this.#obedient;
    if (before?.reason === "background" && rest?.reason === "resuming") this.#notice = { kind: "was-hidden" };
    if (before?.reason !== rest?.reason || isRunning !== this.#obedient.isRunning) this.#remember();
    this.#show();
  }

  #conditions(nowMs: number): Conditions {
    return {
      ...this.#device,
      pressure: settledPressure(this.#device.pressure, this.#settledAtMs, nowMs),
      stepDrift: this.#drift.ratio,
      minuteOfWeek: minuteOfWeek(nowMs),
      bytesThisHour: this.#ports.bytesThisHour(),
    };
  }

  #remember(): void {
    if (this.#wish === null) return;
    const { link, step, lastSave } = this.#run.view();
    const { source, isRelayOnly } = this.#wish;
    const { isPaused, snoozedUntilMs } = this.#device;
    this.#ports.memory.write({
      address: link,
      link: source.kind === "project" ? source.link : link,
      isRelayOnly,
      atMs: this.#ports.nowMs(),
      step,
      savedStep: lastSave?.step ?? null,
      isPaused,
      snoozedUntilMs,
    });
  }

  #show(): void {
    const run = this.#run.view();
    const { rest, isRunning } = this.#obedient;
    this.shownRun = rest === null ? run : { ...run, state: "resting" };
    const next = this.#pauseView();
    if (!isSameView(next, this.shown)) this.shown = next;
    this.#ports.screen.want(this.#ports.settings.read().keepsScreenOn && isRunning && rest === null);
    for (const listener of this.#listeners) listener();
  }

  #pauseView(): PauseView {
    const { rest, slowed, intensity } = this.#obedient;
    return {
      isWished: this.#wish !== null,
      rest,
      slowed,
      intensity,
      isFinishing: this.#finishAfterRound !== null,
      notice: this.#notice,
    };
  }
}

/** Neither paused nor snoozed. */
const AT_WORK = { isPaused: false, snoozedUntilMs: null } as const;
