/** From what people enter to what a model reads: the same numbers as those of the dataset, by the preparation alone. */
import { parseNumber } from "../../shared/data/cell.ts";
import { restore, type Scale, standardise } from "../../shared/data/scale.ts";
import type { Preparation } from "../../shared/export/preparation.ts";
import { createModel, type ModelSpec } from "../../shared/model/spec.ts";
import type { Batch } from "../../shared/ports/engine.ts";
import { float32, int32, sizeOf, type Tensor } from "../../shared/tensor/tensor-type.ts";
import { ModelError } from "./model-error.ts";

type TablePreparation = Extract<Preparation, { readonly kind: "table" }>;
type SeriesPreparation = Extract<Preparation, { readonly kind: "series" }>;
type ImagePreparation = Extract<Preparation, { readonly kind: "images" }>;

/** @param cells one for each column; empty where it is missing @throws ModelError when there are too few, or one is no number */
export function encodeRow(model: ModelSpec, { columns }: TablePreparation, cells: readonly string[]): Batch {
  if (cells.length !== columns.length) throw new ModelError("bad-input");
  const features: number[] = [];
  const categories: number[] = [];
  columns.forEach((column, index) => {
    const cell = cells[index]!;
    if (column.kind === "categorical") {
      categories.push(column.firstIndex + 1 + column.labels.indexOf(cell)); // unknown ones count as missing
      return;
    }
    const value = numberIn(cell);
    features.push(Number.isNaN(value) ? 0 : standardise(column.scale, value));
    if (column.hasMarks) features.push(Number.isNaN(value) ? 1 : 0);
  });
  return sampleOf(model, { features, categories });
}

/** @param cells the values of the window, oldest first @throws ModelError when there are too few, or one is no number */
export function encodeWindow(
  model: ModelSpec,
  { window, scale }: SeriesPreparation,
  cells: readonly string[],
): Batch {
  if (cells.length !== window) throw new ModelError("bad-input");
  const features = cells.map((cell) => {
    const value = numberIn(cell);
    if (Number.isNaN(value)) throw new ModelError("bad-input");
    return standardise(scale, value);
  });
  return sampleOf(model, { features });
}

/** @param pixels 0 to 255 @throws ModelError when there are too few or too many */
export function encodePixels(model: ModelSpec, { scale }: ImagePreparation, pixels: Uint8Array): Batch {
  return sampleOf(model, {
    images: Array.from(pixels, (pixel) => (pixel - scale.mean) / scale.deviation),
  });
}

/** A standardised value as people write it: six digits, because that is what a float32 holds. */
export const cellOf = (scale: Scale, value: number): string =>
  String(Number(restore(scale, value).toPrecision(6)));

/** NaN for an empty cell. */
function numberIn(cell: string): number {
  const text = cell.trim();
  if (text === "") return Number.NaN;
  const value = parseNumber(text, "decimal");
  if (Number.isNaN(value)) throw new ModelError("bad-input");
  return value;
}

/** A batch of one. Targets are zeros: whoever asks does not know them. */
function sampleOf(model: ModelSpec, values: Readonly<Record<string, readonly number[]>>): Batch {
  const inputs = Object.entries(createModel(model).inputs(1));
  return Object.fromEntries(
    inputs.map(([name, { elementType, shape }]): [string, Tensor] => {
      const size = sizeOf(shape);
      const given = values[name] ?? Array.from({ length: size }, () => 0);
      if (given.length !== size) throw new ModelError("bad-input");
      return [
        name,
        elementType === "int32"
          ? { ...int32(shape), data: Int32Array.from(given) }
          : { ...float32(shape), data: Float32Array.from(given) },
      ];
    }),
  );
}
