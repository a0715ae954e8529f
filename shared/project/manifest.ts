/** What a project is: model, training rules and data, fixed for ever. Its id names it completely, so a link is all that an invitation needs. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { DataKind } from "../data/detect.ts";
import type { ProjectPlan } from "../training/project-plan.ts";

/** UTF-16 units: what fits a heading. */
export const PROJECT_NAME_LENGTH = 80;
/** One long sentence. */
export const QUESTION_LENGTH = 200;
/** The name of a licence, or one sentence. */
export const LICENCE_LENGTH = 80;

export interface Manifest {
  /** What people call it. */
  readonly name: string;
  /** What the model is to answer, in one sentence; absent when nothing was said. Never empty, so that it has one spelling. */
  readonly question?: string | undefined;
  readonly plan: ProjectPlan;
  readonly data: ProjectData;
  /** What may be done with the data, as its owner put it; empty when nothing was said. */
  readonly licence: string;
}

export type ProjectData =
  /** The built-in stories (shared/data/stories.ts): every peer computes them, nobody sends them. */
  | { readonly source: "stories"; readonly characterCount: number; readonly blockSize: number }
  | {
      readonly source: "files";
      readonly kind: DataKind;
      readonly options: DataOptions;
      /** In the order in which they were opened: it breaks ties between files of one size. */
      readonly files: readonly ProjectFile[];
    };

/** What `openDataset` was told besides the kind; absent means its default. */
export interface DataOptions {
  readonly blockSize?: number | undefined;
  /** `tokenizer`: the second of two files is a tokenizer.json for the first. */
  readonly vocabulary?: "characters" | "bytes" | "auto" | "tokenizer" | undefined;
  readonly target?: string | number | undefined;
  readonly window?: number | undefined;
  readonly testCount?: number | undefined;
  readonly seed?: string | undefined;
}

export interface ProjectFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the concatenated shard hashes (shards.ts). */
  readonly shardList: Hash;
  /** Where the whole file can also be had. */
  readonly urls: readonly string[];
}

/** A manifest with its name, as it is opened, stored and sent. */
export interface Project {
  /** SHA-256 of `blob`. */
  readonly id: Hash;
  readonly manifest: Manifest;
  /** The device that signed it; null for a built-in project, which nobody signs because every copy of the program contains it. */
  readonly owner: PeerId | null;
  /** What peers ask each other for by `id`. */
  readonly blob: Uint8Array;
}
