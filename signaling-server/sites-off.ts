/** The sites that may not show the widget, from the operator's file. The frame asks before it offers anything. */
import * as v from "valibot";
import { isSite } from "../shared/core/site.ts";
import { plainLine } from "../shared/protocol/plain-line.ts";
import type { Log } from "./log.ts";
import { watchList } from "./watched-list.ts";

/** Why this site may not, or null when it may. */
export type SitesOff = (site: string) => Promise<string | null>;

export const NONE_OFF: SitesOff = () => Promise.resolve(null);

const MAX_BYTES = 1_048_576;
const MAX_SITES = 10_000;
/** Visitors read it in a frame of 240 × 72 pixels. */
const MAX_REASON = 120;

const schema = v.pipe(
  v.array(
    v.strictObject({
      site: v.pipe(
        v.string("must be a text"),
        v.check(isSite, "must be an origin such as https://example.org"),
      ),
      reason: v.pipe(plainLine(MAX_REASON), v.regex(/\S/u, "must not be empty")),
    }),
    "must be a list",
  ),
  v.maxLength(MAX_SITES, `must have at most ${MAX_SITES} entries`),
);

/** @throws SettingsError when there is no list in the file at `path` now */
export async function openSitesOff(path: string, log: Log): Promise<SitesOff> {
  const file = {
    variable: "SITES_OFF",
    maxBytes: MAX_BYTES,
    schema,
    example: '[{"site":"https://example.org","reason":"It hides the widget."}]',
    refusedEvent: "sites-off-refused",
  };
  const reasons = await watchList(
    file,
    path,
    (list) => new Map(list.map(({ site, reason }) => [site, reason])),
    log,
  );
  return async (site) => (await reasons()).get(site) ?? null;
}
