/** States of the screens of the ledger: what the ledger answers, and what the visitor does. */
import type { LedgerApi, LedgerSummary } from "../../../worker/ledger-api.ts";
import type { ReceiptView } from "../../../worker/ledger-views/receipts.ts";
import type { ModelApi } from "../../../worker/model-api.ts";
import type { Screen } from "../../../web/screens/screen-address.ts";
import { aroundOwn } from "../around-own.ts";
import {
  COUNTRIES,
  CREDIT,
  exampleReceipts,
  groupBoard,
  identityOf,
  INVALID,
  manyReceipts,
  NOBODY,
  peopleBoard,
  settledIdentity,
  summaryOf,
  TEAM,
  TEAMS,
} from "../ledger-views.ts";
import { EMPTY_SUMMARY } from "../scripted-ledger.ts";
import type { ProjectPorts } from "../../../web/projects/project-ports.ts";
import { CREATE_STATES } from "./create-states.ts";
import { PROJECT_SCREEN_STATES } from "./project-screen-states.ts";
import type { SettingsScript } from "./settings-script.ts";
import { SETTINGS_STATES } from "./settings-states.ts";
import { SITE_STATES } from "./site-states.ts";
import { SWARM_SCREEN_STATES } from "./swarm-screen-states.ts";
import { tell } from "../../../shared/problems/problem.ts";

export interface LedgerState {
  readonly screen: Exclude<Screen, "donate">;
  /** Null: not known yet. */
  readonly summary: LedgerSummary | null;
  readonly answers?: Partial<LedgerApi>;
  /** What models answer. */
  readonly model?: Partial<ModelApi>;
  /** What trials and the server say. */
  readonly projects?: Partial<ProjectPorts>;
  /** Of the address. */
  readonly search?: string;
  readonly fragment?: string;
  /** Buttons that are pressed, by their test ids, one after the other. */
  readonly press?: readonly string[];
  /** A state of the run, of states.ts, that is played before. */
  readonly run?: string;
  /** A state of the run, of states.ts, that is played after everything was pressed. */
  readonly runAfter?: string;
  /** What is chosen on the Verify screen. */
  readonly file?: File;
  /** What the browser does for the settings. */
  readonly settings?: SettingsScript;
  /** A file for an input, by its test id. */
  readonly chosen?: { readonly input: string; readonly file: File };
  /** Chosen after that, in a field that comes with it. */
  readonly chosenNext?: { readonly input: string; readonly file: File };
  /** A value for a selection, by its test id. */
  readonly selected?: { readonly select: string; readonly value: string };
}

const now = Math.floor(Date.now() / 1000);
const examples = exampleReceipts(now);
const many = manyReceipts(now, 180);
/** Of somebody who has given something. */
export const SOME = summaryOf(examples);
const never = () => new Promise<never>(() => undefined);

/** The board that is asked for, as a ledger would give it. */
const boards =
  (ownRank: number): LedgerApi["leaderboard"] =>
  async ({ by, isAroundOwn, name }) => {
    if (by === "team") return groupBoard(now, TEAMS);
    if (by === "country") return groupBoard(now, COUNTRIES);
    const board = peopleBoard(now, ownRank);
    if (!name) return isAroundOwn ? aroundOwn(board) : board;
    const rows = board.rows.filter((row) => row.name.toLowerCase().includes(name.toLowerCase()));
    return { ...board, rows, own: null, rowCount: rows.length };
  };

const olderOf = (all: readonly ReceiptView[]): LedgerApi["receipts"] => {
  return async (before, limit) => all.filter(({ at }) => before === null || at < before).slice(0, limit);
};

const BUNDLE = new File(["bundle"], "tabloom-5a11ad00.bundle");

const settled: Partial<LedgerApi> = { identity: async () => settledIdentity(now) };
const newcomer: Partial<LedgerApi> = { identity: async () => identityOf(now) };

const WRONG_SHARD = tell("blob-false", {
  what: "shard",
  name: "adult.csv",
  index: 4,
  entry: 1204,
  position: 92_160,
});
const ODD_RECORD = tell("bad-record", {}, "body.weight: Invalid type");

export const LEDGER_STATES: Readonly<Record<string, LedgerState>> = {
  ...PROJECT_SCREEN_STATES,
  ...CREATE_STATES,
  ...SWARM_SCREEN_STATES,
  ...SITE_STATES,
  "receipts-loading": { screen: "receipts", summary: null },
  "receipts-empty": { screen: "receipts", summary: EMPTY_SUMMARY },
  receipts: { screen: "receipts", summary: SOME },
  "receipts-many": {
    screen: "receipts",
    summary: summaryOf(many, { credit: { ...CREDIT, receiptCount: many.length } }),
    answers: { receipts: olderOf(many) },
    press: ["older-receipts"],
  },
  "receipts-storage": {
    screen: "receipts",
    summary: {
      ...SOME,
      storageProblems: [tell("receipts.full"), tell("receipts.damaged", { count: 3 })],
    },
  },
  "receipts-trouble": {
    screen: "receipts",
    summary: null,
    answers: { watch: () => Promise.reject(new Error("The browser gives this page no database.")) },
  },
  leaderboard: {
    screen: "leaderboard",
    summary: SOME,
    answers: { leaderboard: boards(6), receiptsOf: async () => examples.slice(1, 6) },
    press: ["open-row"],
  },
  "leaderboard-far": {
    screen: "leaderboard",
    summary: SOME,
    answers: {
      leaderboard: boards(812),
      exportBundle: async () => BUNDLE,
      exportBoard: async (format) => `a board as ${format}`,
    },
  },
  "leaderboard-teams": {
    screen: "leaderboard",
    summary: SOME,
    answers: { leaderboard: boards(6) },
    press: ["by-team"],
  },
  "leaderboard-countries": {
    screen: "leaderboard",
    summary: SOME,
    answers: { leaderboard: boards(6) },
    press: ["by-country", "open-row"],
  },
  "leaderboard-empty": {
    screen: "leaderboard",
    summary: EMPTY_SUMMARY,
    answers: { leaderboard: async () => NOBODY },
  },
  verify: { screen: "verify", summary: EMPTY_SUMMARY },
  "verify-checking": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    answers: {
      verify(_bundle, onProgress) {
        onProgress({ step: "records", done: 1204, total: 1811 });
        return never();
      },
    },
    file: BUNDLE,
  },
  "verify-valid": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    file: BUNDLE,
  },
  "verify-invalid": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    answers: { verify: async () => INVALID },
    file: BUNDLE,
  },
  "verify-blob": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    answers: {
      verify: async () => ({ ...INVALID, firstFailure: { ...INVALID.firstFailure!, reason: WRONG_SHARD } }),
    },
    file: BUNDLE,
  },
  "verify-odd": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    answers: {
      verify: async () => ({ ...INVALID, firstFailure: { ...INVALID.firstFailure!, reason: ODD_RECORD } }),
    },
    file: BUNDLE,
  },
  "verify-failed": {
    screen: "verify",
    summary: EMPTY_SUMMARY,
    answers: { verify: () => Promise.reject(new Error("The file could not be read.")) },
    file: BUNDLE,
  },
  you: { screen: "you", summary: EMPTY_SUMMARY, answers: newcomer },
  "you-settled": {
    screen: "you",
    summary: SOME,
    answers: {
      ...settled,
      revokeDevice: async () => ({ ok: false, problem: tell("refused.busy") }),
    },
    press: ["revoke-device", "revoke-device-yes", "leave-team"],
  },
  "you-words": {
    screen: "you",
    summary: SOME,
    answers: settled,
    press: ["show-words", "show-code", "forget-words"],
  },
  "you-forgotten": {
    screen: "you",
    summary: SOME,
    answers: { identity: async () => ({ ...settledIdentity(now), hasPhrase: false }) },
  },
  "you-invited": {
    screen: "you",
    summary: EMPTY_SUMMARY,
    search: `&team=${TEAM}`,
    answers: { ...newcomer, leaderboard: boards(6) },
  },
  ...SETTINGS_STATES,
  "settings-erase": {
    screen: "settings",
    summary: SOME,
    answers: settled,
    settings: { hasDatabase: true },
    press: ["erase"],
  },
  "you-restore": {
    screen: "you",
    summary: EMPTY_SUMMARY,
    fragment: "#restore=AAAAAAAAAAAAAAAAAAAAAD",
    answers: newcomer,
  },
};
