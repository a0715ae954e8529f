import { DISTANCE_TOLERANCE_MICROS, isSteady } from "../../../shared/training/update-distance.ts";
import type { Row } from "./calibrate.ts";

const TOLERANCE = DISTANCE_TOLERANCE_MICROS.unknown;

/** How many updates pass, are refused as other work, or neither. */
export interface Tally {
  readonly passed: number;
  readonly refused: number;
  readonly undecided: number;
}

export interface Summary {
  /** WebGPU work, and the same work with other rounding. */
  readonly honest: Tally;
  readonly forged: Tally;
  /** Furthest WebGPU work that passes, nearest forgery of all. */
  readonly worstPassed: number;
  readonly nearestForged: number;
}

export function summarize(rows: readonly Row[]): Summary {
  const honest = (row: Row) => [row.gpu, ...Object.values(row.honest)];
  const forged = (row: Row) => Object.values(row.forged);
  return {
    honest: tally(rows, honest),
    forged: tally(rows, forged),
    worstPassed: Math.max(0, ...rows.map(({ gpu }) => gpu).filter((distance) => distance <= TOLERANCE)),
    nearestForged: Math.min(Infinity, ...rows.flatMap(forged)),
  };
}

function tally(rows: readonly Row[], distancesOf: (row: Row) => readonly number[]): Tally {
  const counts = { passed: 0, refused: 0, undecided: 0 };
  for (const row of rows)
    for (const distance of distancesOf(row)) {
      if (distance <= TOLERANCE) counts.passed++;
      else if (isSteady(row.blur, distance)) counts.refused++;
      else counts.undecided++;
    }
  return counts;
}

/** One column for each number of steps, one line for each kind of work. */
export function formatCase(rows: readonly Row[]): string {
  const [first] = rows;
  if (!first) return "";
  const line = (name: string, distanceOf: (row: Row) => number | undefined) =>
    `  ${name.padEnd(32)}${rows.map((row) => format(distanceOf(row)).padStart(8)).join("")}`;
  const lines = (distancesOf: (row: Row) => Readonly<Record<string, number>>) =>
    [...new Set(rows.flatMap((row) => Object.keys(distancesOf(row))))].map((name) =>
      line(name, (row) => distancesOf(row)[name]),
    );
  return [
    `${first.model}, ${first.optimizer}, ${first.start}`,
    `  ${"steps".padEnd(32)}${rows.map(({ steps }) => String(steps).padStart(8)).join("")}`,
    line("WebGPU", ({ gpu }) => gpu),
    ...lines(({ honest }) => honest),
    line("blurred θ", ({ blur }) => blur),
    ...lines(({ forged }) => forged),
    ...lines(({ shaved }) => shaved),
  ].join("\n");
}

export function formatSummary({ honest, forged, worstPassed, nearestForged }: Summary): string {
  return [
    `Tolerance ${format(TOLERANCE)}: WebGPU work passes up to ${format(worstPassed)} away; the nearest forgery is ${format(nearestForged)} away.`,
    `Honest updates: ${formatTally(honest)}. Forged: ${formatTally(forged)}.`,
  ].join("\n");
}

function formatTally({ passed, refused, undecided }: Tally): string {
  return `${passed} pass, ${refused} are refused, ${undecided} stay undecided`;
}

function format(micros: number | undefined): string {
  return micros === undefined ? "–" : (micros / 1e6).toFixed(3);
}
