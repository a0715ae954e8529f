/**
 * A site: the origin of a page that shows the widget, such as "https://example.org" or "http://localhost:8080". One site has one spelling. Signed records
 * hold sites, so that every engine must agree on what is one: the rules are written out here, and nobody asks an engine's own reader of addresses.
 */

/** "https://", the longest name that DNS knows, a colon and a port. */
export const MAX_SITE_CHARACTERS = 267;

const MAX_NAME_CHARACTERS = 253;
const MAX_LABEL_CHARACTERS = 63;
const MAX_PORT = 65_535;

/** Scheme, host, port. */
const SHAPE = /^(https?):\/\/([a-z0-9_.-]+|\[[0-9a-f:]+\])(?::([1-9][0-9]{0,4}))?$/;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** Whether text is the canonical spelling of a site: lower case, no default port, no path, no user, and other letters than ASCII as IDNA writes them. */
export function isSite(text: string): boolean {
  if (text.length > MAX_SITE_CHARACTERS) return false;
  const [, scheme = "", host = "", port] = SHAPE.exec(text) ?? [];
  if (port !== undefined && (port === DEFAULT_PORTS[scheme] || Number(port) > MAX_PORT)) return false;
  return host.startsWith("[") ? isAddress6(host.slice(1, -1)) : isName(host) || isAddress4(host);
}

/** Whatever ends with a number is read as an address, and is no name. */
function isName(host: string): boolean {
  const labels = host.split(".");
  const isEach = labels.every((label) => label.length > 0 && label.length <= MAX_LABEL_CHARACTERS);
  return isEach && host.length <= MAX_NAME_CHARACTERS && !/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1)!);
}

function isAddress4(host: string): boolean {
  const parts = host.split(".");
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Eight groups without leading zeros; the first of the longest runs of zeros, if it has two at least, as "::". */
function isAddress6(address: string): boolean {
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const [before = [], after = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return false;
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after];
  return groups.every((group) => /^(0|[1-9a-f][0-9a-f]{0,3})$/.test(group)) && address === shortened(groups);
}

function shortened(groups: readonly string[]): string {
  let [start, length] = [0, 1];
  for (let at = 0; at < groups.length; at++) {
    let end = at;
    while (groups[end] === "0") end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}
