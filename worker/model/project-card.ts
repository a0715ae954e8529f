/** What a project is, for people: its manifest in the page's words, and what has come of it in this browser. */
import { createModel } from "../../shared/model/spec.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { LossHistory } from "../../shared/training/loss-history.ts";
import { rulesOf } from "../../shared/verify/project-rules.ts";
import type { DataCard, HeadCard, LossChange, ProjectCard, RulesCard } from "../model-api.ts";
import { lossUnitOf, modelNameOf } from "../open-run.ts";
import type { HeadDatabase } from "../storage/head-store.ts";

type Kept = NonNullable<Awaited<ReturnType<HeadDatabase["find"]>>>;

const UNITS = { gpt: "tokens", mlp: "rows", cnn: "images" } as const;

/** @param kept null: never trained here */
export function projectCard(project: Project, kept: Kept | null): ProjectCard {
  const { id, owner, manifest } = project;
  const { model } = manifest.plan;
  return {
    id,
    name: manifest.name,
    owner,
    question: manifest.question ?? "",
    licence: manifest.licence,
    modelName: modelNameOf(model),
    parameterCount: createModel(model).layout.parameterCount,
    unit: UNITS[model.kind],
    lossUnit: lossUnitOf(model),
    data: dataCard(project),
    rules: rulesCard(project),
    head: kept && headCard(kept),
  };
}

function dataCard({ manifest: { data } }: Project): DataCard {
  if (data.source === "stories") return { kind: "stories", characterCount: data.characterCount };
  return { kind: data.kind, files: data.files.map(({ name, bytes }) => ({ name, sizeBytes: bytes })) };
}

function rulesCard(project: Project): RulesCard {
  const { batchSize, optimizer, rules } = project.manifest.plan;
  return {
    ...rules,
    samplesPerStep: batchSize,
    unitsPerStep: rulesOf(project).tokensPerStep,
    optimizer: optimizer.kind,
  };
}

function headCard({ round, progress, savedAtMs, curves, commit }: Kept): HeadCard {
  const { heldOut, training } = curves;
  return {
    round,
    step: progress,
    hash: commit.hash,
    savedAtMs,
    heldOut: changeOf(heldOut),
    training: changeOf(training),
  };
}

function changeOf({ points }: LossHistory): LossChange | null {
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? { first: first.loss, last: last.loss } : null;
}
