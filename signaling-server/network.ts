/** What the server knows of where a request comes from, and whether its page may ask. */
import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";

/** same-host: pages whose host is the one that the request names; any: every page; or exactly these origins. */
export type AllowedOrigins = "same-host" | "any" | ReadonlySet<string>;

/**
 * The key of a request's limits: an IPv4 address, or the first 56 bits of an IPv6 address, which is what one customer of
 * a provider gets.
 * @param trustedProxies proxies in front of this server. Each appends the address it saw to X-Forwarded-For, so only so
 * many entries from the right are true; the rest is whatever the visitor wrote.
 */
export function networkOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = headers["x-forwarded-for"];
  const hops = typeof forwarded === "string" ? forwarded.split(",").map((hop) => hop.trim()) : [];
  const claimed = trustedProxies > 0 ? hops.at(-trustedProxies) : undefined;
  return prefixOf(claimed ?? "") ?? prefixOf(socket.remoteAddress ?? "") ?? "unknown";
}

function prefixOf(address: string): string | undefined {
  const text = address.replace(/^::ffff:(?=[\d.]+$)/i, "");
  if (isIPv4(text)) return text;
  if (!isIPv6(text)) return undefined;
  const groups = expandIPv6(text);
  return `${groups.slice(0, 3).join(":")}:${groups[3]?.slice(0, 2)}`;
}

/** Eight groups of four digits. */
function expandIPv6(address: string): string[] {
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, "0"));
}

/** Browsers always name the page's origin and let nobody forge it; programs name none, and could name any. */
export function isAllowedOrigin({ headers }: IncomingMessage, allowed: AllowedOrigins): boolean {
  const { origin } = headers;
  if (origin === undefined || allowed === "any") return true;
  if (allowed !== "same-host") return allowed.has(origin);
  return URL.canParse(origin) && new URL(origin).host === headers.host?.toLowerCase();
}
