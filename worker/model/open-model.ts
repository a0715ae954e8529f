/** Everything that questions to one model need: the project, its data, the head that is kept here, and a forward pass of that. */
import type { OpenedDataset } from "../../shared/data/detect.ts";
import { type Preparation, preparationOf } from "../../shared/export/preparation.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { KnownHead } from "../../shared/swarm/known-head.ts";
import type { Forward } from "./forward.ts";

export interface OpenModel {
  readonly project: Project;
  readonly dataset: OpenedDataset;
  readonly preparation: Preparation;
  readonly known: KnownHead;
  readonly forward: Forward;
}

/** What does not change from head to head. */
export type OpenData = Pick<OpenModel, "project" | "dataset" | "preparation">;

export const withPreparation = (project: Project, dataset: OpenedDataset): OpenData => ({
  project,
  dataset,
  preparation: preparationOf(dataset),
});
