import { openApp } from "../../support/app.ts";
import { measureTakingOver } from "./taking-over.ts";
const app = await openApp();
const t=Date.now();
try { console.log(await measureTakingOver(app, `${app.origin}/?project=tiny&backend=wasm`, {times:4, seed:"x"})); } catch (e) { console.log(e); } finally { console.log((Date.now()-t)/1000); await app.close(); }
process.exit();
