/** The projects that are part of the program: every tab computes the same bytes, so two tabs that open the page train one model without sending a file. */
import { muonSpec } from "../optimizer/optimizer-spec.ts";
import { DEFAULT_CODEC } from "../compression/codecs.ts";
import { GPT_SIZES } from "../model/gpt.ts";
import type { GptSpec } from "../model/gpt.ts";
import { STORIES_NAME } from "../data/story-name.ts";
import type { RoundRules } from "../training/project-plan.ts";
import type { Project } from "./manifest.ts";
import { DEFAULT_RULES, openEndedSchedule } from "./plan-project.ts";
import { buildInProject } from "./project.ts";

/** Different characters in the stories, pinned here because the manifest is fixed; a test compares. */
const STORIES_VOCABULARY = 53;

type GptSize = Omit<GptSpec, "kind" | "vocabularySize">;

interface StoriesProject {
  readonly name: string;
  readonly size: GptSize;
  readonly characterCount: number;
  readonly rules: RoundRules;
}

const PROJECTS = {
  stories: { name: STORIES_NAME, size: GPT_SIZES.nano, characterCount: 1_000_000, rules: DEFAULT_RULES },
  /** About 20,000 parameters, a short text and short rounds, for tests and benchmarks: sixteen tabs on one computer can train it. */
  tiny: {
    name: `${STORIES_NAME} (tiny)`,
    size: { blockSize: 64, layerCount: 1, headCount: 4, width: 36 },
    characterCount: 200_000,
    rules: { roundMs: 2_000, maxSteps: 60 },
  },
} as const satisfies Record<string, StoriesProject>;

/** Names that `?project=` takes besides an id. */
export type BuiltInName = keyof typeof PROJECTS;

export function isBuiltInName(text: string): text is BuiltInName {
  return Object.hasOwn(PROJECTS, text);
}

/** The built-in project with this name or id. */
export function findBuiltIn(text: string): Project | undefined {
  if (isBuiltInName(text)) return builtInProject(text);
  return Object.keys(PROJECTS)
    .filter(isBuiltInName)
    .map(builtInProject)
    .find(({ id }) => id === text);
}

export function builtInProject(builtIn: BuiltInName): Project {
  const { name, size, characterCount, rules }: StoriesProject = PROJECTS[builtIn];
  return buildInProject({
    name,
    plan: {
      model: { kind: "gpt", vocabularySize: STORIES_VOCABULARY, ...size },
      optimizer: muonSpec(),
      batchSize: 12,
      schedule: openEndedSchedule(3e-3),
      seed: `tabloom ${builtIn} 1`,
      rules,
      codec: DEFAULT_CODEC,
    },
    data: { source: "stories", characterCount, blockSize: size.blockSize },
    licence: "Apache-2.0",
  });
}
