/** Opens sockets that stay, and makes joins at a fixed rate whether or not the server keeps up. */
import { setTimeout as sleep } from "node:timers/promises";
import { joinOnce } from "./bench-client.ts";
import { answerParent } from "./child.ts";
import type { LeanSocket } from "./lean-socket.ts";

export type LoadQuestion =
  | { readonly kind: "idle"; readonly port: number; readonly count: number }
  | { readonly kind: "joins"; readonly port: number; readonly perSecond: number; readonly seconds: number };

export interface LoadAnswer {
  /** Joins done, and those that failed. */
  readonly joined: number;
  readonly failed: number;
  readonly seconds: number;
  /** From the moment at which each join was due, so that waiting for a late start counts too. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Processor time of this process. */
  readonly cpuSeconds: number;
  /** Idle sockets that are still open. */
  readonly idle: number;
}

/** Joins under way while the idle sockets are opened. */
const OPENING_AT_ONCE = 64;
const TICK_MS = 5;
const MICROSECONDS = 1_000_000;

const idleSockets: LeanSocket[] = [];
let nextIndex = 0;
let latencies: number[] = [];
let failed = 0;

async function timeJoin(port: number, dueMs: number): Promise<LeanSocket | undefined> {
  try {
    const socket = await joinOnce(port, nextIndex++);
    latencies.push(performance.now() - dueMs);
    return socket;
  } catch {
    failed++;
    return undefined;
  }
}

async function openIdle(port: number, count: number): Promise<void> {
  let left = count;
  const open = async (): Promise<void> => {
    while (left-- > 0) {
      const socket = await timeJoin(port, performance.now());
      if (socket) idleSockets.push(socket);
    }
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, open));
}

async function joinAtRate(port: number, perSecond: number, seconds: number): Promise<void> {
  const startMs = performance.now();
  const joins: Promise<void>[] = [];
  const total = perSecond * seconds;
  while (joins.length < total) {
    const dueCount = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * perSecond));
    while (joins.length < dueCount) {
      const dueMs = startMs + (joins.length / perSecond) * 1000;
      joins.push(timeJoin(port, dueMs).then((socket) => socket?.close()));
    }
    await sleep(TICK_MS);
  }
  await Promise.all(joins);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

answerParent(async (question: LoadQuestion): Promise<LoadAnswer> => {
  latencies = [];
  failed = 0;
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  if (question.kind === "idle") await openIdle(question.port, question.count);
  else await joinAtRate(question.port, question.perSecond, question.seconds);
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    joined: sorted.length,
    failed,
    seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: quantile(sorted, 1),
    cpuSeconds: (user + system) / MICROSECONDS,
    idle: idleSockets.filter((socket) => socket.isOpen).length,
  };
});
