/** `bench engine`: the product's engine against the two other ways to train in a browser. */
import { Command, InvalidArgumentError, Option } from "commander";
import { openRaceTrack } from "./open-race-track.ts";
import { installRivals, versionOf } from "./packages.ts";
import type { ContestantName, Graphics } from "./race.ts";
import { formatRace, type RaceReport, reportRace } from "./report.ts";
import { type Lineup, type RaceModel, runRace } from "./run-race.ts";

interface EngineOptions {
  readonly json: boolean;
  readonly full: boolean;
  readonly model: readonly RaceModel["name"][];
  readonly rounds?: number;
}

/** A step of TensorFlow.js on gpt:mini takes half a minute. */
const SLOW_ROUNDS = 2;
const MODELS: readonly RaceModel[] = [
  { name: "gpt:micro", batchSize: 12, roundCount: 15, stepsPerTurn: 3 },
  { name: "gpt:mini", batchSize: 4, roundCount: 6, stepsPerTurn: 1 },
];

export function engineCommand(): Command {
  return new Command("engine")
    .description("Training steps in Chromium, one thread, against jax-js and TensorFlow.js.")
    .addOption(
      new Option("--model <names...>", "models to measure")
        .choices(MODELS.map(({ name }) => name))
        .default(MODELS.map(({ name }) => name)),
    )
    .option("--rounds <count>", "rounds per model (default: 15 for gpt:micro, 6 for gpt:mini)", parseRounds)
    .option("--full", `TensorFlow.js on gpt:mini too: ${SLOW_ROUNDS} steps, five minutes`, false)
    .option("--json", "one JSON object instead of a table", false)
    .action(runEngineBenchmark);
}

async function runEngineBenchmark({ json, full, model, rounds }: EngineOptions): Promise<void> {
  installRivals();
  const opened = await openRaceTrack();
  const { track, browserVersion } = opened;
  try {
    const graphics = await track.graphics();
    const reports: RaceReport[] = [];
    const notes = describeSetting(browserVersion, opened.isIsolated, graphics);
    if (!json) console.log(notes.join("\n"));
    for (const raceModel of MODELS.filter(({ name }) => model.includes(name))) {
      const lineup = chooseLineup(raceModel, graphics, full);
      if (!lineup.contestants.includes("tfjs-wasm")) {
        const note = `${raceModel.name} without TensorFlow.js WASM, whose steps take half a minute there; --full includes it.`;
        notes.push(note);
        if (!json) console.log(note);
      }
      const scaled = { ...raceModel, roundCount: rounds ?? raceModel.roundCount };
      const report = reportRace(await runRace(track, scaled, lineup, (line) => console.error(line)));
      reports.push(report);
      if (!json) console.log(`\n${formatRace(report)}`);
    }
    if (json)
      console.log(JSON.stringify({ notes, versions: listVersions(), browserVersion, models: reports }));
  } finally {
    await opened.close();
  }
}

function chooseLineup({ name }: RaceModel, { isHardware }: Graphics, isFull: boolean): Lineup {
  const contestants: ContestantName[] = ["tabloom", "jax-js"];
  const isSlow = name === "gpt:mini";
  if (!isSlow || isFull) contestants.push("tfjs-wasm");
  if (isHardware) contestants.push("tfjs-webgl");
  return { contestants, slowRounds: { "tfjs-wasm": isSlow ? SLOW_ROUNDS : Infinity } };
}

function describeSetting(browserVersion: string, isIsolated: boolean, graphics: Graphics): string[] {
  const versions = Object.entries(listVersions()).map(([name, version]) => `${name} ${version}`);
  const best = graphics.isHardware
    ? `WASM and WebGL on ${graphics.device}`
    : `WASM with SIMD, its best here, as there is no graphics device (${graphics.device})`;
  return [
    `Chromium ${browserVersion}, one worker, ${isIsolated ? "ISOLATED: others may use threads" : "not isolated: one thread each"}; ${versions.join(", ")}.`,
    `Same θ, batch and optimiser (AdamW, clipped) for all. TensorFlow.js runs on ${best}.`,
  ];
}

function listVersions(): Record<string, string> {
  return {
    "onnxruntime-web": versionOf("onnxruntime-web"),
    "jax-js": versionOf("@jax-js/jax"),
    "TensorFlow.js": versionOf("@tensorflow/tfjs-core"),
  };
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new InvalidArgumentError("Expected a whole number from 1.");
  return rounds;
}
