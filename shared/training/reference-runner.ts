import { interpret } from "../model/reference.ts";
import type { GraphRunner } from "./graph-runner.ts";

/** Runs graphs in plain TypeScript and double precision: the oracle for every other engine, and the simulator's engine. */
export const referenceRunner: GraphRunner = {
  compile: (graph) =>
    Promise.resolve({
      run: (inputs) =>
        Promise.resolve(
          Object.fromEntries(
            Object.entries(interpret(graph, inputs)).map(([name, values]) => [
              name,
              Float32Array.from(values),
            ]),
          ),
        ),
      dispose: () => Promise.resolve(),
    }),
};
