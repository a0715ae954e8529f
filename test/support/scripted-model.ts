/** A model worker that answers what a test or the harness tells it to. */
import type { ModelLink } from "../../web/projects/project-model-link.ts";
import type { ModelApi, ModelFault } from "../../worker/model-api.ts";

const fault = (kind: Exclude<ModelFault["kind"], "failed">) => async () =>
  ({ ok: false, fault: { kind } }) as const;

/** @param answers instead of those of a browser that knows nothing */
export const createScriptedModel = (answers: Partial<ModelApi> = {}): ModelLink => ({
  api: {
    describe: fault("not-here"),
    form: fault("no-head"),
    example: fault("no-head"),
    generate: fault("no-head"),
    predict: fault("no-head"),
    classify: fault("no-head"),
    download: fault("no-head"),
    ...answers,
  },
  onCrash: () => undefined,
  close: () => undefined,
});
