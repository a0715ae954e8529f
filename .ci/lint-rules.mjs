/**
 * The architecture as lint rules, for oxlint (loaded by .oxlintrc.json). Four rules that no stock rule expresses:
 *   layers       who may import whom (ARCHITECTURE.md), on resolved paths, for static, dynamic and type imports alike
 *   onnxruntime  only the two bundles for browsers, in worker/cli/node-runtime.ts the build for Node, and native code where a test asks another runtime
 *   no-reexport  no barrels: an import names the file that holds the thing
 *   no-exponent  `a ** b` is Math.pow, whose last bits differ between engines
 * test/unit/lint-rules.test.ts proves that each of them fires.
 */
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const BASE = ["shared/core", "shared/ports", "shared/problems", "shared/tensor"];
const SIBLINGS = ["model", "optimizer", "compression", "aggregation", "data"].map((name) => `shared/${name}`);
const TRAINING = [...BASE, ...SIBLINGS];
const LEDGER = [...TRAINING, "shared/training"];
const PROTOCOL = [...LEDGER, "shared/ledger"];
const PROJECT = [...PROTOCOL, "shared/protocol"];
const SWARM = [...PROJECT, "shared/project"];

/**
 * What each layer may import besides itself: folders, packages ("npm:*" is any of them) and "node:"; minus `never`;
 * plus `types`, with `import type` only. The longest matching folder decides.
 * @type {Record<string, {from: readonly string[], never?: readonly string[], types?: readonly string[]}>}
 */
const LAYERS = {
  "shared/core": { from: ["npm:@noble/hashes"] },
  "shared/tensor": { from: ["shared/core"] },
  // What can go wrong and is told to people: codes, values, and the English of them.
  "shared/problems": { from: ["shared/core"] },
  "shared/ports": { from: ["shared/core", "shared/tensor"] },
  ...Object.fromEntries(SIBLINGS.map((sibling) => [sibling, { from: BASE }])),
  "shared/model": { from: [...BASE, "npm:valibot"] },
  "shared/data": { from: [...BASE, "npm:papaparse", "npm:valibot", "npm:@huggingface/tokenizers"] },
  "shared/training": { from: TRAINING },
  "shared/ledger": { from: [...LEDGER, "npm:valibot", "npm:cborg", "npm:@noble/curves", "npm:@scure/bip39"] },
  "shared/protocol": { from: [...PROTOCOL, "npm:valibot", "npm:cborg"] },
  "shared/project": { from: [...PROJECT, "npm:valibot"] },
  // A model as files for other programs.
  "shared/export": { from: SWARM },
  "shared/swarm": { from: SWARM },
  // The half of a WebRTC transport that tab and Node share.
  "shared/transport": { from: [...PROJECT, "npm:valibot"] },
  // Bundles, and the check whether a history in one is true: on the page and on the command line alike.
  "shared/verify": { from: [...SWARM, "shared/swarm", "npm:valibot"] },
  // Whole swarms in one process: a virtual clock and network under the participants of shared/swarm.
  "shared/simulation": { from: [...SWARM, "shared/swarm"] },
  // A new folder in shared/ must take its place in this table before it can import anything.
  shared: { from: [], never: ["shared"] },
  worker: { from: ["shared", "npm:*"], never: ["worker/cli"] },
  "worker/cli": { from: ["worker", "shared", "npm:*", "node:"] },
  web: {
    from: ["shared", "npm:*"],
    types: [
      "worker/api.ts",
      "worker/ledger-api.ts",
      "worker/ledger-views",
      "worker/model-api.ts",
      "worker/swarm/swarm-view.ts",
      "worker/trial-api.ts",
    ],
  },
  // On other people's pages: what either imports is loaded before anybody has pressed anything.
  "web/embed/loader": { from: ["web/embed/host-message.ts", "shared/protocol/frame-look.ts"] },
  "web/embed/frame": {
    from: [
      "web/embed/host-message.ts",
      "web/embed/donation", // by a dynamic import, after the click
      "web/messages",
      "web/storage-of.ts",
      "web/styles/tokens.css",
      "shared/protocol/frame-look.ts",
      "shared/core/site.ts",
    ],
    types: ["web/pause/decide.ts"],
  },
  "signaling-server": { from: ["shared/core", "shared/protocol", "npm:*", "node:"] },
  test: { from: ["test", ".ci", "web", "worker", "shared", "signaling-server", "npm:*", "node:"] },
};

/** @param {string} path @param {string} folder */
const isInside = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** The most specific layer that holds `path` (relative to the root, with slashes). @param {string} path */
const layerOf = (path) =>
  Object.keys(LAYERS)
    .filter((layer) => isInside(path, layer))
    .toSorted((a, b) => b.length - a.length)[0];

/** A specifier as the table names it: "shared/core/hash.ts", "npm:react-dom/client", "node:fs". @param {string} specifier @param {string} file */
function targetOf(specifier, file) {
  if (specifier.startsWith("node:")) return specifier;
  const path = specifier.replace(/\?.*$/, ""); // Vite's ?url and ?raw still name the file
  if (!path.startsWith(".")) return `npm:${path}`;
  return relative(ROOT, resolve(dirname(file), path))
    .split(sep)
    .join("/");
}

/** @param {string} target @param {readonly string[]} entries */
const isListed = (target, entries) =>
  entries.some((entry) => {
    if (entry === "node:") return target.startsWith("node:");
    if (entry === "npm:*") return target.startsWith("npm:");
    return isInside(target, entry);
  });

/** The sentence that explains a broken import, or nothing. @param {string} specifier @param {string} file @param {boolean} isTypeOnly */
function findProblem(specifier, file, isTypeOnly) {
  const layer = layerOf(relative(ROOT, file).split(sep).join("/"));
  const rule = layer === undefined ? undefined : LAYERS[layer];
  if (layer === undefined || rule === undefined) return undefined;
  const target = targetOf(specifier, file);
  if (isListed(target, [layer, ...rule.from]) && !isListed(target, rule.never ?? [])) return undefined;
  if (isListed(target, rule.types ?? [])) {
    return isTypeOnly ? undefined : `${layer} may import only types from ${target}: write \`import type\`.`;
  }
  return `${layer} must not import ${target}. It may import: ${[layer, ...rule.from, ...(rule.types ?? [])].join(", ")}.`;
}

/**
 * A rule over every way to name another module. `find` returns the sentence to report, or nothing.
 * @param {(specifier: string, file: string, isTypeOnly: boolean) => string | undefined} find
 */
const importRule = (find) => ({
  /** @param {any} context */
  create(context) {
    /** @param {any} node @param {boolean} isTypeOnly */
    const check = (node, isTypeOnly) => {
      const source = node.source ?? node.argument;
      const specifier = source?.value ?? source?.literal?.value;
      if (typeof specifier !== "string") return;
      const message = find(specifier, context.filename, isTypeOnly);
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (/** @type {any} */ node) => check(node, node.importKind === "type"),
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node, node.exportKind === "type"),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node, node.exportKind === "type"),
      ImportExpression: (/** @type {any} */ node) => check(node, false),
      TSImportType: (/** @type {any} */ node) => check(node, true),
    };
  },
});

const layers = importRule(findProblem);

/** What computes the exact profile, and the files beside it. */
const RUNTIME = /^onnxruntime-web\/(wasm$|webgpu$|ort-wasm-simd-threaded(\.asyncify)?\.(wasm|mjs)\b)/;

/** The one file that may import the default entry, which in Node is another build than in a browser. */
const NODE_RUNTIME = "worker/cli/node-runtime.ts";

/** The one file that may ask a runtime of others, about files that are made for others. */
const NATIVE_RUNTIME = "test/unit/export/onnx-runtimes.ts";

/** @param {string} specifier @param {string} file */
const isExcepted = (specifier, file) => {
  const path = file.replaceAll("\\", "/");
  return (
    (specifier === "onnxruntime-web" && path.endsWith(NODE_RUNTIME)) ||
    (specifier === "onnxruntime-node" && path.endsWith(NATIVE_RUNTIME))
  );
};

/** The default bundle's older GPU backend silently returns wrong results; other builds compute other bits. */
const onnxruntime = importRule((specifier, file) =>
  specifier.startsWith("onnxruntime-") && !RUNTIME.test(specifier) && !isExcepted(specifier, file)
    ? `${specifier} is not part of the exact profile: import onnxruntime-web/wasm or onnxruntime-web/webgpu.`
    : undefined,
);

const noReexport = {
  /** @param {any} context */
  create(context) {
    const message = "No barrels: import the file that holds the thing instead of exporting it again.";
    return {
      ExportNamedDeclaration: (/** @type {any} */ node) => node.source && context.report({ node, message }),
      ExportAllDeclaration: (/** @type {any} */ node) => context.report({ node, message }),
    };
  },
};

const noExponent = {
  /** @param {any} context */
  create(context) {
    const message = "`**` is Math.pow, which is not bit-specified across engines: multiply, or use a table.";
    const check = (/** @type {any} */ node) =>
      node.operator.startsWith("**") && context.report({ node, message });
    return { BinaryExpression: check, AssignmentExpression: check };
  },
};

export default {
  meta: { name: "tabloom" },
  rules: { layers, onnxruntime, "no-reexport": noReexport, "no-exponent": noExponent },
};
