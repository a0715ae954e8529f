/** What an operator watches, in the Prometheus text format at /metrics. Counts only: nothing in it names anybody. */
import { Counter, Gauge, Registry } from "prom-client";
import type { Occupancy } from "./hub.ts";

export interface Metrics {
  readonly joins: Counter;
  /** By `type`: what was carried from one peer to another. */
  readonly relayed: Counter<"type">;
  /** Messages for somebody who is not there. */
  readonly expired: Counter;
  /** By `reason`: sockets that were refused or closed for what they did or did not do. */
  readonly refused: Counter<"reason">;
  readonly contentType: string;
  text(): Promise<string>;
}

/** @param occupancy read at each scrape */
export function createMetrics(occupancy: () => Occupancy): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    const created: Gauge = new Gauge({ name, help, registers, collect: () => created.set(read()) });
  };
  gauge("tabloom_sockets", "Open sockets.", () => occupancy().sockets);
  gauge("tabloom_peers", "Peers that have joined a room.", () => occupancy().peers);
  gauge("tabloom_rooms", "Rooms with a peer in them.", () => occupancy().rooms);
  gauge("process_resident_memory_bytes", "Memory of the process.", () => process.memoryUsage.rss());
  return {
    joins: new Counter({ name: "tabloom_joins_total", help: "Good joins.", registers }),
    relayed: new Counter({
      name: "tabloom_relayed_total",
      help: "Messages carried between peers.",
      labelNames: ["type"],
      registers,
    }),
    expired: new Counter({ name: "tabloom_expired_total", help: "Messages for absent peers.", registers }),
    refused: new Counter({
      name: "tabloom_refused_total",
      help: "Sockets refused or closed for what they did.",
      labelNames: ["reason"],
      registers,
    }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
