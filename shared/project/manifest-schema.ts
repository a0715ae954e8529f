/**
 * The manifest as it is signed. Floats are forbidden in signed bodies, so every real number is an integer in 10⁻⁹: unlike decimal text it
 * has one spelling, and n ÷ 10⁹ is correctly rounded, so all platforms read the same double. Finer numbers are rounded when a manifest
 * is written. A stranger can have written what is read here: every length and size is bounded.
 */
import * as v from "valibot";
import { fromHex } from "../core/bytes.ts";
import { FILE_LIMIT_BYTES } from "../data/file-limit.ts";
import { TOKENIZER_BYTES } from "../data/tokenizer.ts";
import type { CanonicalMap } from "../ledger/canonical.ts";
import { countField, hashField } from "../ledger/fields.ts";
import type { OptimizerSpec } from "../optimizer/optimizer-spec.ts";
import type { Schedule } from "../optimizer/schedule.ts";
import {
  LICENCE_LENGTH,
  type Manifest,
  PROJECT_NAME_LENGTH,
  type ProjectData,
  QUESTION_LENGTH,
} from "./manifest.ts";

const NANO = 1e9;
/** No setting of a training run is larger; keeps every nano integer safe. */
const MAX_REAL = 1_000_000;

/** Images, labels, and both again for testing. */
const MAX_FILES = 4;
const MAX_URLS = 4;
const MAX_URL_CHARACTERS = 500;
/** What file systems allow. */
const MAX_FILE_NAME = 255;
const MAX_SEED = 100;
const MAX_COLUMN_NAME = 200;
/** Samples per step that anybody can ask for; how much memory they take is bounded in memory-limit.ts. */
const MAX_BATCH_SIZE = 65_536;
/** Every iteration adds products to the optimiser's graph; five are usual. */
const MAX_ITERATIONS = 16;
/** Some seconds of telling stories. */
const MAX_STORY_CHARACTERS = 10_000_000;
/** A round shorter than this is all exchange; one longer than an hour shows no progress to anybody. */
const MIN_ROUND_MS = 500;
const MAX_ROUND_MS = 3_600_000;
const MAX_ROUND_STEPS = 100_000;

const real = (minimum: number, maximum: number) =>
  v.pipe(
    countField(Math.round(minimum * NANO), Math.round(maximum * NANO)),
    v.transform((nanos) => nanos / NANO),
  );
const SMALLEST = 1 / NANO;
const positive = real(SMALLEST, MAX_REAL);
const share = real(0, 1);
const decayRate = real(0, 1 - SMALLEST);
const steps = countField(0);

/** Text on one line: no control characters, and none that turn the direction of what follows (they fake file names). */
const line = (maximum: number, minimum = 0) =>
  v.pipe(
    v.string(),
    v.minLength(minimum),
    v.maxLength(maximum),
    v.regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*$/u, "one line of plain text"),
  );

const optimizer = v.strictObject({
  kind: v.picklist(["muon", "adamw"]),
  beta1: decayRate,
  beta2: decayRate,
  weightDecay: real(0, MAX_REAL),
  clipNorm: positive,
  momentum: decayRate,
  newtonSchulz: v.pipe(
    v.array(v.strictTuple([real(-MAX_REAL, MAX_REAL), real(-MAX_REAL, MAX_REAL), real(-MAX_REAL, MAX_REAL)])),
    v.maxLength(MAX_ITERATIONS),
  ),
});

const ramp = { peak: positive, warmupSteps: steps, stepCount: steps, finalShare: share };
const schedule = v.variant("kind", [
  v.strictObject({ kind: v.literal("cosine"), ...ramp }),
  v.strictObject({ kind: v.literal("stable"), ...ramp, decaySteps: steps }),
]);

const file = v.strictObject({
  name: line(MAX_FILE_NAME, 1),
  bytes: countField(1, FILE_LIMIT_BYTES),
  shardList: hashField,
  urls: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_URL_CHARACTERS), v.check(isWebUrl, "an http(s) URL"))),
    v.maxLength(MAX_URLS),
  ),
});

const options = v.strictObject({
  blockSize: v.optional(countField(1, 4096)),
  vocabulary: v.optional(v.picklist(["characters", "bytes", "auto", "tokenizer"])),
  target: v.optional(v.union([line(MAX_COLUMN_NAME), countField(0, 65_536)])),
  window: v.optional(countField(1, 65_536)),
  testCount: v.optional(countField(1, FILE_LIMIT_BYTES)),
  seed: v.optional(line(MAX_SEED)),
});

const data = v.variant("source", [
  v.strictObject({
    source: v.literal("stories"),
    characterCount: countField(10_000, MAX_STORY_CHARACTERS),
    blockSize: countField(1, 4096),
  }),
  v.pipe(
    v.strictObject({
      source: v.literal("files"),
      kind: v.picklist(["text", "table", "series", "images"]),
      options,
      files: v.pipe(v.array(file), v.minLength(1), v.maxLength(MAX_FILES)),
    }),
    v.check(
      ({ kind, options: { vocabulary }, files: [, tokenizer, ...others] }) =>
        vocabulary !== "tokenizer" ||
        (kind === "text" &&
          tokenizer !== undefined &&
          tokenizer.bytes <= TOKENIZER_BYTES &&
          others.length === 0),
      "a text and its tokenizer.json",
    ),
  ),
]);

/** Reads the body; `model` is checked by parseModelSpec, which knows the models. */
export const bodySchema = v.strictObject({
  name: line(PROJECT_NAME_LENGTH, 1),
  question: v.optional(line(QUESTION_LENGTH, 1)),
  plan: v.strictObject({
    model: v.unknown(),
    optimizer,
    batchSize: countField(1, MAX_BATCH_SIZE),
    schedule,
    seed: line(MAX_SEED),
    rules: v.strictObject({
      roundMs: countField(MIN_ROUND_MS, MAX_ROUND_MS),
      maxSteps: countField(1, MAX_ROUND_STEPS),
    }),
    codec: line(40, 1),
  }),
  data,
  licence: line(LICENCE_LENGTH),
});

/** The body to sign: what `bodySchema` reads back, up to rounding. */
export function bodyOf({ plan, data, question, ...rest }: Manifest): CanonicalMap {
  const { optimizer, schedule } = plan;
  const body: unknown = {
    ...rest,
    ...(question === undefined ? {} : { question }),
    plan: { ...plan, optimizer: optimizerBody(optimizer), schedule: scheduleBody(schedule) },
    data: dataBody(data),
  };
  return body as CanonicalMap; // integers, texts and bytes, without an undefined
}

function optimizerBody({ kind, newtonSchulz, ...reals }: OptimizerSpec) {
  return {
    kind,
    ...Object.fromEntries(Object.entries(reals).map(([name, value]) => [name, toNanos(value)])),
    newtonSchulz: newtonSchulz.map((coefficients) => coefficients.map(toNanos)),
  };
}

function scheduleBody(schedule: Schedule) {
  return { ...schedule, peak: toNanos(schedule.peak), finalShare: toNanos(schedule.finalShare) };
}

function dataBody(data: ProjectData) {
  if (data.source === "stories") return data;
  const options = Object.fromEntries(Object.entries(data.options).filter(([, value]) => value !== undefined));
  const files = data.files.map((entry) => ({ ...entry, shardList: fromHex(entry.shardList) }));
  return { ...data, options, files };
}

function toNanos(value: number): number {
  return Math.round(value * NANO);
}

/** Without a name and password, which a link must not smuggle into requests. */
function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
