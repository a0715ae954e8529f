/** Kinds of models, for people. */
import { say } from "../messages/say.ts";

/** @param name of a description ("gpt nano", "mlp"), or as `ModelName` has it ("gpt:nano"); one that nobody knows stays as it is */
export const modelLabel = (name: string): string =>
  say("model.name", { model: name.replace(/[ :]/, "_"), name });
