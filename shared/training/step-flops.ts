/** What an inner step costs, by the model alone: nobody's clock or claim has a say in credit. */
import { countFlops } from "../model/flops.ts";
import { gradientGraph } from "../model/model.ts";
import { createModel } from "../model/spec.ts";
import type { ProjectPlan } from "./project-plan.ts";

/** Floating-point operations of the forward and backward pass of one batch; the optimiser's are left out, because they depend on how it is written. */
export function stepFlops({ model, batchSize }: ProjectPlan): number {
  return countFlops(gradientGraph(createModel(model), batchSize));
}
