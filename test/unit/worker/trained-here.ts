/** Projects that were trained for two steps here, and who answers questions about them. */
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { trainStep } from "../../../shared/training/run-plan.ts";
import type { DataFile } from "../../../shared/data/detect.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";
import type { ModelAnswer } from "../../../worker/model-api.ts";
import { ModelService } from "../../../worker/model/service.ts";
import { firstState } from "../../../worker/open-run.ts";
import { type KeptModel, keepModel } from "../../support/kept-model.ts";
import { storyBytes, verifier } from "../../support/project-fixtures.ts";
import { IMAGES, TABLE } from "../../support/training-files.ts";
import { dailyCsv, utf8 } from "../data/data-fixtures.ts";

const STEPS = 2;
export const SEED = "what is drawn";

export const FILES: Readonly<Record<"text" | "table" | "prices" | "series" | "images", readonly DataFile[]>> =
  {
    text: [{ name: "stories.txt", bytes: storyBytes(20_000) }],
    table: [{ name: TABLE.name, bytes: TABLE.buffer }],
    prices: [{ name: "prices.csv", bytes: utf8(pricesCsv()) }],
    series: [{ name: "days.csv", bytes: utf8(dailyCsv(300, (day) => String(20 + ((day * 7) % 12)))) }],
    images: IMAGES.map(({ name, buffer }) => ({ name, bytes: buffer })),
  };

/** Numbers, categories and missing cells in, a number out. */
function pricesCsv(): string {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const area = row % 7 === 0 ? "" : String((row * 31) % 90);
    return `${area},${["red", "green", "blue"][row % 3]},${row % 2 === 0 ? "flat" : "house"},${(row * 13) % 50}`;
  });
  return `area,colour,kind,price\n${rows.join("\n")}\n`;
}

export interface Trained extends KeptModel {
  readonly engine: Engine;
  readonly service: ModelService;
  readonly link: string;
}

const runner = createWasmRunner({ threadCount: 1 });

export function serviceOf({ heads, cache }: Pick<KeptModel, "heads" | "cache">): ModelService {
  return new ModelService({ heads, cache, verifier, openRunner: async () => runner, seed: () => SEED });
}

export async function train(files: readonly DataFile[]): Promise<Trained> {
  const kept = await keepModel(files);
  const { project, dataset } = kept.opened;
  const { plan } = project.manifest;
  const engine = await createHostEngine(plan, runner);
  await engine.write(firstState(plan));
  for (let step = 0; step < STEPS; step++) await trainStep(engine, plan, dataset, step);
  await kept.keepHead(1, (await engine.read()).parameters);
  return { ...kept, engine, service: serviceOf(kept), link: project.id };
}

export async function valueOf<T>(answer: Promise<ModelAnswer<T>>): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(JSON.stringify(given.fault));
  return given.value;
}

export async function faultOf(answer: Promise<ModelAnswer<unknown>>): Promise<string> {
  const given = await answer;
  return given.ok ? "no fault" : given.fault.kind;
}
