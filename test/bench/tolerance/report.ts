import { DISTANCE_TOLERANCE_MICROS, isSteady } from "../../../shared/training/update-distance.ts";
import type { Row } from "./calibrate.ts";

export interface Summary {
  /** Of rounds that are steady by the tolerance of unknown devices: how far honest WebGPU work came, and which forgery came nearest. */
  readonly worstHonest: number;
  readonly nearestForgery: number;
  /** Honest work that would have been held against a trainer. */
  readonly falseAccusations: number;
  /** Forgeries that would have passed as the right work, and those that no verdict could be passed on. */
  readonly forgeriesPassed: number;
  readonly forgeriesUndecided: number;
  readonly forgeries: number;
}

const TOLERANCE = DISTANCE_TOLERANCE_MICROS.unknown;

export function summarize(rows: readonly Row[]): Summary {
  const steady = rows.filter(({ blur }) => isSteady(blur, TOLERANCE));
  const forged = (of: readonly Row[]) => of.flatMap((row) => Object.values(row.forged));
  const honest = (row: Row) => [row.gpu, ...Object.values(row.honest)];
  const unsteady = rows.filter((row) => !steady.includes(row));
  return {
    worstHonest: Math.max(0, ...steady.map(({ gpu }) => gpu)),
    nearestForgery: Math.min(Infinity, ...forged(steady)),
    falseAccusations: steady.flatMap(honest).filter((distance) => distance > TOLERANCE).length,
    forgeriesPassed: forged(rows).filter((distance) => distance <= TOLERANCE).length,
    forgeriesUndecided: forged(unsteady).filter((distance) => distance > TOLERANCE).length,
    forgeries: forged(rows).length,
  };
}

/** One column for each number of steps, one line for each kind of work. */
export function formatCase(rows: readonly Row[]): string {
  const [first] = rows;
  if (!first) return "";
  const line = (name: string, of: (row: Row) => number | undefined) =>
    `  ${name.padEnd(32)}${rows.map((row) => format(of(row)).padStart(8)).join("")}`;
  const names = (of: (row: Row) => object) => [...new Set(rows.flatMap((row) => Object.keys(of(row))))];
  return [
    `${first.model}, ${first.optimizer}, ${first.start}`,
    `  ${"steps".padEnd(32)}${rows.map(({ steps }) => String(steps).padStart(8)).join("")}`,
    line("WebGPU", ({ gpu }) => gpu),
    ...names(({ honest }) => honest).map((name) => line(name, ({ honest }) => honest[name])),
    line("blurred θ", ({ blur }) => blur),
    ...names(({ forged }) => forged).map((name) => line(name, ({ forged }) => forged[name])),
    ...names(({ shaved }) => shaved).map((name) => line(name, ({ shaved }) => shaved[name])),
  ].join("\n");
}

export function formatSummary(summary: Summary): string {
  const { worstHonest, nearestForgery, falseAccusations, forgeries } = summary;
  return [
    `Tolerance ${format(TOLERANCE)}. Steady rounds: WebGPU at most ${format(worstHonest)}, nearest forgery ${format(nearestForgery)}.`,
    `False accusations: ${falseAccusations}. Of ${forgeries} forgeries ${summary.forgeriesPassed} pass, ${summary.forgeriesUndecided} stay undecided.`,
  ].join("\n");
}

function format(micros: number | undefined): string {
  return micros === undefined ? "–" : (micros / 1e6).toFixed(3);
}
