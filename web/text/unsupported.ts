/** For browsers that lack what no training can do without. */
import type { Problem } from "../../worker/api.ts";

export const UNSUPPORTED_PROBLEM: Problem = {
  title: "This browser cannot train a model.",
  advice:
    "Tabloom needs WebAssembly and workers. Current versions of Chrome, Edge, Firefox and Safari have both; a strict security mode may switch them off.",
};
