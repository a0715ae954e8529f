/** Asks the page's own server which projects it features. */
import * as v from "valibot";
import { TabloomError } from "../../shared/core/errors.ts";
import {
  FEATURED_BYTES,
  FEATURED_PATH,
  type FeaturedProject,
  featuredListSchema,
} from "../../shared/protocol/featured.ts";

/** The server cannot be reached, or what it says is no list of projects. */
export class FeaturedError extends TabloomError {
  override readonly name = "FeaturedError";
}

const NOT_FOUND = 404;

/** @throws FeaturedError; a network's TypeError */
export async function readFeatured(): Promise<readonly FeaturedProject[]> {
  const response = await fetch(new URL(FEATURED_PATH, location.origin));
  if (response.status === NOT_FOUND) return []; // files without a server of ours
  const text = await response.text();
  if (!response.ok || text.length > FEATURED_BYTES) throw new FeaturedError(`answered ${response.status}`);
  return parseFeatured(text);
}

/** @throws FeaturedError */
export function parseFeatured(text: string): readonly FeaturedProject[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FeaturedError("no JSON", { cause });
  }
  const parsed = v.safeParse(featuredListSchema, value);
  if (!parsed.success) throw new FeaturedError("no list of projects");
  return parsed.output;
}
