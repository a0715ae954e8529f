/** The operator's list of projects, from a file: read and checked at the start, and again whenever it has changed. */
import { readFile, stat } from "node:fs/promises";
import * as v from "valibot";
import { FEATURED_BYTES, featuredListSchema } from "../shared/protocol/featured.ts";
import type { Log } from "./log.ts";
import { SettingsError } from "./settings.ts";

/** What is served at FEATURED_PATH, as JSON. */
export type Featured = () => Promise<string>;

export const NONE_FEATURED: Featured = () => Promise.resolve("[]");

/**
 * The list in the file at `path`. A later version that cannot be read is logged, and the one before stays.
 * @throws SettingsError when there is no list in it now
 */
export async function openFeatured(path: string, log: Log): Promise<Featured> {
  let current = await readList(path);
  let asking: Promise<void> | null = null;
  const refresh = async () => {
    try {
      const version = await versionOf(path);
      if (version !== current.version) current = await readList(path);
    } catch (error) {
      const { message } = error as Error;
      if (message !== current.trouble) log("warn", "projects-refused", { reason: message });
      current = { ...current, trouble: message };
    }
  };
  return async () => {
    // One look at the disk for all who ask meanwhile.
    await (asking ??= refresh().finally(() => {
      asking = null;
    }));
    return current.text;
  };
}

interface List {
  readonly text: string;
  /** Another one after each change of the file. */
  readonly version: string;
  /** Why a later version was not taken; said once. */
  readonly trouble: string;
}

async function readList(path: string): Promise<List> {
  const version = await versionOf(path);
  const list = parseList(path, await readFile(path, "utf8"));
  return { text: JSON.stringify(list), version, trouble: "" };
}

async function versionOf(path: string): Promise<string> {
  let facts: { readonly size: number; readonly mtimeMs: number; readonly ino: number };
  try {
    facts = await stat(path);
  } catch {
    throw new SettingsError(`PROJECTS is "${path}", but there is no file that can be read.`);
  }
  const { size, mtimeMs, ino } = facts;
  if (size > FEATURED_BYTES)
    throw new SettingsError(`PROJECTS: ${path} has ${size} bytes; at most ${FEATURED_BYTES} are read.`);
  return `${ino} ${size} ${mtimeMs}`;
}

function parseList(path: string, text: string): v.InferOutput<typeof featuredListSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`PROJECTS: ${path} is no JSON: ${(error as Error).message}.`);
  }
  const result = v.safeParse(featuredListSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new SettingsError(
    `PROJECTS: ${path} must be a JSON list such as [{"link":"<what follows ?project=>","title":"Birds by their songs"}].${
      where === null ? "" : ` At ${where}:`
    } ${issue.message}.`,
  );
}
