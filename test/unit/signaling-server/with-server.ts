/** Servers and clients that end with the test that opened them. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { startServer, type RunningServer, type ServerOptions } from "../../../signaling-server/server.ts";
import { SignalingClient, type ClientSetup } from "./signaling-client.ts";

const EMPTY_FOLDER = mkdtempSync(join(tmpdir(), "tabloom-empty-"));
/** No test waits for a refused socket that does not close by itself. */
const CLOSE_TIMEOUT_MS = 200;

export interface TestServer {
  start(options?: Partial<ServerOptions>): Promise<RunningServer>;
  connect(server: RunningServer, setup?: ClientSetup): SignalingClient;
  /** One that is in ROOM, or in `room`. */
  joined(server: RunningServer, room?: string): Promise<SignalingClient>;
}

/** Call it once in a describe block. */
export function withServer(): TestServer {
  const servers: RunningServer[] = [];
  const clients: SignalingClient[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  const connect = (server: RunningServer, setup?: ClientSetup): SignalingClient => {
    const client = new SignalingClient(server.port, setup);
    clients.push(client);
    return client;
  };
  return {
    connect,
    async start(options = {}) {
      const limits = { closeTimeoutMs: CLOSE_TIMEOUT_MS, ...options.limits };
      const server = await startServer({ port: 0, webFolder: EMPTY_FOLDER, ...options, limits });
      servers.push(server);
      return server;
    },
    async joined(server, room) {
      const client = connect(server);
      await client.join(room);
      return client;
    },
  };
}
