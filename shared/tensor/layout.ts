/**
 * Where every parameter lives in the flat vector θ. One vector means no per-tensor traffic between threads or peers.
 * Parameters are ordered by role, so that each optimiser works on one contiguous range.
 */
import { must } from "../core/assert.ts";
import { type Shape, sizeOf } from "./tensor-type.ts";

/**
 * What the optimiser does with a parameter.
 * - hidden: matrices between activations: Muon, weight decay
 * - table: embeddings and output layers: AdamW, weight decay
 * - vector: norms and biases: AdamW, no weight decay
 */
export type ParameterRole = "hidden" | "table" | "vector";

export interface ParameterDeclaration {
  readonly name: string;
  readonly shape: Shape;
  readonly role: ParameterRole;
  /** Standard deviation of the initial values around 0, or the constant that they all have. */
  readonly initial: { readonly deviation: number } | { readonly constant: number };
  /** How many matrices are stacked along the first axis of a hidden parameter (3 for query, key, value); 1 if absent. */
  readonly stack?: number;
}

export interface Parameter extends ParameterDeclaration {
  readonly offset: number;
  readonly size: number;
}

/** A run of equal-sized hidden matrices that lie next to each other in θ. */
export interface MatrixGroup {
  readonly offset: number;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

export interface ParameterLayout {
  readonly parameters: readonly Parameter[];
  /** Length of θ. */
  readonly parameterCount: number;
  /** Ends of the three role ranges: hidden is [0, hiddenEnd), table [hiddenEnd, tableEnd), vector [tableEnd, parameterCount). */
  readonly hiddenEnd: number;
  readonly tableEnd: number;
  readonly matrixGroups: readonly MatrixGroup[];
}

const ROLE_ORDER: readonly ParameterRole[] = ["hidden", "table", "vector"];

/** Lays out parameters by role, hidden ones by matrix shape, and otherwise in the order of declaration. */
export function createLayout(declarations: readonly ParameterDeclaration[]): ParameterLayout {
  const groupKey = (declaration: ParameterDeclaration) =>
    declaration.role === "hidden" ? matrixShape(declaration).join("×") : declaration.role;
  const keys = [...new Set(declarations.map(groupKey))];
  const ordered = declarations.toSorted(
    (a, b) =>
      ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) ||
      keys.indexOf(groupKey(a)) - keys.indexOf(groupKey(b)),
  );
  let offset = 0;
  const parameters = ordered.map((declaration): Parameter => {
    const parameter = { ...declaration, offset, size: sizeOf(declaration.shape) };
    offset += parameter.size;
    return parameter;
  });
  const sizeOfRole = (role: ParameterRole) =>
    parameters.reduce((sum, parameter) => sum + (parameter.role === role ? parameter.size : 0), 0);
  const hiddenEnd = sizeOfRole("hidden");
  return {
    parameters,
    parameterCount: offset,
    hiddenEnd,
    tableEnd: hiddenEnd + sizeOfRole("table"),
    matrixGroups: groupMatrices(parameters),
  };
}

/** The parameter called `name`, which the caller declared. */
export function parameterNamed(layout: ParameterLayout, name: string): Parameter {
  return must(
    layout.parameters.find((parameter) => parameter.name === name),
    `no parameter is called "${name}"`,
  );
}

function groupMatrices(parameters: readonly Parameter[]): readonly MatrixGroup[] {
  const groups: MatrixGroup[] = [];
  for (const parameter of parameters) {
    if (parameter.role !== "hidden") continue;
    const [rows, columns] = matrixShape(parameter);
    const count = parameter.stack ?? 1;
    const last = groups.at(-1);
    if (last?.rows === rows && last.columns === columns)
      groups[groups.length - 1] = { ...last, count: last.count + count };
    else groups.push({ offset: parameter.offset, count, rows, columns });
  }
  return groups;
}

/** Rows and columns of each matrix of a hidden parameter; further axes (convolution kernels) count as columns. */
function matrixShape({ shape, stack = 1 }: ParameterDeclaration): readonly [number, number] {
  const rows = shape[0]! / stack;
  return [rows, sizeOf(shape) / shape[0]!];
}
