/**
 * What the page remembers about the saved run, so that it can offer to resume before any worker exists. Only a hint: the
 * checkpoint itself is the worker's, and on resume the worker's word counts.
 */
import * as v from "valibot";
import type { SavedRun } from "../../worker/api.ts";

/** The saved run without its curves, which would not fit where the hint lives. */
export type SavedRunHint = Omit<SavedRun, "curves">;

export interface SavedRunMemory {
  read(): SavedRunHint | null;
  write(hint: SavedRunHint | null): void;
  /** Whether a run may be saved that `read` does not know: a killed browser can lose the hint, but not the checkpoint. */
  mayHaveForgotten(): Promise<boolean>;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(1000));

const savedRunHintSchema = v.object({
  run: v.object({
    dataName: shortText,
    modelName: shortText,
    parameterCount: count,
    unit: v.picklist(["tokens", "rows", "images"]),
    lossUnit: v.picklist(["nats per token", "nats per row", "nats per image", "squared deviations"]),
  }),
  step: count,
  savedAtMs: v.pipe(v.number(), v.minValue(0)),
});

/** The hint in `text`, or null when it is missing, damaged, or from a version that wrote something else. */
export function parseSavedRunHint(text: string | null): SavedRunHint | null {
  if (text === null) return null;
  try {
    const result = v.safeParse(savedRunHintSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null; // not JSON
  }
}
