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

/** Its style sheet would lay out the whole page as if it were the frame. */
test("the widget's frame and the page load nothing of each other, but for one file that both share", async () => {
  const read = (name: string) => readFile(join(ASSETS, "..", name), "utf8");
  const filesOf = (html: string) =>
    [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
  const [frame, page] = [filesOf(await read("embed.html")), filesOf(await read("index.html"))];
  const kinds = (files: readonly string[]) => files.map((name) => name.replace(/-[\w-]{8}\./, "."));
  expect(kinds(frame).toSorted()).toEqual(["common.js", "embed.css", "embed.js"]);
  expect(kinds(page.filter((file) => frame.includes(file)))).toEqual(["common.js"]);
  const own = frame.filter((file) => !file.startsWith("common"));
  for (const name of names.filter((file) => file.endsWith(".js") && !own.includes(file))) {
    const text = await readFile(join(ASSETS, name), "utf8");
    expect(own.filter((file) => text.includes(file))).toEqual([]);
  }
});

test("the picture of links lies where the page says it is", async () => {
  const web = join(ASSETS, "..");
  const page = await readFile(join(web, "index.html"), "utf8");
  const [, image = ""] = /property="og:image"\s+content="([^"]*)"/.exec(page) ?? [];
  expect(image).toBe("./share-image.png"); // as the server looks for it (signaling-server/named-page.ts)
  expect((await readFile(join(web, image))).subarray(1, 4).toString()).toBe("PNG");
});
