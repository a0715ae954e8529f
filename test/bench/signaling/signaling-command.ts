/** `bench signaling`: how many the server holds, and how fast it lets them in, while others try to break it. */
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { startChild, type Child } from "./child.ts";
import type { HostileAnswer, HostileQuestion } from "./hostile-process.ts";
import type { LoadAnswer, LoadQuestion } from "./load-process.ts";
import type { ServerReading } from "./server-process.ts";

const JOINS_PER_SECOND = 1_000;
const JOIN_SECONDS = 10;
const HOSTILE_SOCKETS = 1_000;
/** The bars of issue 3 and of the security study, section 4, row 5. */
const MEMORY_LIMIT_MIB = 200;
const P99_LIMIT_MS = 250;
/** Files of a process besides its sockets, and joins under way. */
const SPARE_FILES = 2_000;
/** For buffers to be given back after the rush. */
const SETTLE_MS = 3_000;
const MAX_SOCKETS = 20_000;

interface Children {
  readonly server: Child<object, ServerReading>;
  readonly load: Child<LoadQuestion, LoadAnswer>;
  readonly hostile: Child<HostileQuestion, HostileAnswer>;
}

export function signalingCommand(): Command {
  return new Command("signaling")
    .description(
      `The signaling server under idle sockets, then under ${JOINS_PER_SECOND} joins per second, alone and with ${HOSTILE_SOCKETS} hostile sockets.`,
    )
    .option("--sockets <count>", "idle sockets", "10000")
    .option("--json", "one JSON object instead of text", false)
    .action(runSignalingBenchmark);
}

async function runSignalingBenchmark(options: {
  readonly sockets: string;
  readonly json: boolean;
}): Promise<void> {
  const count = Number(options.sockets);
  if (!Number.isInteger(count) || count < 1 || count > MAX_SOCKETS)
    throw new Error(`--sockets must be a whole number from 1 to ${MAX_SOCKETS}.`);
  checkFileLimit(count);
  const children: Children = {
    server: await startChild("server-process.ts"),
    load: await startChild("load-process.ts"),
    hostile: await startChild("hostile-process.ts"),
  };
  try {
    const report = await measure(children, count);
    console.log(options.json ? JSON.stringify(report) : formatReport(report));
  } finally {
    await Promise.all(Object.values(children).map((child: { stop(): Promise<void> }) => child.stop()));
  }
}

/** Node raises its own limit as far as the system allows; beyond that only the system's owner can. */
function checkFileLimit(count: number): void {
  const { stdout } = spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" });
  const limit = stdout.trim() === "unlimited" ? Infinity : Number(stdout);
  if (limit < count + SPARE_FILES)
    throw new Error(
      `A process may open ${limit} files here (ulimit -n), but ${count} sockets need ${count + SPARE_FILES}. Raise it, or give --sockets.`,
    );
}

interface JoinFigures extends Omit<LoadAnswer, "idle" | "cpuSeconds"> {
  readonly joinsPerSecond: number;
  /** Processor time of the server: unlike the rest, it hardly depends on what else the computer does. */
  readonly serverCpuMsPerJoin: number;
  readonly loadCpuMsPerJoin: number;
  readonly residentMib: number;
}

interface Report {
  readonly emptyMib: number;
  readonly idle: { readonly sockets: number; readonly residentMib: number; readonly kibPerSocket: number };
  readonly joins: JoinFigures;
  readonly joinsUnderFlood: JoinFigures;
  readonly flood: HostileAnswer;
  readonly isHealthy: boolean;
  readonly isMet: boolean;
}

async function measure({ server, load, hostile }: Children, count: number): Promise<Report> {
  const empty = await server.ask({});
  const { port } = empty;
  const opened = await load.ask({ kind: "idle", port, count });
  await sleep(SETTLE_MS);
  const full = await server.ask({});
  const joins = await measureJoins(server, load, port);
  await hostile.ask({ port, count: HOSTILE_SOCKETS });
  const joinsUnderFlood = await measureJoins(server, load, port);
  const flood = await hostile.ask({ port, count: 0 });
  const isHealthy = (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  const isInTime = [joins, joinsUnderFlood].every(
    (figures) => figures.p99Ms <= P99_LIMIT_MS && figures.failed === 0,
  );
  return {
    emptyMib: round(empty.residentMib),
    idle: {
      sockets: opened.idle,
      residentMib: round(full.residentMib),
      kibPerSocket: round(((full.residentMib - empty.residentMib) * 1024) / opened.idle),
    },
    joins,
    joinsUnderFlood,
    flood,
    isHealthy,
    isMet: isInTime && isHealthy && opened.idle === count && full.residentMib <= MEMORY_LIMIT_MIB,
  };
}

async function measureJoins(
  server: Children["server"],
  load: Children["load"],
  port: number,
): Promise<JoinFigures> {
  const before = await server.ask({});
  const { joined, failed, seconds, p50Ms, p99Ms, maxMs, cpuSeconds } = await load.ask({
    kind: "joins",
    port,
    perSecond: JOINS_PER_SECOND,
    seconds: JOIN_SECONDS,
  });
  const after = await server.ask({});
  return {
    joined,
    failed,
    seconds: round(seconds),
    joinsPerSecond: Math.round(joined / seconds),
    p50Ms: round(p50Ms),
    p99Ms: round(p99Ms),
    maxMs: round(maxMs),
    serverCpuMsPerJoin: round(((after.cpuSeconds - before.cpuSeconds) * 1000) / joined),
    loadCpuMsPerJoin: round((cpuSeconds * 1000) / joined),
    residentMib: round(after.residentMib),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function formatReport({ emptyMib, idle, joins, joinsUnderFlood, flood, isHealthy, isMet }: Report): string {
  const line = (
    name: string,
    { joinsPerSecond, failed, p50Ms, p99Ms, maxMs, serverCpuMsPerJoin, residentMib }: JoinFigures,
  ) =>
    `${name}: ${joinsPerSecond} joins/s, ${failed} failed, p50 ${p50Ms} ms, p99 ${p99Ms} ms (at most ${P99_LIMIT_MS}), max ${maxMs} ms, ${serverCpuMsPerJoin} ms of processor each, ${residentMib} MiB`;
  return [
    `empty: ${emptyMib} MiB`,
    `${idle.sockets} idle sockets: ${idle.residentMib} MiB (at most ${MEMORY_LIMIT_MIB}), ${idle.kibPerSocket} KiB each`,
    line("joins", joins),
    line("joins under a flood", joinsUnderFlood),
    `flood: ${flood.attempts} attempts, ${flood.messages} malformed messages; the server ${isHealthy ? "still answers" : "is gone"}`,
    isMet ? "PASS" : "BELOW",
  ].join("\n");
}
