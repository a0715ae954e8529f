/** `npm start`: from a fresh clone, or the unpacked package, to a running server. */
import { build } from "./build.mjs";
import { installPackages, IS_PACKAGE, ROOT } from "./setup.mjs";

installPackages();
if (!IS_PACKAGE && !build()) process.exit(1);
await import(`${ROOT}/dist/node/server.js`); // prints the address
