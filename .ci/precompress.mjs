/**
 * Vite plugin: writes a .br and a .gz beside every text or WASM file of the build, for the server to send as they are.
 * The WASM files are large (14 and 27 MB), so results are kept by content in node_modules/.cache.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = /\.(html|js|mjs|css|svg|json|webmanifest|wasm|txt)$/;
/** Below this a compressed copy saves nothing: it fits in one packet anyway. */
const MIN_BYTES = 1024;
const BROTLI_QUALITY = 9; // 10 and 11 take minutes on the WASM files and save 5 % more
const GZIP_LEVEL = 9;

/** @type {Record<string, (bytes: Buffer) => Promise<Buffer>>} */
const ENCODERS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: GZIP_LEVEL }),
};

/** @returns {import("vite").Plugin} */
export function precompress() {
  let outDir = "";
  let cacheDir = "";
  return {
    name: "tabloom:precompress",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
      cacheDir = join(import.meta.dirname, "../node_modules/.cache/precompress");
    },
    closeBundle: {
      sequential: true,
      order: "post", // the service worker is written as late
      async handler() {
        await mkdir(cacheDir, { recursive: true });
        const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name));
        await Promise.all(files.map((file) => compressFile(join(file.parentPath, file.name), cacheDir)));
      },
    },
  };
}

/** @param {string} path @param {string} cacheDir */
async function compressFile(path, cacheDir) {
  const bytes = await readFile(path);
  if (bytes.length < MIN_BYTES) return;
  const hash = createHash("sha256").update(bytes).digest("hex");
  await Promise.all(
    Object.entries(ENCODERS).map(async ([extension, encode]) => {
      const cached = join(cacheDir, `${hash}-${BROTLI_QUALITY}-${GZIP_LEVEL}.${extension}`);
      try {
        await copyFile(cached, `${path}.${extension}`);
      } catch {
        await writeFile(cached, await encode(bytes)); // not in the cache yet
        await copyFile(cached, `${path}.${extension}`);
      }
    }),
  );
}
