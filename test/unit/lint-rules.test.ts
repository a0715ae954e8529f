/**
 * The architecture is held by lint rules and compiler settings, which rot in silence when nobody breaks them. So this
 * breaks each of them once, in a small copy of the tree, and looks for the complaint. One run serves all cases.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Case, RUNTIME_CASES, statement } from "../support/lint-cases.ts";

const ROOT = join(import.meta.dirname, "../..");
const SETTINGS = [
  ".oxlintrc.json",
  ".ci/lint-rules.mjs",
  "tsconfig.json",
  ...["shared", "worker", "worker/cli", "web", "signaling-server", "test"].map(
    (folder) => `${folder}/tsconfig.json`,
  ),
];

/** The forbidden or allowed import of `specifier` in `file`. */
const imports = (rule: string | null) => (file: string, specifier: string) => ({
  file,
  code: `import { x } from "${specifier}";\nexport const y: unknown = x;\n`,
  rule,
});
const forbidden = imports("tabloom(layers)");
const allowed = imports(null);

const LAYERS: readonly Case[] = [
  // Inside shared/: each layer reaches for the one above it, and siblings for each other.
  forbidden("shared/core/a.ts", "../tensor/x.ts"),
  forbidden("shared/tensor/a.ts", "../ports/x.ts"),
  forbidden("shared/ports/a.ts", "../model/x.ts"),
  forbidden("shared/model/a.ts", "../optimizer/x.ts"),
  forbidden("shared/model/ops/a.ts", "../../training/x.ts"),
  forbidden("shared/optimizer/a.ts", "../compression/x.ts"),
  forbidden("shared/compression/a.ts", "../aggregation/x.ts"),
  forbidden("shared/aggregation/a.ts", "../data/x.ts"),
  forbidden("shared/data/a.ts", "../model/x.ts"),
  forbidden("shared/training/a.ts", "../ledger/x.ts"),
  forbidden("shared/ledger/a.ts", "../protocol/x.ts"),
  forbidden("shared/protocol/a.ts", "../swarm/x.ts"),
  forbidden("shared/swarm/a.ts", "../../worker/x.ts"),
  forbidden("shared/swarm/d.ts", "../verify/x.ts"),
  forbidden("shared/verify/a.ts", "../simulation/x.ts"),
  forbidden("shared/export/a.ts", "../simulation/x.ts"),
  forbidden("shared/swarm/e.ts", "../export/x.ts"),
  forbidden("shared/core/b.ts", "node:fs"),
  forbidden("shared/core/c.ts", "dexie"),
  forbidden("shared/new-folder/a.ts", "../core/x.ts"),
  allowed("shared/ports/b.ts", "../core/x.ts"),
  allowed("shared/model/ops/b.ts", "../graph.ts"),
  allowed("shared/model/b.ts", "../tensor/x.ts"),
  allowed("shared/training/b.ts", "../model/ops/x.ts"),
  allowed("shared/swarm/b.ts", "../protocol/x.ts"),
  allowed("shared/verify/b.ts", "../swarm/x.ts"),
  allowed("shared/export/b.ts", "../project/x.ts"),
  // Between the top-level folders.
  forbidden("web/a.ts", "../worker/engine/x.ts"),
  forbidden("web/b.ts", "../worker/api.ts"), // a value, where only types may cross
  forbidden("web/c.ts", "../signaling-server/x.ts"),
  forbidden("worker/a.ts", "../web/x.ts"),
  forbidden("worker/b.ts", "./cli/x.ts"),
  forbidden("worker/c.ts", "node:fs"),
  forbidden("signaling-server/a.ts", "../shared/model/x.ts"),
  forbidden("signaling-server/b.ts", "../worker/x.ts"),
  forbidden("web/d.ts", "../test/x.ts"),
  forbidden("web/embed/frame/a.ts", "../../run/x.ts"), // before the click the frame is a few kilobytes
  forbidden("web/embed/loader/a.ts", "../frame/x.ts"),
  allowed("web/embed/frame/b.ts", "../host-message.ts"),
  forbidden("worker/d.ts", "../test/x.ts"),
  forbidden("shared/swarm/c.ts", "../../test/x.ts"),
  forbidden("signaling-server/c.ts", "../test/x.ts"),
  { file: "web/e.ts", code: 'export const later = import("../worker/x.ts");\n', rule: "tabloom(layers)" },
  { file: "web/f.ts", code: 'export type T = import("../worker/x.ts").T;\n', rule: "tabloom(layers)" },
  {
    file: "web/g.ts",
    code: 'import type { Api } from "../worker/api.ts";\nexport type Mine = Api;\n',
    rule: null,
  },
  allowed("web/h.ts", "../shared/model/x.ts"),
  allowed("worker/e.ts", "../shared/swarm/x.ts"),
  allowed("worker/cli/a.ts", "../engine/x.ts"),
  allowed("worker/cli/b.ts", "node:fs"),
  allowed("signaling-server/d.ts", "../shared/protocol/x.ts"),
  allowed("test/unit/a.test.ts", "../../web/x.ts"),
];

const BANS: readonly Case[] = [
  statement("shared/core/now.ts", "export const x = Date.now();", "eslint(no-restricted-properties)"),
  statement("shared/core/date.ts", "export const x = new Date();", "eslint(no-restricted-globals)"),
  statement("shared/core/random.ts", "export const x = Math.random();", "eslint(no-restricted-properties)"),
  ...[
    "setTimeout",
    "setInterval",
    "fetch",
    "indexedDB",
    "performance",
    "console",
    "crypto",
    "globalThis",
  ].map((name) =>
    statement(
      `shared/core/global-${name.toLowerCase()}.ts`,
      `export const x: unknown = ${name};`,
      "eslint(no-restricted-globals)",
    ),
  ),
  ...[
    "exp",
    "log",
    "sin",
    "cos",
    "tan",
    "pow",
    "tanh",
    "sinh",
    "cosh",
    "atan2",
    "cbrt",
    "hypot",
    "expm1",
    "log2",
  ].map((name) =>
    statement(
      `shared/training/math-${name}.ts`,
      `export const x: unknown = Math.${name};`,
      "eslint(no-restricted-properties)",
    ),
  ),
  statement(
    "shared/training/math-taken.ts",
    "export const { exp } = Math;",
    "eslint(no-restricted-properties)",
  ),
  statement("shared/training/exponent.ts", "export const f = (x: number) => x ** 2;", "tabloom(no-exponent)"),
  statement("shared/training/sqrt.ts", "export const x = Math.sqrt(2) + Math.floor(1.5);", null),
  statement("shared/model/ops/gelu.ts", "export const x = Math.tanh(1) + 2 ** 3;", null),
  statement("shared/model/reference.ts", "export const x = Math.exp(1);", null),
  statement(
    "shared/model/ops/random.ts",
    "export const x = Math.random();",
    "eslint(no-restricted-properties)",
  ),
  statement("web/console.ts", 'console.log("x");', "eslint(no-console)"),
  statement("web/words.tsx", "export const X = () => <p>Some words</p>;", "react(jsx-no-literals)"),
  statement(
    "web/label.tsx",
    'export const X = () => <p aria-label="Some words" />;',
    "react(jsx-no-literals)",
  ),
  statement("worker/cli/main.ts", 'console.log("x");', null),
  statement(
    "worker/promise.ts",
    "export const f = () => { Promise.resolve(1); };",
    "typescript(no-floating-promises)",
  ),
  statement(
    "worker/for-each.ts",
    "export const f = () => [1].forEach(async () => { await Promise.resolve(); });",
    "typescript(no-misused-promises)",
  ),
  statement("worker/throw.ts", 'export const f = () => { throw "text"; };', "typescript(only-throw-error)"),
  statement("worker/any.ts", "export const f = (x: any) => x as unknown;", "typescript(no-explicit-any)"),
  statement(
    "worker/switch.ts",
    'export function f(x: "a" | "b") { switch (x) { case "a": return 1; } return 2; }',
    "typescript(switch-exhaustiveness-check)",
  ),
  statement("worker/CamelCase.ts", "export const x = 1;", "unicorn(filename-case)"),
  statement("worker/index.ts", 'export { x } from "./promise.ts";', "tabloom(no-reexport)"),
  statement("worker/star.ts", 'export * from "./promise.ts";', "tabloom(no-reexport)"),
  statement("worker/default.ts", "export default 1;", "import(no-default-export)"),
  statement(
    "worker/cycle-a.ts",
    'import { b } from "./cycle-b.ts";\nexport const a = (): number => b();',
    "import(no-cycle)",
  ),
  statement(
    "worker/cycle-b.ts",
    'import { a } from "./cycle-a.ts";\nexport const b = (): number => a();',
    "import(no-cycle)",
  ),
  statement("worker/long-file.ts", "export const x = 1;\n".padEnd(1000, "//\n"), "eslint(max-lines)"),
  statement(
    "worker/long-function.ts",
    `export const f = () => {\n${"f;\n".repeat(70)}};`,
    "eslint(max-lines-per-function)",
  ),
  statement("test/unit/long.test.ts", `export const f = () => {\n${"f();\n".repeat(70)}};`, null),
];

let folder: string;
let complaints: ReadonlyMap<string, readonly string[]>;
let compilerOutput: string;

/** Standard output of a program of node_modules, whatever its exit status. */
async function run(script: string, ...parameters: string[]): Promise<string> {
  const options = { cwd: folder, maxBuffer: 64 * 2 ** 20 };
  const execution = promisify(execFile)(
    process.execPath,
    [join(ROOT, "node_modules", script), ...parameters],
    options,
  );
  return execution.then(
    (result) => result.stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

/** The rules that complained, by file. */
async function lint(): Promise<Map<string, string[]>> {
  const report = JSON.parse(await run("oxlint/bin/oxlint", "--format=json", ".")) as {
    diagnostics: readonly { code: string; filename: string }[];
  };
  const byFile = new Map<string, string[]>();
  for (const { code, filename } of report.diagnostics)
    byFile.set(filename, [...(byFile.get(filename) ?? []), code]);
  return byFile;
}

async function put(file: string, code: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), code);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-lint-"));
  for (const file of SETTINGS) await cp(join(ROOT, file), join(folder, file));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const { file, code } of [...LAYERS, ...BANS, ...RUNTIME_CASES]) await put(file, code);
  await put("shared/core/dom.ts", "export const title: unknown = document;\n");
  await put("shared/core/node.ts", "export const platform: unknown = process;\n");
  await put("worker/dom.ts", "export const title: unknown = document;\n");
  const noCache = "--tsBuildInfoFile";
  const typeCheck = (project: string) =>
    run("typescript/bin/tsc", "-p", project, "--incremental", noCache, join(folder, "tsbuildinfo"));
  const [lintReport, ...compiled] = await Promise.all([lint(), typeCheck("shared"), typeCheck("worker")]);
  complaints = lintReport;
  compilerOutput = compiled.join("\n");
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Rules that find fault with the fixtures themselves, whose imports lead nowhere. */
const NOISE = /no-unsafe|no-unused|no-deprecated|no-error-typed/;

describe.each([
  ["layers", LAYERS],
  ["bans", BANS],
  ["ONNX Runtime", RUNTIME_CASES],
])("%s", (_name, cases) => {
  test.each(cases)("$file: $rule", ({ file, rule }) => {
    const found = complaints.get(file) ?? [];
    if (rule === null) expect(found.filter((code) => !NOISE.test(code))).toEqual([]);
    else expect(found).toContain(rule);
  });
});

describe("the compiler keeps each folder in its own world", () => {
  test.each(["shared/core/dom.ts", "worker/dom.ts"])("%s: no DOM", (file) => {
    expect(compilerOutput).toMatch(new RegExp(`${file}.*Cannot find name 'document'`));
  });

  test("shared/core/node.ts: no Node", () => {
    expect(compilerOutput).toMatch(/shared\/core\/node\.ts.*Cannot find name 'process'/);
  });
});
