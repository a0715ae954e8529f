/** What is trained to calibrate the tolerance: the defaults of a project on generated data, so that Node and the page build the same from a name. */
import { concatBytes } from "../../../shared/core/bytes.ts";
import { createRandom, type Random } from "../../../shared/core/random.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import { type DataFile, openDataset } from "../../../shared/data/detect.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { adamwSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { openEndedSchedule, planProject } from "../../../shared/project/plan-project.ts";
import { adamwLearningRate, type ModelName } from "../../../shared/training/defaults.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";

export const MODELS = ["gpt:nano", "mlp", "cnn"] as const satisfies readonly ModelName[];
export const OPTIMIZERS = ["muon", "adamw"] as const;

export interface CaseName {
  readonly model: (typeof MODELS)[number];
  readonly optimizer: (typeof OPTIMIZERS)[number];
}

export interface Case {
  readonly plan: ProjectPlan;
  readonly dataset: Dataset;
}

const STORY_CHARACTERS = 200_000;
const ROW_COUNT = 4_000;
const KIND_COUNT = 40;
const IMAGE_COUNT = 2_000;
const IMAGE_SIDE = 14;
const CLASS_COUNT = 5;

export function openCase({ model, optimizer }: CaseName): Case {
  const dataset = openDataset(filesOf(model));
  const plan = planProject(dataset, model, "tolerance");
  if (optimizer === "muon") return { plan, dataset };
  const schedule = openEndedSchedule(adamwLearningRate(model));
  const { weightDecay } = plan.optimizer;
  return { plan: { ...plan, optimizer: adamwSpec({ weightDecay }), schedule }, dataset };
}

function filesOf(model: CaseName["model"]): readonly DataFile[] {
  const random = createRandom(`tolerance/${model}`);
  if (model === "cnn") return generateImages(random);
  const text =
    model === "mlp" ? generateTable(random) : generateStories({ characterCount: STORY_CHARACTERS });
  return [{ name: model === "mlp" ? "table.csv" : "stories.txt", bytes: new TextEncoder().encode(text) }];
}

/** Two numbers and a category that is mostly rare: columns that a batch seldom touches have small gradients, whose noise AdamW makes large. */
function generateTable(random: Random): string {
  const draw = (name: string) => {
    const values = new Float32Array(ROW_COUNT);
    random.fork(name).fillNormal(values, 1);
    return values;
  };
  const [x, y, noise] = [draw("x"), draw("y"), draw("noise")];
  const lines = Array.from(x, (value, row) => {
    const share = random.fork("kind").uniform(row);
    const kind = Math.floor(KIND_COUNT * share * share * share);
    const score = value * y[row]! + 0.5 * Math.sin(3 * value) + 0.1 * (kind % 3) + 0.3 * noise[row]!;
    const label = score > 0.3 ? "high" : score > -0.3 ? "middle" : "low";
    return `${value.toFixed(4)},${y[row]!.toFixed(4)},kind ${kind},${label}`;
  });
  return `x,y,kind,label\n${lines.join("\n")}\n`;
}

/** A bright bar somewhere in the image, whose angle is the class, under noise. */
function generateImages(random: Random): readonly DataFile[] {
  const size = IMAGE_SIDE * IMAGE_SIDE;
  const pixels = new Uint8Array(IMAGE_COUNT * size);
  const labels = new Uint8Array(IMAGE_COUNT);
  const grain = new Float32Array(pixels.length);
  random.fork("grain").fillNormal(grain, 30);
  for (let image = 0; image < IMAGE_COUNT; image++) {
    labels[image] = random.fork("label").below(CLASS_COUNT, image);
    const angle = (Math.PI * labels[image]!) / CLASS_COUNT;
    const [row, column] = [4 + random.fork("row").below(6, image), 4 + random.fork("column").below(6, image)];
    for (let pixel = 0; pixel < size; pixel++) {
      const [down, right] = [Math.floor(pixel / IMAGE_SIDE) - row, (pixel % IMAGE_SIDE) - column];
      const across = Math.abs(down * Math.cos(angle) - right * Math.sin(angle));
      const along = Math.abs(down * Math.sin(angle) + right * Math.cos(angle));
      const light = across < 1.2 && along < 4 ? 180 : 20;
      const at = image * size + pixel;
      pixels[at] = Math.min(255, Math.max(0, Math.round(light + grain[at]!)));
    }
  }
  return [
    idxFile("bars-images-idx3-ubyte", [IMAGE_COUNT, IMAGE_SIDE, IMAGE_SIDE], pixels),
    idxFile("bars-labels-idx1-ubyte", [IMAGE_COUNT], labels),
  ];
}

/** Source of the format: yann.lecun.com/exdb/mnist. */
function idxFile(name: string, shape: readonly number[], values: Uint8Array): DataFile {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 8);
  header.setUint8(3, shape.length);
  shape.forEach((length, axis) => header.setUint32(4 + 4 * axis, length));
  return { name, bytes: concatBytes([new Uint8Array(header.buffer), values]) };
}
