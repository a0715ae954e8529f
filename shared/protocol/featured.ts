/** What an operator's server features: projects that it recommends to its visitors. The page checks it again, because a server may be anybody's. */
import * as v from "valibot";
import { isHash } from "../core/ids.ts";
import { isSite } from "../core/site.ts";
import { plainLine } from "./plain-line.ts";

/** Where the server that serves the page gives FeaturedProjects as JSON. */
export const FEATURED_PATH = "/projects.json";
/** More than anybody reads, less than anybody waits for. */
export const FEATURED_BYTES = 65_536;
export const MAX_FEATURED = 100;

const MAX_TITLE = 80;
const MAX_QUESTION = 200;
/** Of a built-in project. */
const BUILT_IN_NAME = /^[a-z]{1,20}$/;

const featuredSchema = v.strictObject({
  /** As in `?project=`. */
  link: v.pipe(
    v.string("must be a text"),
    v.check((text) => isHash(text) || BUILT_IN_NAME.test(text), "must be what follows ?project= in a link"),
  ),
  title: v.pipe(plainLine(MAX_TITLE), v.regex(/\S/u, "must not be empty")),
  question: v.optional(plainLine(MAX_QUESTION)),
  /** Of the server where it is trained; absent: this one. */
  origin: v.optional(
    v.pipe(v.string("must be a text"), v.check(isSite, "must be an origin such as https://example.org")),
  ),
});
export const featuredListSchema = v.pipe(
  v.array(featuredSchema, "must be a list"),
  v.maxLength(MAX_FEATURED, `must have at most ${MAX_FEATURED} entries`),
);

export interface FeaturedProject extends v.InferOutput<typeof featuredSchema> {}
