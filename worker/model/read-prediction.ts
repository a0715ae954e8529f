/** From a model's numbers to an answer for people. */
import { exactExp } from "../../shared/core/exact-math.ts";
import { restore } from "../../shared/data/scale.ts";
import type { Preparation } from "../../shared/export/preparation.ts";
import type { Prediction } from "../model-api.ts";
import { ModelError } from "./model-error.ts";

/** Classes of an answer, however many there are. */
const MOST_CLASSES = 10;

/** @param prediction logits [classes], or one standardised number */
export function readPrediction(preparation: Preparation, prediction: Float32Array): Prediction {
  switch (preparation.kind) {
    case "table":
      return preparation.answers.kind === "classes"
        ? { kind: "classes", classes: sharesOf(preparation.answers.labels, prediction) }
        : { kind: "number", value: restore(preparation.answers.scale, prediction[0]!) };
    case "series":
      return { kind: "number", value: restore(preparation.scale, prediction[0]!) };
    case "images":
      return { kind: "classes", classes: sharesOf(preparation.labels, prediction) };
    default:
      throw new ModelError("bad-input");
  }
}

/** softmax, the largest first. */
function sharesOf(labels: readonly string[], logits: Float32Array) {
  const peak = Math.max(...logits);
  const weights = Array.from(logits, (logit) => exactExp(Math.max(-700, logit - peak)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return labels
    .map((label, index) => ({ label, share: weights[index]! / sum }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MOST_CLASSES);
}
