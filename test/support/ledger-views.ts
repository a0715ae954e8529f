/** What a ledger says, for tests of the page and for looking at it. Times count from a `now` in seconds since 1970. */
import type { Hash } from "../../shared/core/ids.ts";
import { pseudonymOf, fingerprintOf } from "../../shared/ledger/identity/pseudonym.ts";
import { tell } from "../../shared/problems/problem.ts";
import type { AuditView, CreditView, ReceiptState, ReceiptView } from "../../worker/ledger-views/receipts.ts";
import type { IdentityView, LedgerSummary, VerifyResult } from "../../worker/ledger-api.ts";
import type { LeaderboardRow, LeaderboardView } from "../../worker/ledger-views/board.ts";
import { hashFrom, OTHERS, OWN, PROJECT } from "./swarm-views.ts";

/** The person behind the device OWN. */
export const ROOT = hashFrom("c41d77ab");
export const TEAM = hashFrom("7ea3f00d");
/** The phrase of sixteen zeros. */
export const PHRASE = `${"abandon ".repeat(11)}about`;

const cosigners = [OWN, ...OTHERS].map((device) => ({ device, name: pseudonymOf(device) }));

const audit = (auditor: Hash, at: number, part: Partial<AuditView> = {}): AuditView => ({
  auditor,
  auditorName: pseudonymOf(auditor),
  result: "match",
  window: 0,
  isDrawn: true,
  at,
  ...part,
});

export function receipt(round: number, at: number, part: Partial<ReceiptView> = {}): ReceiptView {
  return {
    record: hashFrom(`${(round * 7919 + 4096).toString(16)}aa`),
    project: PROJECT.id,
    projectName: PROJECT.name,
    modelName: "gpt nano",
    round,
    steps: 120,
    tokens: 92_160,
    unit: "tokens",
    profile: "wasm-exact",
    loss: 2.3142,
    at,
    device: OWN,
    site: null,
    commit: hashFrom(`c0${(round * 104_729).toString(16)}`),
    weight: 92_160,
    flops: "412300000000",
    credit: 0.954,
    cosigners,
    audits: [],
    state: { kind: "pending", contributionsToGo: 60, isAudited: false, isDisputed: false },
    ...part,
  };
}

const pending = (contributionsToGo: number, isAudited: boolean, isDisputed = false): ReceiptState => ({
  kind: "pending",
  contributionsToGo,
  isAudited,
  isDisputed,
});

const HOUR = 3600;
const DAY = 24 * HOUR;

/** One of each state, over three days; newest first. */
export function exampleReceipts(now: number): readonly ReceiptView[] {
  const at = (secondsAgo: number) => now - secondsAgo;
  return [
    receipt(132, at(4), {
      commit: null,
      cosigners: [],
      state: { kind: "not-committed" },
    }),
    receipt(131, at(40), { state: pending(60, false) }),
    receipt(130, at(75), {
      state: pending(59, true),
      audits: [audit(OTHERS[0]!, at(30))],
      weight: 61_440,
      credit: 0.636,
    }),
    receipt(129, at(115), {
      state: pending(58, false, true),
      audits: [
        audit(OTHERS[1]!, at(60), { result: "mismatch", window: 2 }),
        audit(OTHERS[2]!, at(50), { isDrawn: false }),
      ],
    }),
    receipt(64, at(DAY), { state: pending(0, false) }),
    receipt(63, at(DAY + 30), { state: { kind: "vested" }, audits: [audit(OTHERS[2]!, at(DAY - 40))] }),
    receipt(12, at(9 * DAY), {
      state: { kind: "left-behind" },
      modelName: "mlp",
      projectName: "adult-train.csv",
      unit: "rows",
      profile: "gpu-float",
    }),
    receipt(11, at(9 * DAY + 60), {
      state: { kind: "void", because: "false-contribution", round: 11 },
      audits: [
        audit(OTHERS[0]!, at(9 * DAY), { result: "mismatch", window: 2 }),
        audit(OTHERS[1]!, at(9 * DAY), { result: "mismatch", window: 2 }),
      ],
    }),
  ];
}

/** A long history: one every 40 seconds, all vested but the newest sixty. */
export const manyReceipts = (now: number, count: number): readonly ReceiptView[] =>
  Array.from({ length: count }, (_, index) =>
    receipt(count - index, now - 40 * index, {
      state: index < 60 ? pending(60 - index, index > 20) : { kind: "vested" },
    }),
  );

export const NO_CREDIT: CreditView = {
  vested: 0,
  pending: 0,
  void: 0,
  audits: 0,
  recentAverage: 0,
  contributions: 0,
  acceptedShare: 0,
  activeHours: 0,
  receiptCount: 0,
};

export const CREDIT: CreditView = {
  vested: 1204.37,
  pending: 57.2,
  void: 0.95,
  audits: 31.8,
  recentAverage: 86.4,
  contributions: 1322,
  acceptedShare: 0.981,
  activeHours: 17,
  receiptCount: 8,
};

export function summaryOf(newest: readonly ReceiptView[], part: Partial<LedgerSummary> = {}): LedgerSummary {
  return {
    root: ROOT,
    device: OWN,
    credit: { ...CREDIT, receiptCount: newest.length },
    newest: newest.slice(0, 50),
    recordCount: 18_204,
    asOf: newest[0]?.at ?? 0,
    storageProblems: [],
    ...part,
  };
}

const rowOf = (rank: number, key: string, part: Partial<LeaderboardRow> = {}): LeaderboardRow => ({
  rank,
  key,
  name: "",
  isNameChosen: false,
  isOwn: false,
  vested: 96_000 / (rank + 3),
  pending: 400 / rank,
  recentAverage: 3100 / (rank + 2),
  contributions: Math.round(52_000 / (rank + 1)),
  accepted: Math.round(51_000 / (rank + 1)),
  activeHours: Math.round(900 / (rank + 1)) + 1,
  flops: String(Math.round(96_000 / (rank + 3)) * 432_000_000_000),
  acceptedShare: Math.max(0.6, 1 - rank / 400),
  lastAt: 0,
  ...part,
});

const NAMES: Readonly<Record<number, string>> = {
  1: "Ada from the observatory",
  4: "نسّاجة",
  7: "A name as long as a name may be, forty ch",
};

/** Forty people and this one among them, or far below. */
export function peopleBoard(now: number, ownRank: number): LeaderboardView {
  const own = rowOf(ownRank, ROOT, { name: pseudonymOf(ROOT), isOwn: true, lastAt: now - 40 });
  const others = Array.from({ length: 40 }, (_, index) => {
    const rank = index + 1;
    const name = NAMES[rank];
    const key = hashFrom(`${(rank * 2_654_435).toString(16).padStart(8, "0")}${rank}e`);
    const named = name === undefined ? { name: pseudonymOf(key) } : { name, isNameChosen: true };
    return rowOf(rank, key, { lastAt: now - rank * HOUR, ...named });
  });
  const isListed = ownRank <= others.length;
  return {
    rows: others.map((row) => (row.rank === ownRank ? own : row)),
    own: isListed ? null : own,
    rowCount: isListed ? others.length : 1204,
    asOf: now - 4,
    recordCount: 18_204,
    closedCount: 0,
  };
}

export function groupBoard(
  now: number,
  groups: readonly (readonly [key: string, name: string])[],
): LeaderboardView {
  const rows = groups.map(([key, name], index) =>
    rowOf(index + 1, key, { name, isNameChosen: true, isOwn: index === 1, lastAt: now - index * HOUR }),
  );
  return { rows, own: null, rowCount: rows.length, asOf: now - 4, recordCount: 18_204, closedCount: 0 };
}

export const TEAMS = [
  [hashFrom("ab12cd34"), "Observatory"],
  [TEAM, "Weavers of Ulm"],
  [hashFrom("99ee00aa"), "Lab night shift"],
] as const;

export const COUNTRIES = [
  ["DE", ""],
  ["KE", ""],
  ["", ""],
] as const;

export const NOBODY: LeaderboardView = {
  rows: [],
  own: null,
  rowCount: 0,
  asOf: 0,
  recordCount: 0,
  closedCount: 0,
};

/** As it is before the visitor did anything about it. */
export const identityOf = (now: number, part: Partial<IdentityView> = {}): IdentityView => ({
  root: ROOT,
  fingerprint: fingerprintOf(ROOT),
  device: OWN,
  deviceFingerprint: fingerprintOf(OWN),
  name: pseudonymOf(ROOT),
  isNameChosen: false,
  isListed: false,
  country: "",
  team: null,
  devices: [{ device: OWN, since: now - 9 * DAY, isRevoked: false, isThis: true }],
  hasPhrase: true,
  ...part,
});

/** A name, a team, three devices. */
export const settledIdentity = (now: number): IdentityView =>
  identityOf(now, {
    name: "Mira",
    isNameChosen: true,
    isListed: true,
    country: "DE",
    team: { id: TEAM, name: "Weavers of Ulm", url: "https://weavers.example/ulm" },
    devices: [
      { device: OWN, since: now - 90 * DAY, isRevoked: false, isThis: true },
      { device: OTHERS[0]!, since: now - 30 * DAY, isRevoked: false, isThis: false },
      { device: OTHERS[1]!, since: now - 60 * DAY, isRevoked: true, isThis: false },
    ],
  });

export const VALID: VerifyResult = {
  isValid: true,
  flops: "3100000000000000",
  span: { from: 1_794_657_600, to: 1_795_348_800 },
  records: 1811,
  contributions: 1204,
  commits: 100,
  peers: 31,
  credit: 7175.9,
  head: hashFrom("7d20e9b1"),
  firstFailure: null,
};

export const INVALID: VerifyResult = {
  ...VALID,
  isValid: false,
  flops: "3700000000000",
  records: 16,
  contributions: 9,
  commits: 3,
  peers: 4,
  credit: 8.6,
  head: null,
  firstFailure: {
    position: 20_480,
    record: hashFrom("0b77d1e4"),
    reason: tell("bad-signature"),
  },
};
