import type { CellResult } from "./train-cell.ts";

export interface Row extends CellResult {
  readonly model: string;
  readonly peers: number;
  readonly steps: number;
  readonly localSteps: number;
  readonly codec: string;
  readonly seed: string;
  readonly seconds: number;
}

const HEADINGS = [
  "codec",
  "H",
  "seed",
  "val loss",
  "update B",
  "up per peer MB",
  "reduction",
  "least cosine",
  "s",
];

/** One line for each row, in the order of falling traffic, and the first that saves a factor of 1,000. */
export function formatTable(rows: readonly Row[]): string {
  const ordered = rows.toSorted((a, b) => b.bytesUpPerPeer - a.bytesUpPerPeer);
  const cells = ordered.map((row) => [
    row.codec,
    String(row.localSteps),
    row.seed,
    row.valLoss.toFixed(4),
    String(Math.round(row.updateBytes)),
    (row.bytesUpPerPeer / 1e6).toFixed(3),
    `${reductionOf(row).toFixed(0)}×`,
    row.leastCosine?.toFixed(3) ?? "–",
    String(row.seconds),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((line) => line[column]!.length)),
  );
  const lines = [HEADINGS, ...cells].map((line) =>
    line.map((cell, column) => cell.padStart(widths[column]!)).join("  "),
  );
  const thousandfold = ordered
    .filter((row) => reductionOf(row) >= 1000)
    .toSorted((a, b) => a.valLoss - b.valLoss)[0];
  lines.push(
    thousandfold
      ? `1000×: ${thousandfold.codec}, H ${thousandfold.localSteps}: val loss ${thousandfold.valLoss.toFixed(4)}`
      : "1000×: no row reaches it",
  );
  return lines.join("\n");
}

/** How many times less a peer sends than with float32 averaging after every step. */
export function reductionOf({ denseRingBytesPerPeer, bytesUpPerPeer }: CellResult): number {
  return denseRingBytesPerPeer / bytesUpPerPeer;
}
