/**
 * Which of two attempts at a link with one address counts. What the server brings is its sender's own word: the server writes the
 * sender's address on it. A neighbour can put anybody's address on what it passes on, and then hold a link in that name. So what came
 * by way of a neighbour never displaces what the server brought, and gives way to it.
 */
import { unreachable } from "../core/assert.ts";
import { HALF_OPEN_MS } from "../protocol/limits.ts";
import type { Link } from "./link.ts";

/** How a signaling message travels. */
export type SignalRoute = "server" | "neighbour";

/** Whether the one can be believed where the other contradicts it. */
export function isMoreCredible(route: SignalRoute, other: SignalRoute): boolean {
  return route === "server" && other === "neighbour";
}

/** Whether `link` stays when another offer comes in its address's name by `route`. */
export function isKept(link: Link, route: SignalRoute, ownAddress: string, nowMs: number): boolean {
  // Both dial at once: the offer of the lower address counts, and its sender ignores the other one.
  const isOursFirst = ownAddress < link.address;
  switch (link.state) {
    case "dialling":
      return isOursFirst;
    case "accepting":
      return isMoreCredible(link.route, route);
    case "open": {
      // A link that works is not given up because somebody says so.
      if (!link.connection.isHealthy()) return false;
      if (!isMoreCredible(route, link.route)) return true;
      // The offer that crossed our dial may take the slower way: its sender has given it up for the link that we have.
      const isYoungDial = link.isAnswered && nowMs - link.sinceMs < HALF_OPEN_MS;
      return isYoungDial && isOursFirst;
    }
    default:
      return unreachable(link.state);
  }
}
