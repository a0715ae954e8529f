/**
 * What the page remembers about the saved run, so that it can say what Start goes on from before any worker exists. Only a
 * hint: the head itself is the worker's, and its word counts.
 */
import * as v from "valibot";
import type { SavedRun } from "../../worker/api.ts";

/** The saved run without its curves, which would not fit where the hint lives. */
export interface SavedRunHint extends Omit<SavedRun, "curves"> {
  /** What the page's address said when it was trained: built-in projects have names besides their ids. */
  readonly openedAs: string | null;
  /** Of the swarm's model after that round; null where they were not seen. */
  readonly figures: SwarmFigures | null;
}

export interface SwarmFigures {
  readonly loss: number;
  /** Units that everybody together has given to it. */
  readonly tokens: number;
}

export interface SavedRunMemory {
  read(): SavedRunHint | null;
  write(hint: SavedRunHint | null): void;
  /** Whether a run may be saved that `read` does not know: a killed browser can lose the hint, but not the head. */
  mayHaveForgotten(): Promise<boolean>;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(1000));
const link = v.pipe(v.string(), v.maxLength(64));

const savedRunHintSchema = v.object({
  run: v.object({
    dataName: shortText,
    modelName: shortText,
    parameterCount: count,
    unit: v.picklist(["tokens", "rows", "images"]),
    lossUnit: v.picklist(["nats per token", "nats per row", "nats per image", "squared deviations"]),
  }),
  link,
  openedAs: v.nullable(link),
  /** Hints of earlier versions have none. */
  figures: v.optional(v.nullable(v.object({ loss: v.pipe(v.number(), v.finite()), tokens: count })), null),
  round: count,
  step: count,
  savedAtMs: v.pipe(v.number(), v.minValue(0)),
});

/** Whether it is the project of a page with this address. @param link value of `?project=`; null: the main project */
export const isSavedProject = (hint: SavedRunHint, link: string | null): boolean =>
  hint.openedAs === link || hint.link === link;

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
