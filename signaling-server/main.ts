#!/usr/bin/env node
/** Starts the server from the environment (PORT), says where it is, and stops in an orderly way when told to. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startServer, type RunningServer } from "./server.ts";

const DEFAULT_PORT = 8787;
const MAX_PORT = 65_535;

/** The built page, seen from the compiled file in dist/node/. */
const WEB_FOLDER = fileURLToPath(new URL("../web", import.meta.url));

/** One line for a person, and the end. */
function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readPort(): number {
  const text = process.env["PORT"] ?? "";
  if (text === "") return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= MAX_PORT) return port;
  return fail(
    `PORT is "${text}", but it must be a whole number from 0 to ${MAX_PORT} (0 takes any free port).`,
  );
}

async function start(port: number): Promise<RunningServer> {
  try {
    return await startServer({ port, webFolder: WEB_FOLDER });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      fail(`Port ${port} is taken. Stop the other program, or choose another: PORT=${port + 1} npm start`);
    if (code === "EACCES")
      fail(
        `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=${DEFAULT_PORT} npm start`,
      );
    return fail(`The server could not start: ${message}`);
  }
}

if (!existsSync(WEB_FOLDER)) fail(`The built page is missing (${WEB_FOLDER}). Build it first: npm run build`);
const server = await start(readPort());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0));
  });
}
// Last, because whoever reads this line may send a signal at once.
console.log(`Tabloom is running at http://localhost:${server.port}`);
