import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLayout, type ParameterDeclaration, parameterNamed } from "../../../shared/tensor/layout.ts";

/** Any model's list of parameters: up to 12, of every role, hidden ones possibly stacked. */
const declarations = fc
  .array(
    fc.record({
      role: fc.constantFrom("hidden", "table", "vector"),
      rows: fc.integer({ min: 1, max: 4 }),
      columns: fc.integer({ min: 1, max: 4 }),
      stack: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((entries) =>
    entries.map(({ role, rows, columns, stack }, index): ParameterDeclaration => {
      const name = `p${index}`;
      const initial = { constant: index };
      if (role === "hidden") return { name, shape: [rows * stack, columns], role, initial, stack };
      return { name, shape: role === "vector" ? [columns] : [rows, columns], role, initial };
    }),
  );

test("parameters lie end to end, each role in one range, every declaration once", () => {
  fc.assert(
    fc.property(declarations, (list) => {
      const layout = createLayout(list);
      expect(layout.parameters.map(({ name }) => name).toSorted()).toEqual(
        list.map(({ name }) => name).toSorted(),
      );
      let end = 0;
      for (const { offset, size, role } of layout.parameters) {
        expect(offset).toBe(end);
        end += size;
        const [from, to] = {
          hidden: [0, layout.hiddenEnd],
          table: [layout.hiddenEnd, layout.tableEnd],
          vector: [layout.tableEnd, layout.parameterCount],
        }[role] as [number, number];
        expect(offset >= from && end <= to).toBe(true);
      }
      expect(end).toBe(layout.parameterCount);
    }),
  );
});

test("matrix groups cover exactly the hidden range, and each shape forms one group", () => {
  fc.assert(
    fc.property(declarations, (list) => {
      const { matrixGroups, hiddenEnd } = createLayout(list);
      let end = 0;
      for (const { offset, count, rows, columns } of matrixGroups) {
        expect(offset).toBe(end);
        end += count * rows * columns;
      }
      expect(end).toBe(hiddenEnd);
      const shapes = matrixGroups.map(({ rows, columns }) => `${rows}×${columns}`);
      expect(new Set(shapes).size).toBe(shapes.length);
    }),
  );
});

test("the order within a role is the order of declaration", () => {
  const declare = (name: string, role: "hidden" | "table" | "vector", shape: number[]) =>
    ({ name, role, shape, initial: { constant: 0 } }) as const;
  const layout = createLayout([
    declare("bias", "vector", [2]),
    declare("wide", "hidden", [2, 3]),
    declare("embedding", "table", [5, 2]),
    declare("square", "hidden", [3, 3]),
    declare("also wide", "hidden", [2, 3]),
    declare("kernel", "hidden", [3, 1, 1, 3]),
    declare("norm", "vector", [2]),
  ]);
  const names = layout.parameters.map(({ name }) => name);
  expect(names).toEqual(["wide", "also wide", "square", "kernel", "embedding", "bias", "norm"]);
  expect(layout.matrixGroups).toEqual([
    { offset: 0, count: 2, rows: 2, columns: 3 },
    { offset: 12, count: 2, rows: 3, columns: 3 },
  ]);
  expect(parameterNamed(layout, "embedding")).toMatchObject({ offset: 30, size: 10 });
});
