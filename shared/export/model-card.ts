/**
 * The model card: README.md as Hugging Face reads it, YAML fields and then Markdown. Names and licences are strangers' texts, so in YAML they are quoted as JSON
 * (which is YAML) and in Markdown nothing of them is markup. Source: huggingface.co/docs/hub/model-cards.
 */
import { hashOf } from "../core/hash.ts";
import { exactExp } from "../core/exact-math.ts";
import { formatCount, formatNumber, plural } from "../data/wording.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { ExportSource } from "./export-source.ts";
import { licenceFields } from "./licences.ts";
import type { Preparation } from "./preparation.ts";

/** Characters of a text that Markdown, or the HTML inside of it, could take for markup. */
const MARKUP = /[\\`*_{}[\]()<>#+\-.!|~&$@:]/g;
/** A loss beyond this is no perplexity that anybody compares. */
const LARGEST_LOSS = 20;

export function modelCard(source: ExportSource): string {
  const sections = [
    `# ${plain(source.name)}`,
    introduction(source),
    `## Data\n\n${plain(source.training.data)}.\n\n\`preparation.json\` says how data become the model's inputs, and its outputs answers.`,
    `## Training\n\n${training(source)}`,
    `## Evaluation\n\n${evaluation(source)}`,
    `## Use\n\n${usage(source.model)}`,
    `## Limits\n\n${limits(source.model)}`,
    `## How to verify\n\n${verification(source)}`,
  ];
  return `---\n${frontMatter(source)}---\n\n${sections.join("\n\n")}\n`;
}

/** Values are JSON, which is YAML too. */
function frontMatter(source: ExportSource): string {
  const { name, licence, model, preparation } = source;
  const task = taskOf(preparation);
  const metrics = measurements(source);
  const dataset = slug(name);
  const fields: Readonly<Record<string, unknown>> = {
    ...licenceFields(licence),
    library_name: model.kind === "gpt" ? "transformers.js" : "onnx",
    pipeline_tag: task,
    tags: ["tabloom", "volunteer-computing", "onnx", model.kind],
    datasets: [dataset],
    metrics: metrics.map(({ type }) => type),
    ...(metrics.length > 0 && {
      "model-index": [
        {
          name,
          results: [
            {
              task: { type: task },
              dataset: { type: dataset, name, split: "test" },
              metrics: metrics.map(({ type, value }) => ({ type, value })),
            },
          ],
        },
      ],
    }),
  };
  return Object.entries(fields)
    .map(([field, value]) => `${field}: ${JSON.stringify(value)}\n`)
    .join("");
}

function introduction({ model, origin, parameters }: ExportSource): string {
  const size = `${formatCount(parameters.length)} parameters`;
  const made =
    origin === null
      ? "It was trained on one computer with Tabloom."
      : "It was trained with Tabloom by volunteers, in the tabs of their browsers; nobody but them computed any of it.";
  return `${KINDS[model.kind]} with ${size}. ${made}`;
}

const KINDS: Readonly<Record<ModelSpec["kind"], string>> = {
  gpt: "A decoder-only transformer (GPT-2's architecture without biases)",
  mlp: "A multilayer perceptron with GELU",
  cnn: "A convolutional network",
};

function training({ training: { unit, unitCount, flops, swarm }, origin, model }: ExportSource): string {
  const lines = [
    `- ${formatCount(unitCount)} ${unit} learned from, repeated ones included`,
    `- ${Number(flops).toExponential(2)} floating-point operations`,
    ...(origin === null ? [] : [`- ${plural(origin.head.round, "round")}`]),
    ...(swarm === null
      ? []
      : [
          `- ${plural(swarm.contributions, "contribution")} by ${plural(swarm.peers, "device")}${swarm.period === null ? "" : `, ${swarm.period}`}`,
        ]),
    `- architecture: \`${JSON.stringify(model)}\``,
  ];
  return lines.join("\n");
}

function evaluation(source: ExportSource): string {
  const { evaluation: found } = source;
  if (found === null) return "Nobody measured it on the held-out part of the data.";
  const metrics = measurements(source).map(({ type, value }) => `| ${type} | ${formatNumber(value)} |`);
  const unit = source.preparation.kind === "text" ? "text block" : "sample";
  return `On ${plural(found.sampleCount, unit)} held out:\n\n| metric | value |\n|---|---|\n| loss | ${formatNumber(found.loss)} |\n${metrics.join("\n")}`;
}

/** Metrics by the names that the Hub knows. */
function measurements({ evaluation: found, preparation }: ExportSource) {
  if (found === null) return [];
  const { loss, accuracy, absoluteError } = found;
  return [
    ...(preparation.kind === "text" && loss <= LARGEST_LOSS
      ? [{ type: "perplexity", value: rounded(exactExp(loss)) }]
      : []),
    ...(accuracy === null ? [] : [{ type: "accuracy", value: rounded(accuracy) }]),
    // In standard deviations of the target.
    ...(absoluteError === null ? [] : [{ type: "mae", value: rounded(absoluteError) }]),
  ];
}

function taskOf(preparation: Preparation): string {
  switch (preparation.kind) {
    case "text":
      return "text-generation";
    case "table":
      return preparation.answers.kind === "classes" ? "tabular-classification" : "tabular-regression";
    case "series":
      return "time-series-forecasting";
    case "images":
      return "image-classification";
    default:
      return preparation satisfies never;
  }
}

function usage(model: ModelSpec): string {
  if (model.kind !== "gpt")
    return "`model.onnx` runs in every ONNX runtime, with batches of any size. `parameters.safetensors` has the same weights by name.";
  return `\`\`\`js
import { env, pipeline } from "@huggingface/transformers";

env.allowRemoteModels = false;
env.localModelPath = "./"; // the folder that holds this one
const generate = await pipeline("text-generation", "this-folder");
console.log(await generate("Once upon a time", { max_new_tokens: 200 }));
\`\`\`

One prompt at a time, or several of one length: there is no token to fill shorter ones with. \`model.onnx\` is the same model without the library: \`input_ids\` in, \`logits\` out. \`parameters.safetensors\` has the weights by name.`;
}

function limits(model: ModelSpec): string {
  const common =
    "It is a small model, and knows nothing beyond the data named above: what is wrong or unfair there is so here. Measure it on data of your own before anything depends on it.";
  return model.kind === "gpt"
    ? `It reads the last ${formatCount(model.blockSize)} tokens, makes things up, and follows no instructions. ${common}`
    : common;
}

function verification({ origin, parameters }: ExportSource): string {
  const weights = `SHA-256 of all parameters, little-endian float32 in the order of the model's layout: \`${hashOf(parameters)}\`.`;
  if (origin === null) return weights;
  return `The model is the head of round ${formatCount(origin.head.round)} of a public history. Anybody who has that history as a bundle can compute it again, signatures, agreement and every model on the way:

\`\`\`sh
npm run -s tabloom -- verify history.tabloom --replay 5
npm run -s tabloom -- export history.tabloom --out export
\`\`\`

The first names the head, the second makes these files once more, byte for byte.

| what | |
|---|---|
| project | \`${origin.project}\` |
| head | \`${origin.head.hash}\` |
| state | \`${origin.head.state}\` |

${weights}`;
}

/** A stranger's text as text, on one line. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replaceAll(MARKUP, "\\$&");
}

/** As identifiers on the Hub are made. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["data"];
  return words.join("-");
}

/** Four decimals: what further ones say is noise. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}
