import { openApp } from "../../support/app.ts";
import { measureArriving } from "./arriving.ts";
const app = await openApp();
const t=Date.now();
try { console.log(await measureArriving(app, `${app.origin}/?project=tiny&backend=wasm`, {tabs:3,rounds:6})); } catch (e) { console.log(e); } finally { console.log((Date.now()-t)/1000); await app.close(); }
process.exit();
