/**
 * Signaling servers for tests in a browser, which cannot start any. This is a global setup of Vitest: it runs in Node, and the tests
 * ask it over HTTP: POST /start answers with a port, POST /stop/PORT when that server is gone.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startServer, type RunningServer } from "../../signaling-server/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Port of the control server. */
    signalingControl: number;
  }
}

/** Every page may use it, it closes at once when told to, and strangers in tests may say more than in life. */
const SERVER_OPTIONS = {
  port: 0,
  webFolder: "web",
  allowedOrigins: "any",
  limits: { stopGraceMs: 100, messagesPerDevice: { count: 100_000, seconds: 10 } },
} as const;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = new Map<number, RunningServer>();
  const stopOne = async (port: number): Promise<void> => {
    const server = servers.get(port);
    servers.delete(port);
    await server?.stop();
  };
  const handle = async (path: string): Promise<string> => {
    if (path !== "/start") {
      await stopOne(Number(path.replace("/stop/", "")));
      return "";
    }
    const server = await startServer(SERVER_OPTIONS);
    servers.set(server.port, server);
    return String(server.port);
  };
  const control = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    handle(request.url ?? "").then(
      (body) => response.end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => control.listen(0, resolve));
  project.provide("signalingControl", (control.address() as AddressInfo).port);
  return async () => {
    await Promise.all([...servers.keys()].map(stopOne));
    control.closeAllConnections();
    await new Promise((resolve) => control.close(resolve));
  };
}
