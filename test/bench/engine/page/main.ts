/** The benchmark's page: starts the worker and makes it callable from outside. */
import * as Comlink from "comlink";
import type { RaceTrack } from "../race.ts";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
Object.assign(globalThis, { raceTrack: Comlink.wrap<RaceTrack>(worker) });
