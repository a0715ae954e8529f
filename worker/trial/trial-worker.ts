/** The trial worker: the page opens it with the files of a project that is to be, and ends it, at any moment, to end the trial. */
import * as Comlink from "comlink";
import { surveyBackends } from "../engine/backends.ts";
import { openRemoteEngine } from "../engine/remote-engine.ts";
import { TrialService } from "./service.ts";

Comlink.expose(
  new TrialService({ surveyBackends, openEngine: openRemoteEngine, nowMs: () => performance.now() }),
);
