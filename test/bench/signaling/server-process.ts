/** The server with its default limits, behind a proxy that does not exist, so that one computer can play many networks. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../../signaling-server/server.ts";
import { answerParent } from "./child.ts";

export interface ServerReading {
  readonly port: number;
  /** Resident memory of the process, in MiB. */
  readonly residentMib: number;
  /** Seconds of processor time since the start. */
  readonly cpuSeconds: number;
}

const MEBIBYTE = 1_048_576;
const MICROSECONDS = 1_000_000;

const webFolder = await mkdtemp(join(tmpdir(), "tabloom-bench-"));
const { port } = await startServer({ port: 0, webFolder, trustedProxies: 1 });

answerParent((): Promise<ServerReading> => {
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / MICROSECONDS;
  return Promise.resolve({ port, residentMib: process.memoryUsage.rss() / MEBIBYTE, cpuSeconds });
});
