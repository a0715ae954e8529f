/** A model that only answers: θ in ordinary memory, and a forward pass for each batch size in use. Half of an engine, without what training needs. */
import { createModel } from "../../shared/model/spec.ts";
import type { Batch, Engine, Evaluation } from "../../shared/ports/engine.ts";
import { float32, type Tensor } from "../../shared/tensor/tensor-type.ts";
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { ForwardRunner } from "../../shared/training/forward-runner.ts";
import type { GraphRunner } from "../../shared/training/graph-runner.ts";

export class Forward implements Pick<Engine, "evaluate" | "dispose"> {
  readonly #runner: ForwardRunner<Tensor>;
  readonly #parameters: Tensor;

  /** @param parameters θ; kept, not copied */
  constructor(
    { model, batchSize }: Pick<EnginePlan, "model" | "batchSize">,
    parameters: Float32Array,
    runner: GraphRunner,
  ) {
    this.#parameters = { ...float32([parameters.length]), data: parameters };
    this.#runner = new ForwardRunner(
      async (graph) => {
        const compiled = await runner.compile(graph);
        return {
          run: async (theta, batch) => {
            const { losses, prediction } = await compiled.run({ parameters: theta, ...batch });
            return { losses: losses!, prediction: prediction! };
          },
          dispose: () => compiled.dispose(),
        };
      },
      createModel(model),
      batchSize,
    );
  }

  evaluate(batch: Batch): Promise<Evaluation> {
    return this.#runner.run(this.#parameters, batch);
  }

  dispose(): Promise<void> {
    return this.#runner.dispose();
  }
}
