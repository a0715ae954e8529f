/** Questions about a model that have no answer: what a person can do something about is a fault with a name. */
import { TabloomError } from "../../shared/core/errors.ts";
import type { ModelAnswer, ModelFault } from "../model-api.ts";

export class ModelError extends TabloomError {
  override readonly name = "ModelError";
  readonly fault: ModelFault;

  constructor(kind: Exclude<ModelFault["kind"], "failed">, options?: ErrorOptions) {
    super(kind, options);
    this.fault = { kind };
  }
}

export async function answerOf<T>(work: () => Promise<T>): Promise<ModelAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof ModelError) return { ok: false, fault: error.fault };
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, fault: { kind: "failed", detail } };
  }
}
