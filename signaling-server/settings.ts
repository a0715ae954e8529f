/** Everything that can be set from outside, from environment variables. README.md lists them. */
import * as v from "valibot";
import { TabloomError } from "../shared/core/errors.ts";
import { signalingConfigSchema, type SignalingConfig } from "../shared/protocol/signaling.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import type { AllowedOrigins } from "./network.ts";

export const DEFAULT_PORT = 8787;
const MAX_PORT = 65_535;
const MAX_PROXIES = 8;
/** More sockets than any system lets one process open. */
const MAX_COUNT = 1_000_000;

/** The sentence names the variable, what it held, and what would be right. */
export class SettingsError extends TabloomError {
  override readonly name = "SettingsError";
}

export interface Settings {
  readonly port: number;
  readonly allowedOrigins: AllowedOrigins;
  readonly trustedProxies: number;
  readonly maxSockets: number;
  readonly socketsPerNetwork: number;
  readonly logLevel: LogLevel;
  /** What the page is told. */
  readonly config: SignalingConfig;
  /** Path of the list of projects that the page shows as featured; null for none. */
  readonly projectsFile: string | null;
  /** Path of the list of sites that may not show the widget; null for none. */
  readonly sitesOffFile: string | null;
  /** Where Tabloom is served, as visitors see it, such as "https://example.org/"; null: as each request says. */
  readonly publicUrl: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError */
export function readSettings(environment: Environment): Settings {
  const read = (name: string): string => (environment[name] ?? "").trim();
  const readCount = (
    name: string,
    byDefault: number,
    minimum: number,
    maximum: number,
    hint = "",
  ): number => {
    const text = read(name);
    if (text === "") return byDefault;
    const count = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
    if (count >= minimum && count <= maximum) return count;
    throw new SettingsError(
      `${name} is "${text}", but it must be a whole number from ${minimum} to ${maximum}${hint}.`,
    );
  };
  return {
    port: readCount("PORT", DEFAULT_PORT, 0, MAX_PORT, " (0 takes any free port)"),
    allowedOrigins: parseOrigins(read("ALLOWED_ORIGINS")),
    trustedProxies: readCount("TRUST_PROXY", 0, 0, MAX_PROXIES, " (how many proxies stand in front)"),
    maxSockets: readCount("MAX_SOCKETS", DEFAULT_LIMITS.maxSockets, 1, MAX_COUNT),
    socketsPerNetwork: readCount("MAX_SOCKETS_PER_NETWORK", DEFAULT_LIMITS.socketsPerNetwork, 1, MAX_COUNT),
    logLevel: parseLogLevel(read("LOG_LEVEL")),
    config: {
      iceServers: parseIceServers(read("ICE_SERVERS")),
      signalingServers: parseServers(read("SIGNALING_SERVERS")),
    },
    projectsFile: read("PROJECTS") || null,
    sitesOffFile: read("SITES_OFF") || null,
    publicUrl: parsePublicUrl(read("PUBLIC_URL")),
  };
}

const splitList = (text: string): string[] =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

function parseOrigins(text: string): AllowedOrigins {
  if (text === "") return "same-host";
  if (text === "*") return "any";
  const origins = splitList(text);
  for (const origin of origins) {
    if (/^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new SettingsError(
      `ALLOWED_ORIGINS holds "${origin}", but it must be origins such as https://example.org, with commas between, or *.`,
    );
  }
  return new Set(origins);
}

function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === (text === "" ? "warn" : text));
  if (level !== undefined) return level;
  throw new SettingsError(`LOG_LEVEL is "${text}", but it must be one of ${LOG_LEVELS.join(", ")}.`);
}

function parseIceServers(text: string): SignalingConfig["iceServers"] {
  if (text === "") return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = v.safeParse(signalingConfigSchema.entries.iceServers, value);
  if (result.success) return result.output;
  const where = v.getDotPath(result.issues[0]);
  const what = where === null ? "" : ` At ${where}: ${result.issues[0].message}.`;
  // The value may hold a password, so it is not repeated here.
  throw new SettingsError(
    `ICE_SERVERS must be a JSON list such as [{"urls":"stun:stun.example.org:3478"}].${what}`,
  );
}

function parseServers(text: string): string[] {
  const servers = splitList(text);
  if (v.is(signalingConfigSchema.entries.signalingServers, servers)) return servers;
  throw new SettingsError(
    `SIGNALING_SERVERS is "${text}", but it must be at most 8 addresses such as wss://signal.example.org/, with commas between.`,
  );
}

function parsePublicUrl(text: string): string | null {
  if (text === "") return null;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    const { href, origin, pathname } = new URL(text);
    if (href === `${origin}${pathname}`) return href.endsWith("/") ? href : `${href}/`;
  }
  throw new SettingsError(
    `PUBLIC_URL is "${text}", but it must be the address where visitors open the page, such as https://example.org/.`,
  );
}
