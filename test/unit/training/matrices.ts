/** Small dense matrices in double precision, for checks against the textbook. Row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function matrixOf(rows: number, columns: number, values: ArrayLike<number>): Matrix {
  return { rows, columns, data: Float64Array.from(values) };
}

export function transpose({ rows, columns, data }: Matrix): Matrix {
  const at = (index: number) => data[(index % rows) * columns + Math.floor(index / rows)]!;
  return matrixOf(
    columns,
    rows,
    Array.from({ length: rows * columns }, (_, index) => at(index)),
  );
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.rows * b.columns);
  for (let row = 0; row < a.rows; row++)
    for (let inner = 0; inner < a.columns; inner++)
      for (let column = 0; column < b.columns; column++)
        data[row * b.columns + column]! +=
          a.data[row * a.columns + inner]! * b.data[inner * b.columns + column]!;
  return { rows: a.rows, columns: b.columns, data };
}

/** a · left + b · right. */
export function combine(a: number, left: Matrix, b: number, right: Matrix): Matrix {
  return { ...left, data: left.data.map((value, index) => a * value + b * right.data[index]!) };
}

/** Eigenvalues of a symmetric matrix, ascending. Cyclic Jacobi rotations: Golub & Van Loan, "Matrix computations", 8.5. */
export function symmetricEigenvalues({ rows: size, data }: Matrix): number[] {
  const a = Float64Array.from(data);
  for (let sweep = 0; sweep < 20; sweep++)
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, size, p, q);
  return Array.from({ length: size }, (_, index) => a[index * size + index]!).toSorted((x, y) => x - y);
}

/** Makes a[p][q] zero. */
function rotate(a: Float64Array, size: number, p: number, q: number): void {
  const offDiagonal = a[p * size + q]!;
  if (offDiagonal === 0) return;
  const tau = (a[q * size + q]! - a[p * size + p]!) / (2 * offDiagonal);
  const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const mix = (first: number, second: number) => {
    const [x, y] = [a[first]!, a[second]!];
    a[first] = cosine * x - sine * y;
    a[second] = sine * x + cosine * y;
  };
  for (let k = 0; k < size; k++) mix(k * size + p, k * size + q);
  for (let k = 0; k < size; k++) mix(p * size + k, q * size + k);
}

/** Ascending; as many as the shorter side is long. */
export function singularValues(matrix: Matrix): number[] {
  const isTall = matrix.rows > matrix.columns;
  const other = transpose(matrix);
  const gram = isTall ? multiply(other, matrix) : multiply(matrix, other);
  return symmetricEigenvalues(gram).map((value) => Math.sqrt(Math.max(0, value)));
}
