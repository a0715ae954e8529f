#!/usr/bin/env node
/** Starts the server from the environment, says where it is, and stops in an orderly way when told to. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NONE_FEATURED, openFeatured } from "./featured.ts";
import { createLog } from "./log.ts";
import { startServer, type RunningServer } from "./server.ts";
import { DEFAULT_PORT, readSettings, SettingsError, type Settings } from "./settings.ts";
import { NONE_OFF, openSitesOff } from "./sites-off.ts";

/** The built page, seen from the compiled file in dist/node/. */
const WEB_FOLDER = fileURLToPath(new URL("../web", import.meta.url));

/** One line for a person, and the end. */
function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readSettingsOrFail(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

async function start(settings: Settings): Promise<RunningServer> {
  const { port, config, allowedOrigins, trustedProxies, maxSockets, socketsPerNetwork, logLevel } = settings;
  const log = createLog(logLevel, (line) => process.stderr.write(line));
  try {
    const { projectsFile, sitesOffFile, publicUrl } = settings;
    return await startServer({
      port,
      webFolder: WEB_FOLDER,
      config,
      featured: projectsFile === null ? NONE_FEATURED : await openFeatured(projectsFile, log),
      sitesOff: sitesOffFile === null ? NONE_OFF : await openSitesOff(sitesOffFile, log),
      publicUrl,
      allowedOrigins,
      trustedProxies,
      limits: { maxSockets, socketsPerNetwork },
      log,
    });
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
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
const server = await start(readSettingsOrFail());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0));
  });
}
// Last, because whoever reads this line may send a signal at once.
console.log(`Tabloom is running at http://localhost:${server.port}`);
