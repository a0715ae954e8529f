/** What can be taken away is what the engine has, in files that others read. */
import { describe, expect, onTestFinished, test } from "vitest";
import { exportModel } from "../../../shared/export/export-model.ts";
import { preparationOf } from "../../../shared/export/preparation.ts";
import { RUNTIMES, tokenFeed } from "../export/onnx-runtimes.ts";
import { readStrictly } from "../export/strict-safetensors.ts";
import { readZip } from "./read-zip.ts";
import { FILES, train, type Trained, valueOf } from "./trained-here.ts";

async function trainOn(files: (typeof FILES)["text"]): Promise<Trained> {
  const made = await train(files);
  onTestFinished(() => made.engine.dispose());
  return made;
}

describe("a download", () => {
  const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

  test("has the weights, and a model that answers as the engine does", async () => {
    const { service, link, engine, opened } = await trainOn(FILES.text);
    const weights = await valueOf(service.download(link, "safetensors", null));
    expect(weights.name).toBe("stories-txt-round-1.safetensors");
    const { tensors, metadata } = readStrictly(await bytesOf(weights.content));
    expect(metadata).toMatchObject({ project: link, round: "1", licence: "CC0-1.0" });
    const { parameters } = await engine.read();
    expect([...tensors.values()].flatMap(({ values }) => values)).toEqual([...parameters]);

    const onnx = await valueOf(service.download(link, "onnx", null));
    const [, open] = RUNTIMES[0]!;
    const run = await open(await bytesOf(onnx.content));
    const batch = opened.dataset.batch("test", [0]);
    const { logits } = await run({ input_ids: tokenFeed([[...batch["tokens"]!.data]]) });
    const { prediction } = await engine.evaluate(batch);
    prediction.forEach((value, place) => expect(Math.abs(logits!.data[place]! - value)).toBeLessThan(1e-4));
  });

  test("of the folder has every file of an export, and the card says who worked and how good it is", async () => {
    const { service, link, opened, heads } = await trainOn(FILES.table);
    const work = { contributions: 3, devices: 2, from: 1_700_000_000, to: 1_700_100_000 };
    const folder = await valueOf(service.download(link, "folder", work));
    expect(folder.name).toBe("weather-csv-round-1.zip");
    const files = readZip(await bytesOf(folder.content));
    const { project, dataset } = opened;
    const expected = exportModel({
      name: project.manifest.name,
      licence: "CC0-1.0",
      model: project.manifest.plan.model,
      parameters: heads.saved.get(link)!.state.parameters,
      origin: null,
      tokenizer: null,
      preparation: preparationOf(dataset),
      training: { data: "", unit: "rows", unitCount: 0, flops: 0n, swarm: null },
      evaluation: null,
    });
    expect([...files.keys()]).toEqual(expected.map(({ path }) => `weather-csv-round-1/${path}`));
    const card = new TextDecoder().decode(files.get("weather-csv-round-1/README.md"));
    expect(card).toContain("3 contributions by 2 devices, 14–16 Nov 2023");
    expect(card).toContain("On 40 samples held out");
    expect(await (await valueOf(service.download(link, "card", work))).content.text()).toBe(card);
  });
});
