/** What a model says to the page is what the engine says of the same θ, and what cannot be said has a name. */
import { afterAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { preparationOf } from "../../../shared/export/preparation.ts";
import { generate } from "../../../shared/training/generate.ts";
import { firstState } from "../../../worker/open-run.ts";
import { type KeptModel, keepModel } from "../../support/kept-model.ts";
import { faultOf, FILES, SEED, serviceOf, train, type Trained, valueOf } from "./trained-here.ts";

const trained = new Map<string, Promise<Trained>>();

/** Trained when it is first needed. */
function of(name: keyof typeof FILES): Promise<Trained> {
  const found = trained.get(name) ?? train(FILES[name]);
  trained.set(name, found);
  return found;
}

afterAll(async () => {
  for (const each of trained.values()) await (await each).engine.dispose();
});

/** What the engine answers to a held-out sample. */
async function predictionOf({ engine, opened }: Trained, index: number): Promise<Float32Array> {
  return (await engine.evaluate(opened.dataset.batch("test", [index]))).prediction;
}

function softmax(logits: Float32Array): readonly number[] {
  const weights = Array.from(logits, Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

describe("a project", () => {
  test("is described by its manifest, and by what was measured here", async () => {
    const { service, link, opened } = await of("text");
    expect(await valueOf(service.describe(link))).toMatchObject({
      id: link,
      name: "stories.txt",
      owner: opened.project.owner,
      question: "What comes next?",
      licence: "CC0-1.0",
      modelName: "gpt nano",
      unit: "tokens",
      lossUnit: "nats per token",
      data: { kind: "text", files: [{ name: "stories.txt", sizeBytes: FILES.text[0]!.bytes.length }] },
      rules: { roundMs: 10_000, maxSteps: 240, samplesPerStep: 12, unitsPerStep: 768, optimizer: "muon" },
      head: { round: 1, step: 2, heldOut: { first: 3, last: 2.5 }, training: null },
    });
  });

  test("that nobody trained here is described without a head, and has no answers", async () => {
    const service = serviceOf(await keepModel(FILES.table));
    const built = await valueOf(service.describe(null));
    expect(built).toMatchObject({ owner: null, data: { kind: "stories" }, head: null });
    expect(await faultOf(service.form(null))).toBe("no-head");
    expect(await faultOf(service.download("tiny", "onnx", null))).toBe("no-head");
  });

  test("that is unknown has a fault with a name", async () => {
    const { service } = await of("text");
    expect(await faultOf(service.describe("f".repeat(64)))).toBe("not-here");
    expect(await faultOf(service.describe("no project"))).toBe("no-project");
  });

  test("whose data are gone is described, and has no answers", async () => {
    const { opened, heads, cache, link } = await of("table");
    const blobs = new Map([[link, opened.project.blob]]);
    const service = serviceOf({
      heads,
      cache: { ...cache, blobs, get: async (hash) => blobs.get(hash) ?? null },
    });
    expect((await service.describe(link)).ok).toBe(true);
    expect(await faultOf(service.form(link))).toBe("no-data");
  });

  test("whose head was altered on the disk has no answers", async () => {
    const kept = await keepModel(FILES.table);
    const { project } = kept.opened;
    await kept.keepHead(1, firstState(project.manifest.plan).parameters);
    kept.heads.saved.get(project.id)!.state.parameters[0]! += 1;
    expect(await faultOf(serviceOf(kept).form(project.id))).toBe("damaged");
  });

  test("whose disk cannot be read says what the browser said", async () => {
    const { cache, link } = await of("table");
    const find = () => Promise.reject(new Error("The disk is on fire."));
    const heads = { find } as unknown as KeptModel["heads"];
    const answer = await serviceOf({ heads, cache }).describe(link);
    expect(answer).toEqual({ ok: false, fault: { kind: "failed", detail: "The disk is on fire." } });
  });
});

describe("a text model", () => {
  const options = { temperature: 0.7, length: 30 };

  test("writes what the engine writes with the same draws", async () => {
    const { service, link, engine, opened } = await of("text");
    const { dataset } = opened;
    if (dataset.kind !== "text") throw new Error("a text");
    const [prompt] = ((await valueOf(service.form(link))) as { prompts: readonly string[] }).prompts;
    const heard: string[] = [];
    const written = await valueOf(
      service.generate(link, prompt!, options, ({ text }) => {
        heard.push(text);
        return true;
      }),
    );
    const expected = await generate(engine, [...dataset.encode(prompt!)], 30, {
      blockSize: dataset.unitsPerSample,
      random: createRandom(SEED),
      temperature: 0.7,
      topK: 20,
    });
    expect(written).toEqual({ prompt, text: dataset.decode(expected) });
    expect(heard.length).toBe(7); // every four tokens
    expect(written.text.startsWith(heard.at(-1)!)).toBe(true);
  });

  test("begins without a prompt, leaves out what it does not know, and stops when it is told to", async () => {
    const { service, link } = await of("text");
    const written = await valueOf(service.generate(link, "漢字", options, () => false));
    expect(written.prompt).toBe("");
    expect(written.text.length).toBe(4);
  });

  test("refuses settings that mean nothing, and rows", async () => {
    const { service, link } = await of("text");
    for (const wrong of [
      { temperature: Number.NaN, length: 10 },
      { temperature: 0, length: 10 },
      { temperature: 1, length: 0 },
    ])
      expect(await faultOf(service.generate(link, "", wrong, () => true))).toBe("bad-input");
    expect(await faultOf(service.predict(link, ["1"]))).toBe("bad-input");
    expect(await faultOf(service.classify(link, new Uint8Array(64)))).toBe("bad-input");
    expect(await faultOf(service.example(link, 0))).toBe("bad-input");
  });
});

describe("a model of rows", () => {
  test.for(["table", "prices", "series"] as const)(
    "answers held-out rows of %s as the engine does",
    async (name) => {
      const kept = await of(name);
      const { service, link, opened } = kept;
      const { dataset } = opened;
      if (dataset.kind === "text") throw new Error("rows");
      for (const index of [0, 1, 5, 13]) {
        const example = await valueOf(service.example(link, index));
        if (example.kind !== "row") throw new Error("a row");
        expect(example.truth).toBe(dataset.truth(index));
        const answer = await valueOf(service.predict(link, example.cells));
        const prediction = await predictionOf(kept, index);
        const preparation = preparationOf(dataset);
        if (answer.kind === "number") {
          const scale =
            preparation.kind === "series"
              ? preparation.scale
              : preparation.kind === "table" && preparation.answers.kind === "numbers"
                ? preparation.answers.scale
                : null;
          expect(answer.value).toBeCloseTo(prediction[0]! * scale!.deviation + scale!.mean, 4);
        } else {
          expect(answer.classes[0]!.label).toBe(dataset.answer(prediction));
          const shares = answer.classes.map(({ share }) => share);
          const expected = [...softmax(prediction)].sort((a, b) => b - a);
          shares.forEach((share, place) => expect(share).toBeCloseTo(expected[place]!, 5));
        }
      }
    },
  );

  test("takes what is missing or never seen as missing, and refuses what is no number", async () => {
    const { service, link } = await of("prices");
    const missing = await valueOf(service.predict(link, ["", "", "flat"]));
    expect(await valueOf(service.predict(link, ["", "purple", "flat"]))).toEqual(missing);
    for (const cells of [
      ["many", "red", "flat"],
      ["1", "red"],
      ["1", "red", "flat", "4"],
    ])
      expect(await faultOf(service.predict(link, cells))).toBe("bad-input");
    const series = await of("series");
    expect(await faultOf(series.service.predict(series.link, ["1", "2"]))).toBe("bad-input");
  });
});

test("a model of images answers pixels as the engine does", async () => {
  const kept = await of("images");
  const { service, link } = kept;
  expect(await valueOf(service.form(link))).toEqual({ kind: "images", width: 8, height: 8 });
  const example = await valueOf(service.example(link, 3));
  if (example.kind !== "pixels") throw new Error("pixels");
  const answer = await valueOf(service.classify(link, example.pixels));
  const expected = [...softmax(await predictionOf(kept, 3))].sort((a, b) => b - a);
  if (answer.kind !== "classes") throw new Error("classes");
  answer.classes.forEach(({ share }, place) => expect(share).toBeCloseTo(expected[place]!, 5));
  expect(await faultOf(service.classify(link, new Uint8Array(63)))).toBe("bad-input");
});

test("a newer head answers from the next question on", async () => {
  const kept = await keepModel(FILES.images);
  const { project, dataset } = kept.opened;
  const { plan } = project.manifest;
  const service = serviceOf(kept);
  const { parameters } = firstState(plan);
  const pixels = new Uint8Array(64).fill(200);
  await kept.keepHead(1, parameters);
  const before = await valueOf(service.classify(project.id, pixels));
  await kept.keepHead(
    2,
    parameters.map((value) => 2 * value),
  );
  expect(await valueOf(service.classify(project.id, pixels))).not.toEqual(before);
  expect(await valueOf(service.describe(project.id))).toMatchObject({ head: { round: 2 } });
  expect(dataset.kind).toBe("images");
});
