/** What a project's manifest says about its rounds. */
import { codecNamed } from "../compression/codecs.ts";
import { must } from "../core/assert.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createModel } from "../model/spec.ts";
import type { Project } from "../project/manifest.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";

export function rulesOf({ id, manifest: { plan } }: Project): SwarmRules {
  return {
    project: id,
    layout: createModel(plan.model).layout,
    codec: must(codecNamed(plan.codec), "a manifest with another codec is not opened"),
    tokensPerStep: plan.batchSize * unitsPerSample(plan.model),
    ...plan.rules,
  };
}

/** As its dataset says (shared/data/): tokens of a block of text, otherwise one row or image. */
function unitsPerSample(model: ModelSpec): number {
  return model.kind === "gpt" ? model.blockSize : 1;
}
