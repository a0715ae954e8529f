/**
 * Multilayer perceptron for table rows: numeric columns and one-hot categories in, GELU layers, one linear output layer.
 * Windows of a time series are rows too.
 * Sources: He et al. 2015, "Delving Deep into Rectifiers" (initial deviations); Hendrycks & Gimpel 2016 (GELU).
 */
import { ModelSpecError } from "../core/errors.ts";
import { createLayout, type ParameterDeclaration } from "../tensor/layout.ts";
import { float32, int32 } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import type { Model } from "./model.ts";
import type { Value } from "./operator.ts";

export interface MlpSpec {
  readonly kind: "mlp";
  /** Numeric columns, standardised by whoever makes the batches. */
  readonly numericCount: number;
  /** Columns with categories, and how many categories they have together; a category's index is unique across columns. */
  readonly categoricalCount: number;
  readonly categoryCount: number;
  /** Widths of the layers between input and output, at least one. */
  readonly hiddenWidths: readonly number[];
  readonly output: MlpOutput;
}

/** Cross-entropy over classes, or mean squared error over numbers. */
export type MlpOutput =
  | { readonly kind: "classes"; readonly count: number }
  | { readonly kind: "numbers"; readonly count: number };

/** @throws ModelSpecError when there is no input column, no hidden layer, or no category for a categorical column */
export function createMlp(spec: MlpSpec): Model {
  const { numericCount, categoricalCount, categoryCount, hiddenWidths, output } = spec;
  if (numericCount + categoricalCount === 0)
    throw new ModelSpecError("mlp: the table needs at least one input column");
  if (hiddenWidths.length === 0) throw new ModelSpecError("mlp: hiddenWidths needs at least one entry");
  if (categoryCount < categoricalCount) {
    throw new ModelSpecError(
      `mlp: ${categoricalCount} categorical columns need as many categories, got ${categoryCount}`,
    );
  }
  return {
    layout: createLayout(declareParameters(spec)),
    inputs: (batchSize) => ({
      ...(numericCount > 0 && { features: float32([batchSize, numericCount]) }),
      ...(categoricalCount > 0 && { categories: int32([batchSize, categoricalCount]) }),
      targets: output.kind === "classes" ? int32([batchSize]) : float32([batchSize, output.count]),
    }),
    forward: (graph, parameter, { features, categories, targets }) => {
      const layer = (x: Value, name: string) =>
        graph.add(
          graph.matmul(x, parameter(`${name}.weight`), { transposeB: true }),
          parameter(`${name}.bias`),
        );
      let x = graph.concat(inputColumns(graph, features, categories, categoryCount), 1); // [rows, columns]
      hiddenWidths.forEach((_, index) => {
        x = graph.gelu(layer(x, `layer.${index}`)); // [rows, hiddenWidths[index]]
      });
      const prediction = layer(x, "output"); // [rows, count]
      if (output.kind === "classes") return { losses: graph.crossEntropy(prediction, targets!), prediction };
      const error = graph.subtract(prediction, targets!);
      return { losses: graph.reduceMean(graph.multiply(error, error), [1]), prediction };
    },
  };
}

/** Numbers as they are, and one column per category: 1 where the row has it. */
function inputColumns(
  graph: GraphBuilder,
  features: Value | undefined,
  categories: Value | undefined,
  categoryCount: number,
): Value[] {
  // All columns of a row in one vector of ones and zeros: cheaper in the backward pass than a row per column.
  const ones = categories && graph.reduceSum(graph.oneHot(categories, categoryCount), [1]);
  return [features, ones].filter((part) => part !== undefined);
}

function declareParameters(spec: MlpSpec): ParameterDeclaration[] {
  const { numericCount, categoricalCount, categoryCount, hiddenWidths, output } = spec;
  const zero = { constant: 0 };
  const layers = hiddenWidths.map((width, index): ParameterDeclaration[] => {
    const isFirst = index === 0;
    const columns = isFirst ? numericCount + categoryCount : hiddenWidths[index - 1]!;
    // Of the categories' columns only one per categorical column is ever different from zero.
    const fanIn = isFirst ? numericCount + categoricalCount : columns;
    const initial = { deviation: Math.sqrt(2 / fanIn) };
    return [
      { name: `layer.${index}.weight`, shape: [width, columns], role: isFirst ? "table" : "hidden", initial },
      { name: `layer.${index}.bias`, shape: [width], role: "vector", initial: zero },
    ];
  });
  const lastWidth = hiddenWidths.at(-1)!;
  const initial = { deviation: Math.sqrt(1 / lastWidth) };
  return [
    ...layers.flat(),
    { name: "output.weight", shape: [output.count, lastWidth], role: "table", initial },
    { name: "output.bias", shape: [output.count], role: "vector", initial: zero },
  ];
}
