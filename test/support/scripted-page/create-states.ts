/** States of a new project and of the directory: what the trial and the server answer, and what the visitor does. */
import {
  knownProjects,
  FEATURED,
  LEARNS,
  scriptTrial,
  step,
  TABLE_LOOK,
  TEXT_LOOK,
  TOKENIZER_LOOK,
} from "../scripted-projects.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { EMPTY_SUMMARY } from "../scripted-ledger.ts";
import type { LedgerState } from "./ledger-states.ts";

const noDatabase = () => Promise.reject(new Error("The user denied permission to access the database."));
const never = () => new Promise<never>(() => undefined);

const TALES = new File(["Once upon a time. ".repeat(60_000)], "old_tales.txt");
const BROKEN = new File(["a,b\n1,2\n3,4,5\n"], "adult-train.csv");
const ADULT = new File(
  ["39, State-gov, 77516, Bachelors, 13, Never-married, <=50K\n".repeat(70_000)],
  "adult-train.csv",
);
const HOLIDAY = new File(["…"], "holiday.jpg", { type: "image/jpeg" });

const create = { screen: "create", summary: EMPTY_SUMMARY } as const;
const chosen = { ...create, chosen: { input: "create-files", file: TALES } } as const;
const ready = {
  ...chosen,
  selected: { select: "create-licence", value: "cc0" },
  press: ["trial-start"],
} as const;
const tried = { ...chosen, press: ["trial-start"] } as const;

const resultOf = (verdict: typeof LEARNS.verdict, after: number) => ({
  openTrial: async () =>
    scriptTrial({
      run: async () => ({
        ok: true,
        value: { ...LEARNS, verdict, heldOut: { ...LEARNS.heldOut, after } },
      }),
    }),
});

export const CREATE_STATES: Readonly<Record<string, LedgerState>> = {
  "create-empty": create,
  "create-wrong-file": { ...create, chosen: { input: "create-files", file: HOLIDAY } },
  "create-refused": {
    ...create,
    chosen: { input: "create-files", file: BROKEN },
    projects: {
      openTrial: async () =>
        scriptTrial({
          look: async () => ({
            ok: false,
            problem: tell("data.row-fields", { line: 3, count: 3, expected: 2 }),
          }),
        }),
    },
  },
  "create-looking": {
    ...chosen,
    projects: { openTrial: async () => scriptTrial({ look: never }) },
  },
  "create-table": {
    ...create,
    chosen: { input: "create-files", file: ADULT },
    projects: {
      openTrial: async () => scriptTrial({ look: async () => ({ ok: true, value: TABLE_LOOK }) }),
    },
  },
  "create-text": chosen,
  "create-tokenizer": {
    ...chosen,
    projects: {
      openTrial: async () => scriptTrial({ look: async () => ({ ok: true, value: TOKENIZER_LOOK }) }),
    },
  },
  "create-tokenizer-refused": {
    ...chosen,
    chosenNext: { input: "tokenizer-file", file: new File(["{}"], "tokenizer.json") },
    projects: {
      openTrial: async () =>
        scriptTrial({
          look: async (files) =>
            files.length === 1
              ? { ok: true, value: TEXT_LOOK }
              : {
                  ok: false,
                  problem: tell("data.tokenizer-large", { count: 151_643, limit: 65_536 }),
                },
        }),
    },
  },
  "create-busy": { ...chosen, run: "training" },
  "create-loading-engine": { ...tried, projects: { openTrial: async () => scriptTrial({ run: never }) } },
  "create-trying": {
    ...tried,
    projects: {
      openTrial: async () =>
        scriptTrial({
          run: (_model, onStep) => {
            onStep(step(7));
            return never();
          },
        }),
    },
  },
  "create-failed": {
    ...tried,
    projects: {
      openTrial: async () =>
        scriptTrial({
          run: async () => ({
            ok: false,
            problem: tell("trial.not-finite", {}, "the loss of step 8 is not finite"),
          }),
        }),
    },
  },
  "create-crashed": {
    ...tried,
    projects: {
      openTrial: async () => scriptTrial({ run: () => Promise.reject(new Error("gone")) }),
    },
  },
  "create-passed": tried,
  "create-ready": ready,
  "create-publishing": { ...ready, press: ["trial-start", "publish-project"] },
  "create-published": {
    ...ready,
    press: ["trial-start", "publish-project"],
    runAfter: "own-tales",
  },
  "create-by-heart": { ...tried, projects: resultOf("by-heart", 4.301) },
  "create-learned-nothing": { ...tried, projects: resultOf("learns-nothing", 4.301) },
  "directory-empty": { screen: "projects", summary: EMPTY_SUMMARY },
  "directory-loading": {
    screen: "projects",
    summary: null,
    answers: { projects: never },
    projects: { readFeatured: never },
  },
  "directory-trouble": {
    screen: "projects",
    summary: null,
    answers: { watch: noDatabase, projects: noDatabase },
  },
  "directory-many": {
    screen: "projects",
    summary: EMPTY_SUMMARY,
    answers: { projects: async () => knownProjects(Math.floor(Date.now() / 1000)) },
    projects: { readFeatured: async () => FEATURED },
  },
  "directory-unreachable": {
    screen: "projects",
    summary: EMPTY_SUMMARY,
    run: "training",
    answers: { projects: async () => knownProjects(Math.floor(Date.now() / 1000)).slice(0, 1) },
    projects: { readFeatured: () => Promise.reject(new Error("offline")) },
  },
};
