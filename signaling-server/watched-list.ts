/** A list that an operator keeps in a JSON file: read and checked at the start, and again whenever the file has changed. */
import { readFile, stat } from "node:fs/promises";
import * as v from "valibot";
import type { Log } from "./log.ts";
import { SettingsError } from "./settings.ts";

export interface ListFile<List> {
  /** The environment variable that holds its path. */
  readonly variable: string;
  readonly maxBytes: number;
  readonly schema: v.GenericSchema<unknown, List>;
  /** For whoever has written another thing. */
  readonly example: string;
  /** Logged when a later version is not taken. */
  readonly refusedEvent: string;
}

/**
 * The list in the file at `path`, as `prepare` makes it. A later version that cannot be read is logged, and the one before stays.
 * @throws SettingsError when there is no list in it now
 */
export async function watchList<List, Value>(
  file: ListFile<List>,
  path: string,
  prepare: (list: List) => Value,
  log: Log,
): Promise<() => Promise<Value>> {
  const read = async (): Promise<Reading<Value>> => {
    const version = await versionOf(file, path);
    const list = parseList(file, path, await readFile(path, "utf8"));
    return { value: prepare(list), version, trouble: "" };
  };
  let current = await read();
  let asking: Promise<void> | null = null;
  const refresh = async () => {
    try {
      if ((await versionOf(file, path)) !== current.version) current = await read();
    } catch (error) {
      const { message } = error as Error;
      if (message !== current.trouble) log("warn", file.refusedEvent, { reason: message });
      current = { ...current, trouble: message };
    }
  };
  return async () => {
    // One look at the disk for all who ask meanwhile.
    await (asking ??= refresh().finally(() => {
      asking = null;
    }));
    return current.value;
  };
}

interface Reading<Value> {
  readonly value: Value;
  /** Another one after each change of the file. */
  readonly version: string;
  /** Why a later version was not taken; said once. */
  readonly trouble: string;
}

async function versionOf({ variable, maxBytes }: ListFile<unknown>, path: string): Promise<string> {
  let facts: { readonly size: number; readonly mtimeMs: number; readonly ino: number };
  try {
    facts = await stat(path);
  } catch {
    throw new SettingsError(`${variable} is "${path}", but there is no file that can be read.`);
  }
  const { size, mtimeMs, ino } = facts;
  if (size > maxBytes)
    throw new SettingsError(`${variable}: ${path} has ${size} bytes; at most ${maxBytes} are read.`);
  return `${ino} ${size} ${mtimeMs}`;
}

function parseList<List>({ variable, schema, example }: ListFile<List>, path: string, text: string): List {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`${variable}: ${path} is no JSON: ${(error as Error).message}.`);
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new SettingsError(
    `${variable}: ${path} must be a JSON list such as ${example}.${where === null ? "" : ` At ${where}:`} ${issue.message}.`,
  );
}
