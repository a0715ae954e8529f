/** The codecs by name. Figures and the choice between them: shared/decisions/0010-update-codec.md. */
import type { Codec } from "./codec.ts";
import { dense2 } from "./dense-codec.ts";
import { uniformCodec } from "./uniform-codec.ts";

/** Width of the step around zero that holds half of normal values: 2 · 0.6745 standard deviations. */
const MIDDLE_HALF = 1.349;

export const CODECS: readonly Codec[] = [
  dense2,
  uniformCodec("uniform-1.4", { step: 1.4, reach: 3 }),
  uniformCodec("uniform-2", { step: 2, reach: 3 }),
  uniformCodec("half-1", { step: MIDDLE_HALF, reach: 1 }),
];

export const DEFAULT_CODEC = "uniform-1.4";

/** Undefined when this version knows none of that name: a manifest can be newer than we are. */
export function codecNamed(name: string): Codec | undefined {
  return CODECS.find((codec) => codec.name === name);
}
