/**
 * The optimiser step of shared/optimizer as a graph, for engines that keep θ and the optimiser's state in GPU buffers. Same formulas, same
 * state vector; float32 throughout.
 */
import { GraphBuilder } from "../model/graph-builder.ts";
import type { Graph, Value } from "../model/operator.ts";
import { muonEnd, optimizerStateLength } from "../optimizer/optimizer.ts";
import { ADAMW_EPSILON, muonRate, type OptimizerSpec } from "../optimizer/optimizer-spec.ts";
import type { MatrixGroup, ParameterLayout } from "../tensor/layout.ts";
import { float32 } from "../tensor/tensor-type.ts";
import { orthogonalizeGroups } from "./newton-schulz-graph.ts";

/** A role's run of θ: how it is treated, and its pieces of the vectors. */
interface Range {
  readonly isMuon: boolean;
  readonly decays: boolean;
  readonly size: number;
}

interface Pieces {
  readonly parameters: Value;
  readonly gradient: Value;
  readonly first: Value;
  readonly second: Value | null;
}

/** Scalars of shape [1] that every range uses. */
interface Rates {
  readonly learningRate: Value;
  readonly correction1: Value;
  readonly correction2: Value;
  /** 1 − learning rate · weight decay. */
  readonly keep: Value;
}

type Updated = Omit<Pieces, "gradient">;

/**
 * Inputs: parameters [P], state [S], gradient [P], rates [3] = (learning rate, 1 − β₁ᵗ, 1 − β₂ᵗ).
 * Outputs: nextParameters [P], nextState [S], check [1] = gradient norm + 0 · Σ nextParameters: not finite as soon as anything is not.
 */
export function optimizerGraph(spec: OptimizerSpec, layout: ParameterLayout): Graph {
  const graph = new GraphBuilder();
  const parameters = graph.input("parameters", float32([layout.parameterCount]));
  const state = graph.input("state", float32([optimizerStateLength(spec, layout)]));
  const gradient = graph.input("gradient", float32([layout.parameterCount]));
  const [learningRate, correction1, correction2] = graph.split(
    graph.input("rates", float32([3])),
    0,
    [1, 1, 1],
  ) as [Value, Value, Value];
  const rates = {
    learningRate,
    correction1,
    correction2,
    keep: graph.scale(learningRate, -spec.weightDecay, 1),
  };

  const norm = graph.sqrt(graph.reduceSum(graph.multiply(gradient, gradient), [0], true)); // [1]
  const clipped = graph.multiply(gradient, clipFactor(graph, norm, spec.clipNorm));

  const ranges = rangesOf(spec, layout);
  const sizes = ranges.map((range) => range.size);
  const secondSizes = ranges.filter((range) => !range.isMuon).map((range) => range.size);
  const parameterPieces = graph.split(parameters, 0, sizes);
  const gradientPieces = graph.split(clipped, 0, sizes);
  const statePieces = graph.split(state, 0, [...sizes, ...secondSizes]);
  const seconds = statePieces.slice(sizes.length).values();

  const updated = ranges.map((range, index): Updated => {
    const own = {
      parameters: parameterPieces[index]!,
      gradient: gradientPieces[index]!,
      first: statePieces[index]!,
    };
    return range.isMuon
      ? muonUpdate(graph, { ...own, second: null }, rates, spec, layout.matrixGroups)
      : adamwUpdate(graph, { ...own, second: seconds.next().value! }, rates, spec, range.decays);
  });

  const nextParameters = graph.concat(
    updated.map((range) => range.parameters),
    0,
  );
  const nextSeconds = updated.map((range) => range.second).filter((second) => second !== null);
  const nextState = graph.concat([...updated.map((range) => range.first), ...nextSeconds], 0);
  const check = graph.add(norm, graph.scale(graph.reduceSum(nextParameters, [0], true), 0));
  return graph.finish({ nextParameters, nextState, check });
}

function rangesOf(spec: OptimizerSpec, layout: ParameterLayout): readonly Range[] {
  const split = muonEnd(spec, layout);
  return [
    { isMuon: true, decays: true, size: split },
    { isMuon: false, decays: true, size: layout.tableEnd - split },
    { isMuon: false, decays: false, size: layout.parameterCount - layout.tableEnd },
  ].filter((range) => range.size > 0);
}

/** limit / max(norm, limit), [1]. */
function clipFactor(graph: GraphBuilder, norm: Value, limit: number): Value {
  const larger = graph.scale(graph.relu(graph.scale(norm, 1, -limit)), 1, limit);
  return graph.divide(graph.fill(limit, [1]), larger);
}

function muonUpdate(
  graph: GraphBuilder,
  pieces: Pieces,
  rates: Rates,
  spec: OptimizerSpec,
  groups: readonly MatrixGroup[],
): Updated {
  const first = graph.add(graph.scale(pieces.first, spec.momentum), pieces.gradient);
  const direction = graph.add(pieces.gradient, graph.scale(first, spec.momentum));
  const sizes = groups.map(({ count, rows, columns }) => count * rows * columns);
  const orthogonal = graph.split(orthogonalizeGroups(graph, direction, groups, spec.newtonSchulz), 0, sizes);
  const move = graph.concat(
    groups.map(({ rows, columns }, index) => graph.scale(orthogonal[index]!, muonRate(rows, columns))),
    0,
  );
  const parameters = graph.subtract(
    graph.multiply(pieces.parameters, rates.keep),
    graph.multiply(move, rates.learningRate),
  );
  return { parameters, first, second: null };
}

function adamwUpdate(
  graph: GraphBuilder,
  pieces: Pieces,
  rates: Rates,
  { beta1, beta2 }: OptimizerSpec,
  decays: boolean,
): Updated {
  const { parameters, gradient } = pieces;
  const first = graph.add(graph.scale(pieces.first, beta1), graph.scale(gradient, 1 - beta1));
  const second = graph.add(
    graph.scale(pieces.second!, beta2),
    graph.scale(graph.multiply(gradient, gradient), 1 - beta2),
  );
  const deviation = graph.scale(graph.sqrt(graph.divide(second, rates.correction2)), 1, ADAMW_EPSILON);
  const move = graph.multiply(
    graph.divide(graph.divide(first, rates.correction1), deviation),
    rates.learningRate,
  );
  return {
    parameters: graph.subtract(decays ? graph.multiply(parameters, rates.keep) : parameters, move),
    first,
    second,
  };
}
