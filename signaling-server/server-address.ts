/** Where Tabloom is served, as its visitors see it. */
import type { IncomingMessage } from "node:http";

/** Names and addresses, with a port or without one; a header holds whatever its sender likes. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

export interface AddressOptions {
  /** What the operator says; then nothing is read from the request. */
  readonly publicUrl: string | null;
  /** Without any, nobody is believed who says that the visitor came by TLS. */
  readonly trustedProxies: number;
}

/** @returns for example "https://example.org/", or null when the request names no host that could be one */
export function addressOf(
  request: IncomingMessage,
  { publicUrl, trustedProxies }: AddressOptions,
): string | null {
  if (publicUrl !== null) return publicUrl;
  const { host = "" } = request.headers;
  const isSecure = trustedProxies > 0 && request.headers["x-forwarded-proto"] === "https";
  const address = `${isSecure ? "https" : "http"}://${host}`;
  return HOST.test(host) && URL.canParse(address) ? `${new URL(address).origin}/` : null;
}
