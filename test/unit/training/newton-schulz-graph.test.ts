import { describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { interpret } from "../../../shared/model/reference.ts";
import { TUNED_COEFFICIENTS } from "../../../shared/optimizer/optimizer-spec.ts";
import { createLayout } from "../../../shared/tensor/layout.ts";
import { newtonSchulzGraph } from "../../../shared/training/newton-schulz-graph.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import {
  combine,
  type Matrix,
  matrixOf,
  multiply,
  singularValues,
  symmetricEigenvalues,
  transpose,
} from "./matrices.ts";

const SHAPES = [
  [12, 12],
  [12, 18],
  [18, 12],
  [8, 32],
  [32, 8],
  [16, 32],
  [1, 9],
  [9, 1],
] as const;

const shapesByName = SHAPES.map(([rows, columns]) => ({ rows, columns }));

function randomMatrix(rows: number, columns: number, scale = 1): Matrix {
  const values = new Float32Array(rows * columns);
  createRandom(`newton-schulz/${rows}×${columns}`).fillNormal(values, scale);
  return matrixOf(rows, columns, values);
}

/** Runs the graph for these matrices in the reference interpreter, in double precision. */
function orthogonalize(...matrices: readonly Matrix[]): Matrix[] {
  const layout = createLayout(
    matrices.map(({ rows, columns }, index) => ({
      name: `matrix ${index}`,
      shape: [rows, columns],
      role: "hidden" as const,
      initial: { deviation: 1 },
    })),
  );
  const direction = new Float64Array(layout.hiddenEnd);
  matrices.forEach(({ data }, index) => {
    direction.set(data, layout.parameters.find(({ name }) => name === `matrix ${index}`)!.offset);
  });
  const { orthogonal } = interpret(newtonSchulzGraph(layout, TUNED_COEFFICIENTS), {
    direction: { elementType: "float32", shape: [direction.length], data: direction },
  });
  return matrices.map(({ rows, columns }, index) => {
    const { offset, size } = layout.parameters.find(({ name }) => name === `matrix ${index}`)!;
    return matrixOf(rows, columns, orthogonal!.slice(offset, offset + size));
  });
}

/** The iteration as Jordan et al. write it, X ← aX + (bA + cA²)X with A = XXᵀ, whatever the shape. */
function plainIteration(matrix: Matrix): Matrix {
  const norm = Math.sqrt(matrix.data.reduce((sum, value) => sum + value * value, 0));
  return TUNED_COEFFICIENTS.reduce<Matrix>(
    (x, [a, b, c]) => {
      const gram = multiply(x, transpose(x));
      return combine(a, x, 1, multiply(combine(b, gram, c, multiply(gram, gram)), x));
    },
    { ...matrix, data: matrix.data.map((value) => value / norm) },
  );
}

describe.for(shapesByName)("a random $rows × $columns matrix", ({ rows, columns }) => {
  const matrix = randomMatrix(rows, columns);
  const [result] = orthogonalize(matrix) as [Matrix];

  test("comes out with singular values around 1", () => {
    const values = singularValues(result);
    expect(values).toHaveLength(Math.min(rows, columns));
    expect(values[0]).toBeGreaterThan(0.6);
    expect(values.at(-1)).toBeLessThan(1.3);
  });

  test("keeps its singular vectors: result · matrixᵀ is symmetric and positive", () => {
    const product =
      rows <= columns ? multiply(result, transpose(matrix)) : multiply(transpose(result), matrix);
    expect(relativeDistance(product.data, transpose(product).data)).toBeLessThan(1e-9);
    expect(symmetricEigenvalues(product)[0]).toBeGreaterThan(0);
  });

  test("comes out as the plain iteration has it, whichever form the graph takes", () => {
    expect(relativeDistance(result.data, plainIteration(matrix).data)).toBeLessThan(1e-6);
  });

  test("comes out the same whatever its scale", () => {
    for (const scale of [1e-6, 1e6]) {
      const scaled = { ...matrix, data: matrix.data.map((value) => value * scale) };
      expect(relativeDistance(orthogonalize(scaled)[0]!.data, result.data)).toBeLessThan(1e-9);
    }
  });
});

test("matrices of one model do not see each other", () => {
  const matrices = [randomMatrix(8, 8), randomMatrix(8, 32), randomMatrix(8, 8, 100), randomMatrix(9, 3)];
  orthogonalize(...matrices).forEach((together, index) => {
    const [alone] = orthogonalize(matrices[index]!) as [Matrix];
    expect(relativeDistance(together.data, alone.data)).toBeLessThan(1e-12);
  });
});

test.for(shapesByName)("a $rows × $columns matrix of zeros stays zero", ({ rows, columns }) => {
  const zeros = matrixOf(rows, columns, new Float64Array(rows * columns));
  expect(orthogonalize(zeros)[0]!.data.every((value) => value === 0)).toBe(true);
});

test("a matrix of zeros beside another stays zero and leaves the other alone", () => {
  const [zeros, other] = [matrixOf(8, 8, new Float64Array(64)), randomMatrix(8, 8)];
  const [first, second] = orthogonalize(zeros, other) as [Matrix, Matrix];
  expect(first.data.every((value) => value === 0)).toBe(true);
  expect(second.data).toEqual(orthogonalize(other)[0]!.data);
});
