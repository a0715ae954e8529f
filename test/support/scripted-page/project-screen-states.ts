/** States of the project screen: what is known of the project, and what its model answers. */
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { woven } from "../cloth-rows.ts";
import {
  describing,
  IMAGE_MODEL,
  SERIES_MODEL,
  STORIES_CARD,
  TABLE_CARD,
  TABLE_MODEL,
  TEXT_MODEL,
  WORK,
} from "../project-views.ts";
import { EMPTY_SUMMARY } from "../scripted-ledger.ts";
import type { LedgerState } from "./ledger-states.ts";

const noDatabase = () => Promise.reject(new Error("The user denied permission to access the database."));
const never = () => new Promise<never>(() => undefined);
const failing = (detail: string) => async () => ({ ok: false, fault: { kind: "failed", detail } }) as const;

const worked: Partial<LedgerApi> = { projectWork: async () => WORK, rounds: woven(118, 6) };
const known = { screen: "project", summary: EMPTY_SUMMARY, answers: worked } as const;

export const PROJECT_SCREEN_STATES: Readonly<Record<string, LedgerState>> = {
  "project-loading": { ...known, model: { describe: never } },
  "project-unknown": { ...known, search: `&project=${"ab".repeat(32)}` },
  "project-trouble": { ...known, model: { describe: failing("The disk cannot be read.") } },
  "project-untrained": {
    screen: "project",
    summary: EMPTY_SUMMARY,
    answers: {},
    model: describing({ ...STORIES_CARD, head: null }),
  },
  "project-opening": { ...known, model: { ...TEXT_MODEL, form: never } },
  "project-no-data": {
    ...known,
    model: {
      ...describing(TABLE_CARD),
      form: async () => ({ ok: false, fault: { kind: "no-data" } }),
    },
  },
  "project-ledger-trouble": {
    screen: "project",
    summary: null,
    answers: { watch: noDatabase, rounds: noDatabase, projectWork: noDatabase },
    model: TABLE_MODEL,
  },
  "project-text": { ...known, model: TEXT_MODEL, press: ["write", "project-qr"] },
  "project-writing": { ...known, model: { ...TEXT_MODEL, generate: never }, press: ["write"] },
  "project-training": { ...known, run: "training", model: TEXT_MODEL },
  "project-table": {
    ...known,
    answers: { ...worked, rounds: woven(3, 2) },
    model: TABLE_MODEL,
    press: ["predict", "project-owner"],
  },
  "project-series": { ...known, model: SERIES_MODEL, press: ["predict"] },
  "project-images": { ...known, model: IMAGE_MODEL, press: ["drawing-another-picture"] },
  "project-download-failed": {
    ...known,
    model: { ...TEXT_MODEL, download: failing("Array buffer allocation failed") },
    press: ["download-onnx"],
  },
};
