/** The runtime that visitors get is the one whose bits are known. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashOf } from "../../shared/core/hash.ts";
import { EXACT_PROFILE } from "../../shared/training/exact-profile.ts";

const ASSETS = join(import.meta.dirname, "../../dist/web/assets");

test("the build serves the runtime of the exact profile, to the last byte", async () => {
  const names = (await readdir(ASSETS)).filter((name) => /^ort-wasm-simd-threaded-[^.]+\.wasm$/.test(name));
  const hashes = await Promise.all(names.map(async (name) => hashOf(await readFile(join(ASSETS, name)))));
  expect(hashes).toEqual([EXACT_PROFILE.runtimeHash]);
});
