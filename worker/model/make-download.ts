/** The head of a project as a file for other programs: the same bytes as those of `tabloom export`. */
import { must } from "../../shared/core/assert.ts";
import type { ExportedFile } from "../../shared/export/exported-file.ts";
import { exportModel } from "../../shared/export/export-model.ts";
import type { ExportSource } from "../../shared/export/export-source.ts";
import { tokenizerFileOf } from "../../shared/export/preparation.ts";
import { evaluateOn } from "../../shared/training/evaluate.ts";
import type { ProjectPlan } from "../../shared/training/project-plan.ts";
import { stepFlops } from "../../shared/training/step-flops.ts";
import { formatDays } from "../../shared/verify/calendar.ts";
import { rulesOf } from "../../shared/verify/project-rules.ts";
import type { Download, DownloadFormat, WorkSummary } from "../model-api.ts";
import type { OpenModel } from "./open-model.ts";
import { zipFile } from "./zip-file.ts";

/** Spent on measuring for the card, in floating-point operations: some seconds on one processor thread. */
const MEASURED_FLOPS = 3e10;
/** Of small models, whose steps cost more than their arithmetic. */
const MOST_MEASURED = 20_000;
/** Forward and backward pass together cost three times the forward pass. */
const PASSES = 3;
const LONGEST_NAME = 40;

/** The one file of a format; the others are in the folder. */
const FILES = {
  safetensors: { path: "parameters.safetensors", ending: ".safetensors", type: "application/octet-stream" },
  onnx: { path: "model.onnx", ending: ".onnx", type: "application/octet-stream" },
  card: { path: "README.md", ending: "-README.md", type: "text/markdown" },
} as const;

export async function makeDownload(
  model: OpenModel,
  format: DownloadFormat,
  work: WorkSummary | null,
): Promise<Download> {
  // Only the card says how good it is.
  const isMeasured = format === "card" || format === "folder";
  const files = exportModel(await sourceOf(model, work, isMeasured));
  const name = `${slug(model.project.manifest.name)}-round-${model.known.head.round}`;
  if (format === "folder") return { name: `${name}.zip`, content: zipFile(name, files) };
  const { path, ending, type } = FILES[format];
  const { bytes } = must(
    files.find((file: ExportedFile) => file.path === path),
    "every export has it",
  );
  return { name: `${name}${ending}`, content: new Blob([bytes as BlobPart], { type }) };
}

async function sourceOf(
  { project, dataset, preparation, known, forward }: OpenModel,
  work: WorkSummary | null,
  isMeasured: boolean,
): Promise<ExportSource> {
  const { name, licence, plan } = project.manifest;
  const { head, state } = known;
  const steps = Math.round(head.tokens / rulesOf(project).tokensPerStep);
  return {
    name,
    licence,
    model: plan.model,
    parameters: state.parameters,
    origin: { project: project.id, head },
    preparation,
    tokenizer: tokenizerFileOf(dataset),
    training: {
      data: dataset.description,
      unit: dataset.unit,
      unitCount: head.tokens,
      flops: BigInt(steps) * BigInt(stepFlops(plan)),
      swarm: work && {
        contributions: work.contributions,
        peers: work.devices,
        period: formatDays(work.from, work.to),
      },
    },
    evaluation: isMeasured
      ? await evaluateOn(forward, dataset, {
          batchSize: plan.batchSize,
          maxSamples: measuredSamples(plan),
        })
      : null,
  };
}

/** Of the held-out part, spread evenly. */
function measuredSamples(plan: ProjectPlan): number {
  const flopsPerSample = stepFlops(plan) / PASSES / plan.batchSize;
  return Math.max(1, Math.min(MOST_MEASURED, Math.floor(MEASURED_FLOPS / flopsPerSample)));
}

/** A name that every file system takes. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, LONGEST_NAME).replace(/-$/, "") || "model";
}
