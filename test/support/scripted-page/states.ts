/** The scripts: each state of the page, as the events that lead to it. */
import { EMPTY_HISTORY } from "../../../shared/training/loss-history.ts";
import { historyOf } from "../history-of.ts";
import type { RunDescription, SavedRun, TrainerEvent } from "../../../worker/api.ts";
import type { RunController } from "../../../web/run/run-controller.ts";
import type { ScriptedTrainer } from "../scripted-trainer.ts";
import { PROJECT, TOGETHER } from "../swarm-views.ts";
import type { PauseKeeper } from "../../../web/pause/pause-keeper.ts";
import type { ScriptedPause } from "../scripted-pause.ts";
import { DONATIONS, PAUSE_STATES } from "./pause-states.ts";
import { STRIP_STATES } from "./strip-states.ts";
import { SWARM_STATES } from "./swarm-states.ts";
import { tell } from "../../../shared/problems/problem.ts";

const STORIES: RunDescription = {
  dataName: "Stories from the weaving village",
  modelName: "gpt nano",
  parameterCount: 106_880,
  unit: "tokens",
  lossUnit: "nats per token",
};

const TABLE: RunDescription = {
  dataName: "adult-train.csv",
  modelName: "mlp",
  parameterCount: 12_418,
  unit: "rows",
  lossUnit: "nats per row",
};

/** A curve that falls like a small language model's, with the same noise each time. */
const lossAt = (step: number): number =>
  1.45 +
  3 * Math.exp(-step / 160) +
  0.4 * Math.exp(-step / 1500) +
  0.12 * Math.sin(step * 12.9898) * Math.sin(step * 78.233);

const points = (count: number, stride: number) =>
  Array.from({ length: count }, (_, index) => ({
    step: (index + 1) * stride,
    loss: lossAt((index + 1) * stride),
  }));

export const SAVED_RUN: SavedRun = {
  run: STORIES,
  link: PROJECT.link,
  round: 12,
  step: 4200,
  curves: { training: historyOf(points(600, 7)), heldOut: EMPTY_HISTORY },
  savedAtMs: Date.now() - 2 * 3_600_000,
};

const TEXT_SAMPLE =
  " the old weaver found a red thread under the loom. She asked the cat about it, and the cat said nothing, because cats keep their counsel.\n\nIn the morning the thread was gone, and the cloth had grown by one row. “Who wove this?” said the weaver. The wind moved the shutters, and the bobbins turned a little, as if they knew. So she sat down and wove the next row herself, and the next, until the light was gone and the cat came in from the garden with dew on its feet.";

const ANSWERS = [
  {
    question: "39 years, Bachelors, Never-married, Adm-clerical, 40 h a week",
    answer: "<=50K",
    truth: "<=50K",
  },
  {
    question: "52 years, HS-grad, Married-civ-spouse, Exec-managerial, 45 h a week",
    answer: ">50K",
    truth: ">50K",
  },
  {
    question: "31 years, Masters, Never-married, Prof-specialty, 50 h a week",
    answer: "<=50K",
    truth: ">50K",
  },
  {
    question: "42 years, Bachelors, Married-civ-spouse, Exec-managerial, 40 h a week",
    answer: ">50K",
    truth: ">50K",
  },
];

const progress = (step: number, stepMs = 34): TrainerEvent => ({
  kind: "progress",
  step,
  loss: lossAt(step),
  unitsPerSecond: 3765.2 + 40 * Math.sin(step),
  stepMs: stepMs + Math.sin(step * 3),
});

const BACKEND: TrainerEvent = {
  kind: "backend",
  backend: "wasm-threads",
  threadCount: 2,
  reason: { kind: "faster", threadCount: 2, stepMs: 31.2, otherThreadCount: 1, otherStepMs: 43.4 },
  refusals: [
    {
      backend: "webgpu",
      reason: { kind: "no-adapter" },
    },
  ],
  profile: { kind: "wasm-exact" },
};

function trainingEvents(run: RunDescription, stepCount: number): TrainerEvent[] {
  const events: TrainerEvent[] = [
    { kind: "described", run, project: { ...PROJECT, name: run.dataName } },
    BACKEND,
    { kind: "state", state: "training" },
  ];
  const isText = run.unit === "tokens";
  for (let step = 1; step <= stepCount; step += 1) {
    events.push(progress(step));
    if (step % 100 === 0)
      events.push({
        kind: "evaluation",
        step,
        loss: lossAt(step * 0.9) + 0.06,
        accuracy: isText ? null : 0.8517,
      });
  }
  events.push({ kind: "saved", step: stepCount - 4, head: TOGETHER.head.hash });
  const sample = isText
    ? ({ kind: "text", prompt: "Once", text: TEXT_SAMPLE } as const)
    : ({ kind: "answers", answers: ANSWERS } as const);
  events.push({ kind: "sample", step: stepCount - 2, sample });
  return events;
}

const PREPARING: TrainerEvent = {
  kind: "state",
  state: "preparing",
};

const DATA_PROBLEM: readonly TrainerEvent[] = [
  PREPARING,
  {
    kind: "problem",
    problem: tell("data.row-fields", { line: 1204, count: 7, expected: 9 }),
    until: null,
  },
  { kind: "state", state: "failed" },
];

/** With what the runtime said, in its own words. */
const ENGINE_PROBLEM: readonly TrainerEvent[] = [
  {
    ...BACKEND,
    backend: "wasm",
    threadCount: 1,
    reason: { kind: "not-started", threadCount: 4, error: "no memory for another thread" },
    refusals: [
      { backend: "webgpu", reason: { kind: "failed", error: "the device was lost" } },
      { backend: "wasm-threads", reason: { kind: "not-isolated" } },
    ],
    profile: { kind: "wasm-unverified", reason: "the conformance probe gave 0badc0de, not 1f2e3d4c" },
  },
  {
    kind: "problem",
    problem: tell("run.not-finite", {}, "The training loss is NaN."),
    until: null,
  },
  { kind: "state", state: "failed" },
];

/** States of the page as it opens. */
const UNPLAYED = [
  "empty",
  "saved",
  "saved-other",
  "unsupported",
  ...Object.keys(STRIP_STATES),
  ...Object.keys(DONATIONS),
];

type Script = (trainer: ScriptedTrainer, controller: RunController) => void;

const SCRIPTS: Readonly<Record<string, Script>> = {
  preparing: (trainer) => trainer.emit(PREPARING),
  "fetching-project": (trainer) =>
    trainer.emit(PREPARING, { kind: "fetching", receivedBytes: 1_240_000, totalBytes: 3_600_000 }),
  long: (trainer) => trainer.emit(...trainingEvents(STORIES, 10_000)),
  "own-tales": (trainer) =>
    trainer.emit(...trainingEvents({ ...STORIES, dataName: "old tales", modelName: "gpt micro" }, 40)),
  table: (trainer) => trainer.emit(...trainingEvents(TABLE, 812)),
  resumed: (trainer) =>
    trainer.emit(
      { kind: "described", run: STORIES, project: PROJECT },
      BACKEND,
      { kind: "state", state: "training" },
      progress(4201),
      progress(4202),
    ),
  stopping(trainer, controller) {
    trainer.emit(...trainingEvents(STORIES, 1204));
    controller.stop();
  },
  failed: (trainer) => trainer.emit(...DATA_PROBLEM),
  "failed-engine": (trainer) => trainer.emit(...ENGINE_PROBLEM),
  crashed(trainer) {
    trainer.emit(...trainingEvents(STORIES, 1204));
    trainer.crash("Uncaught RangeError: WebAssembly.Memory(): could not allocate memory");
  },
};

/** Every state that comes to rest. */
export const STATE_NAMES = [
  ...UNPLAYED,
  ...Object.keys(SCRIPTS),
  ...Object.keys(SWARM_STATES),
  ...Object.keys(PAUSE_STATES),
];

/** Brings the page into `state`; unknown names leave it as it opens. */
export async function playState(
  state: string,
  controller: PauseKeeper,
  trainer: ScriptedTrainer,
  pause: ScriptedPause,
): Promise<void> {
  const swarm = SWARM_STATES[state];
  const script = state === "live" ? playLive : SCRIPTS[state];
  const rest = PAUSE_STATES[state];
  if (!swarm && !script && !rest) return;
  controller.start(
    { kind: "project", link: controller.view().link },
    { intensity: "half", isRelayOnly: false },
  );
  await new Promise((resolve) => setTimeout(resolve, 50)); // the page opens the link first
  script?.(trainer, controller);
  if (rest) {
    trainer.emit(...trainingEvents(STORIES, 1204));
    rest(controller, pause, trainer);
  }
  if (!swarm) return;
  const { before, picture, after = [] } = swarm;
  trainer.emit(...(before === "curve" ? trainingEvents(STORIES, 1204) : trainingEvents(STORIES, 40)));
  trainer.emit({ kind: "swarm", swarm: picture }, ...after);
}

/** Ten thousand steps at once, then 30 a second. */
function playLive(trainer: ScriptedTrainer): void {
  trainer.emit(...trainingEvents(STORIES, 10_000));
  let step = 10_000;
  setInterval(() => trainer.emit(progress((step += 1))), 33);
}
