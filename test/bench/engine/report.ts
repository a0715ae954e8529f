/** From the race's times to figures beside their bars, for people and for programs. */
import { median } from "../median.ts";
import { type ContestantName, MATMUL_SIZE } from "./race.ts";
import type { RaceRecord } from "./run-race.ts";

export interface ContestantReport {
  readonly name: ContestantName;
  readonly stepCount: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly gflops: number;
  /** How many times as long as ours a step takes, by medians and by minima. */
  readonly ratio: number;
  readonly ratioOfMinima: number;
  /** At the first θ. */
  readonly loss: number;
  readonly gradientRelativeL2: number;
  /** After `stepCount` steps and one to warm up. */
  readonly lastLoss: number;
}

export interface Bar {
  readonly what: string;
  readonly atLeast: number;
  readonly value: number;
  readonly isMet: boolean;
}

export interface RaceReport {
  readonly model: string;
  readonly blockSize: number;
  readonly batchSize: number;
  readonly parameterCount: number;
  readonly gflopPerStep: number;
  readonly contestants: readonly ContestantReport[];
  /** Median GFLOP/s of ONNX Runtime's own 512 × 512 × 512 product, as the two operators that can compute it. */
  readonly matmulGflops: { readonly gemm: number; readonly matmul: number };
  /** Our GFLOP/s as a share of the faster of the two, by medians and by the fastest step and product. */
  readonly shareOfMatmul: number;
  readonly shareOfMatmulByMinima: number;
  readonly bars: readonly Bar[];
}

/** What the project demands of its engine. */
const RATIO_BARS: Partial<Record<ContestantName, number>> = { "jax-js": 1.25, "tfjs-wasm": 9 };
const SHARE_BARS = { "gpt:micro": 0.8, "gpt:mini": 0.88 };
/** Rivals compute in another order, so that gradients agree to rounding and no further. */
const AGREEMENT_LIMIT = 1e-5;

export function reportRace(record: RaceRecord): RaceReport {
  const { model, spec, flopsPerStep } = record;
  const contestants = Object.entries(record.stepMs).map(([name, stepMs]) =>
    reportContestant(record, name as ContestantName, stepMs),
  );
  const matmulFlops = 2 * MATMUL_SIZE * MATMUL_SIZE * MATMUL_SIZE;
  const rate = (ms: readonly number[]) => matmulFlops / median(ms) / 1e6;
  const fastestRate = matmulFlops / Math.min(...record.gemmMs, ...record.matmulMs);
  const matmulGflops = { gemm: rate(record.gemmMs), matmul: rate(record.matmulMs) };
  const ours = contestants.find(({ name }) => name === "tabloom")!;
  const shareOfMatmul = ours.gflops / Math.max(matmulGflops.gemm, matmulGflops.matmul);
  return {
    model: model.name,
    blockSize: spec.blockSize,
    batchSize: model.batchSize,
    parameterCount: record.parameterCount,
    gflopPerStep: flopsPerStep / 1e9,
    contestants,
    matmulGflops,
    shareOfMatmul,
    shareOfMatmulByMinima: flopsPerStep / ours.minMs / fastestRate,
    bars: [
      bar("share of ONNX Runtime's own MatMul rate", shareOfMatmul, SHARE_BARS[model.name]),
      ...(model.name === "gpt:micro" ? ratioBars(contestants) : []),
    ],
  };
}

function reportContestant(
  record: RaceRecord,
  name: ContestantName,
  stepMs: readonly number[],
): ContestantReport {
  const ours = record.stepMs.tabloom!;
  const agreement = record.agreements[name];
  return {
    name,
    stepCount: stepMs.length,
    medianMs: median(stepMs),
    minMs: Math.min(...stepMs),
    gflops: record.flopsPerStep / median(stepMs) / 1e6,
    ratio: median(stepMs) / median(ours),
    ratioOfMinima: Math.min(...stepMs) / Math.min(...ours),
    loss: agreement?.loss ?? NaN,
    gradientRelativeL2: agreement?.relativeL2 ?? NaN,
    lastLoss: record.lastLoss[name] ?? NaN,
  };
}

function ratioBars(contestants: readonly ContestantReport[]): Bar[] {
  return contestants.flatMap(({ name, ratio }) => {
    const atLeast = RATIO_BARS[name];
    return atLeast === undefined ? [] : [bar(`step time of ${name} against ours`, ratio, atLeast)];
  });
}

function bar(what: string, value: number, atLeast: number): Bar {
  return { what, atLeast, value, isMet: value >= atLeast };
}

/** Lines of a table, one model. */
export function formatRace(report: RaceReport): string {
  const { model, blockSize, batchSize, parameterCount, gflopPerStep, contestants, matmulGflops } = report;
  const millions = (parameterCount / 1e6).toFixed(2);
  return [
    `${model}: ${millions} million parameters, ${batchSize} × ${blockSize} tokens, ${gflopPerStep.toFixed(2)} GFLOP a step`,
    row(["engine", "steps", "median ms", "min ms", "GFLOP/s", "× ours", "(by min)", "gradient", "last loss"]),
    ...contestants.map(formatContestant),
    `  ONNX Runtime 512³: Gemm ${matmulGflops.gemm.toFixed(1)}, MatMul ${matmulGflops.matmul.toFixed(1)} GFLOP/s (median); our share by fastest step and product ${report.shareOfMatmulByMinima.toFixed(3)}`,
    ...report.bars.map(formatBar),
    ...contestants.flatMap(warnOfDisagreement),
  ].join("\n");
}

function formatContestant(contestant: ContestantReport): string {
  const { name, stepCount, medianMs, minMs, gflops, ratio, ratioOfMinima, gradientRelativeL2 } = contestant;
  const distance = name === "tabloom" ? "" : gradientRelativeL2.toExponential(1);
  const numbers = [medianMs.toFixed(1), minMs.toFixed(1), gflops.toFixed(2), ratio.toFixed(2)];
  const lastLoss = contestant.lastLoss.toFixed(4);
  return row([name, String(stepCount), ...numbers, ratioOfMinima.toFixed(2), distance, lastLoss]);
}

function formatBar({ what, atLeast, value, isMet }: Bar): string {
  return `  ${isMet ? "met  " : "BELOW"} ${what}: ${value.toFixed(3)}, asked for at least ${atLeast}`;
}

function warnOfDisagreement({ name, gradientRelativeL2 }: ContestantReport): string[] {
  if (gradientRelativeL2 <= AGREEMENT_LIMIT) return [];
  return [
    `  WARNING: ${name}'s gradient differs by ${gradientRelativeL2.toExponential(1)}: not the same model`,
  ];
}

function row(cells: readonly string[]): string {
  return `  ${cells.map((cell, index) => (index === 0 ? cell.padEnd(11) : cell.padStart(10))).join("")}`;
}
