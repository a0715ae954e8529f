/**
 * A small reader of filter lists in the syntax of Adblock Plus and uBlock Origin: enough for the rules that block requests by their address.
 * What it does not know (hiding rules, exceptions) blocks nothing; an option that it does not know restricts nothing, so it errs on the strict side.
 * Syntax: https://help.adblockplus.org/hc/en-us/articles/360062733293
 */

const TYPES = [
  "script",
  "image",
  "stylesheet",
  "xmlhttprequest",
  "subdocument",
  "websocket",
  "other",
] as const;
export type RequestType = (typeof TYPES)[number];
export const REQUEST_TYPES: readonly RequestType[] = TYPES;

export interface FilteredRequest {
  readonly url: string;
  readonly type: RequestType;
  /** Of the page that asks. */
  readonly pageHost: string;
}

export interface Filter {
  /** As written in the list. */
  readonly text: string;
  blocks(request: FilteredRequest): boolean;
}

export function parseFilterList(list: string): Filter[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^!|^\[|^@@|#[@?$]*#/.test(line))
    .map(parseFilter);
}

function parseFilter(text: string): Filter {
  const [, pattern = "", options = ""] = /^(\/.+\/|.*?)(?:\$([^/$]*))?$/.exec(text) ?? [];
  const names = options.split(",").filter((option) => option !== "");
  const address = new RegExp(expressionOf(pattern), names.includes("match-case") ? "" : "i");
  return {
    text,
    blocks: (request) => address.test(request.url) && names.every((name) => isMet(name, names, request)),
  };
}

/** A separator: whatever is no part of a word, or the end. */
const SEPARATOR = String.raw`(?:[^\w.%-]|$)`;
/** The start of a host, or of one of its labels. */
const HOST_START = String.raw`^[a-z][a-z0-9+.-]*://(?:[^/?#]*\.)?`;

function expressionOf(pattern: string): string {
  if (/^\/.+\/$/.test(pattern)) return pattern.slice(1, -1);
  const [, start = "", body = "", end = ""] = /^(\|{0,2})(.*?)(\|?)$/.exec(pattern) ?? [];
  const middle = body
    .replace(/[.+?${}()|[\]\\/-]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("^", SEPARATOR);
  const before = start === "||" ? HOST_START : start === "|" ? "^" : "";
  return `${before}${middle}${end === "" ? "" : "$"}`;
}

const PARTIES: Readonly<Record<string, boolean>> = {
  "third-party": true,
  "3p": true,
  "~first-party": true,
  "~1p": true,
  "first-party": false,
  "1p": false,
  "~third-party": false,
  "~3p": false,
};
const SHORT_NAMES: Readonly<Record<string, string>> = {
  xhr: "xmlhttprequest",
  frame: "subdocument",
  css: "stylesheet",
};

function isMet(name: string, names: readonly string[], { url, type, pageHost }: FilteredRequest): boolean {
  const mustBeThird = PARTIES[name];
  if (mustBeThird !== undefined) return mustBeThird === !isWithin(new URL(url).hostname, pageHost);
  if (/^(?:domain|from)=/.test(name)) return isAmong(name.replace(/^\w+=/, "").split("|"), pageHost);
  if (typeOf(name.replace("~", "")) === undefined) return true;
  if (name.startsWith("~")) return typeOf(name.slice(1)) !== type;
  // Types that are named beside each other are alternatives.
  return names.some((other) => typeOf(other) === type);
}

const typeOf = (name: string) => TYPES.find((type) => type === (SHORT_NAMES[name] ?? name));

function isAmong(hosts: readonly string[], pageHost: string): boolean {
  const wanted = hosts.filter((host) => !host.startsWith("~"));
  const unwanted = hosts.filter((host) => host.startsWith("~")).map((host) => host.slice(1));
  if (unwanted.some((host) => isWithin(pageHost, host))) return false;
  return wanted.length === 0 || wanted.some((host) => isWithin(pageHost, host));
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);
