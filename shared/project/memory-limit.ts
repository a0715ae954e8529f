/** How much memory one training step of a stranger's project may take. */
import { unreachable } from "../core/assert.ts";
import type { ModelSpec } from "../model/spec.ts";

/**
 * Values of the largest tensor in a step, in float32: 256 MB, some of which exist at once beside θ. gpt:mini with its batch has 1.5 million.
 */
export const MAX_TENSOR_VALUES = 67_108_864;
/** A GPT's feed-forward layer is this many times as wide as its stream. */
const FEED_FORWARD = 4;

/** Values in the largest activation of a training step. */
export function largestTensor(model: ModelSpec, batchSize: number): number {
  switch (model.kind) {
    case "gpt": {
      const { blockSize, headCount, width, vocabularySize } = model;
      return batchSize * blockSize * Math.max(vocabularySize, FEED_FORWARD * width, headCount * blockSize);
    }
    case "mlp": {
      // Categories are looked up by one-hot products: columns × categories per row.
      const { numericCount, categoricalCount, categoryCount, hiddenWidths, output } = model;
      return (
        batchSize * Math.max(numericCount, categoricalCount * categoryCount, ...hiddenWidths, output.count)
      );
    }
    case "cnn": {
      const { height, width, channels, classCount, widths } = model;
      const FILTER_AREA = 9;
      return batchSize * Math.max(height * width * FILTER_AREA * Math.max(channels, ...widths), classCount);
    }
    default:
      return unreachable(model);
  }
}
