/** Asks the page's own server how many train a project now. */
import * as v from "valibot";
import { LIVE_PATH } from "../../shared/protocol/embed.ts";

/** @param link as in `?project=`; null: the main project @returns null where the server counts no such thing. Rejects when it does not answer */
export type CountTabs = (link: string | null) => Promise<number | null>;

const TIMEOUT_MS = 5_000;
/** `{"v":1,"tabs":n}`, and nobody answers with more. */
const MOST_CHARACTERS = 200;
/** Of no server of ours, or of a link that leads nowhere. */
const UNKNOWN: readonly number[] = [400, 404];

const liveSchema = v.object({
  v: v.literal(1),
  tabs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

export const countTabs: CountTabs = async (link) => {
  const url = new URL(LIVE_PATH, location.origin);
  if (link !== null) url.searchParams.set("project", link);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (UNKNOWN.includes(response.status)) return null;
  const text = (await response.text()).slice(0, MOST_CHARACTERS);
  return v.parse(liveSchema, JSON.parse(text)).tabs;
};
