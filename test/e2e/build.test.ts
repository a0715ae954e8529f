/** What the build must hold besides working code. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ASSETS = join(import.meta.dirname, "../../dist/web/assets");
const names = await readdir(ASSETS);

describe("ONNX Runtime in the build", () => {
  // Its threads run the very file that holds it. When that was our worker's file, our worker started again in every
  // thread, and now and then a run ended with "memory access out of bounds".
  test("has files of its own, which load nothing of ours", async () => {
    const scripts = names.filter((name) => name.endsWith(".js"));
    const texts = await Promise.all(scripts.map((name) => readFile(join(ASSETS, name), "utf8")));
    const holders = scripts.filter((_name, index) => texts[index]?.includes("em-pthread"));
    expect(holders.map((name) => name.replace(/-[\w-]{8}\.js$/, "")).toSorted()).toEqual([
      "ort-wasm", // of the engine worker
      "ort-wasm", // of the model worker
      "ort-webgpu",
    ]);
    for (const name of holders) {
      const imported = [...(texts[scripts.indexOf(name)] ?? "").matchAll(/from"\.\/([^"]+)"/g)].map(
        (match) => match[1],
      );
      expect(imported.filter((file) => !file?.startsWith("rolldown-runtime"))).toEqual([]);
    }
  });

  test("comes from our own origin, compressed ahead", () => {
    for (const name of names.filter((file) => file.endsWith(".wasm"))) {
      expect(names).toContain(`${name}.br`);
      expect(names).toContain(`${name}.gz`);
    }
    expect(names.filter((name) => name.endsWith(".wasm"))).toHaveLength(2);
  });
});
