import { openApp } from "../../support/app.ts";
import { measureKilling } from "./killing.ts";
const app = await openApp();
const t=Date.now();
try { console.log(await measureKilling(`${app.origin}/?project=tiny&backend=wasm`, {times:4, seed:"x"})); } finally { console.log((Date.now()-t)/1000); await app.close(); }
process.exit();
