import { openApp } from "../../support/app.ts";
import { measureRestoring } from "./restoring.ts";
const app = await openApp();
const t=Date.now();
try { console.log(await measureRestoring(app, `${app.origin}/?project=tiny&backend=wasm`, 3)); } catch (e) { console.log(e); } finally { console.log((Date.now()-t)/1000); await app.close(); }
process.exit();
