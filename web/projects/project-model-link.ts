/** The page's end of a model worker. */
import * as comlink from "comlink";
import type { ModelApi } from "../../worker/model-api.ts";

export interface ModelLink {
  readonly api: ModelApi;
  /** Registers the one listener for the worker's death. */
  readonly onCrash: (listener: (detail: string) => void) => void;
  /** Ends the worker at once, whatever it is doing. */
  readonly close: () => void;
}

/** Opens a worker of its own. */
export type OpenModelLink = () => Promise<ModelLink>;

export function openModelWorker(): ModelLink {
  // In one expression: only so the build knows that it is a worker.
  const worker = new Worker(new URL("../../worker/model/model-worker.ts", import.meta.url), {
    type: "module",
    name: "tabloom model",
  });
  const remote = comlink.wrap<ModelApi>(worker);
  return {
    api: {
      describe: (link) => remote.describe(link),
      form: (link) => remote.form(link),
      example: (link, turn) => remote.example(link, turn),
      generate: (link, prompt, options, onText) =>
        remote.generate(link, prompt, options, comlink.proxy(onText)),
      predict: (link, cells) => remote.predict(link, cells),
      classify: (link, pixels) => remote.classify(link, pixels),
      download: (link, format, work) => remote.download(link, format, work),
    },
    onCrash(listener) {
      // A script that cannot be loaded gives a plain Event, without a message.
      worker.addEventListener("error", (event: Partial<ErrorEvent>) => listener(event.message ?? ""));
      worker.addEventListener("messageerror", () => listener(""));
    },
    close: () => worker.terminate(),
  };
}
