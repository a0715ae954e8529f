/** Cloths for tests, and for looking at: people come and go, the loss falls, the newest work is not audited yet. */
import { sha256 } from "../../shared/core/hash.ts";
import { toHex } from "../../shared/core/bytes.ts";
import { pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { RoundPartView, RoundView } from "../../worker/ledger-views/rounds.ts";
import { type ClothRow, clothRow } from "../../web/cloth/cloth-row.ts";

const hashOf = (label: string): string => toHex(sha256(new TextEncoder().encode(label)));

/** 0 … 1, the same for the same label. */
const chance = (label: string): number => Number.parseInt(hashOf(label).slice(0, 8), 16) / 0xffff_ffff;

/** Seconds since 1970. */
export const CLOTH_START = 1_794_700_000;
const ROUND_SECONDS = 40;
/** Newest rounds that nobody has audited. */
const PENDING = 14;

export const personOf = (index: number): string => hashOf(`weaver ${index}`);

/** @param people how many ever take part; the first of them is the visitor */
export function exampleRounds(count: number, people: number): readonly RoundView[] {
  return Array.from({ length: count }, (_, index) => {
    const round = index + 1;
    const parts = Array.from({ length: people }, (_, person) => person)
      .filter((person) => person === 0 || isThere(person, index, count))
      .map((person) => partOf(person, round, count))
      .toSorted((a, b) => (a.device < b.device ? -1 : 1));
    const loss = 2.1 + 8.3 / (1 + index / (count / 9)) + (chance(`loss ${round}`) - 0.5) * 0.25;
    return { round, commit: hashOf(`commit ${round}`), at: CLOTH_START + round * ROUND_SECONDS, loss, parts };
  });
}

/** Everybody stays for a while, some twice. */
function isThere(person: number, index: number, count: number): boolean {
  const place = index / Math.max(1, count - 1);
  const from = chance(`from ${person}`) * 0.8 - 0.1;
  const isOnceMore = chance(`again ${person}`) > 0.5 && place > from + 0.55;
  return (place >= from && place < from + 0.45) || isOnceMore || count < 4;
}

function partOf(person: number, round: number, count: number): RoundPartView {
  const root = personOf(person);
  const speed = 0.4 + 2 * chance(`speed ${person}`);
  const tokens = Math.round(768 * 40 * speed * (0.9 + 0.2 * chance(`now ${person} ${round}`)));
  const isRejected = chance(`rejected ${person} ${round}`) < 0.004;
  const state = isRejected ? "rejected" : round > count - PENDING * speed ? "pending" : "audited";
  return {
    device: root,
    root,
    name: pseudonymOf(root),
    tokens,
    state,
    audit: auditOf(state, `${person} ${round}`),
    isOwn: person === 0,
  };
}

/** Whoever was rejected was found out; of the others one in three is drawn. */
function auditOf(state: RoundPartView["state"], label: string): RoundPartView["audit"] {
  if (state === "rejected") return "failed";
  const draw = chance(`audit ${label}`);
  if (draw > 1 / 3) return null;
  if (state === "audited") return "passed";
  return draw < 0.05 ? "disputed" : "waiting";
}

/** Answers of a ledger that knows these rounds. */
export const woven =
  (count: number, people: number): LedgerApi["rounds"] =>
  async ({ before, limit }) =>
    exampleRounds(count, people)
      .filter(({ round }) => before === null || round < before)
      .slice(-limit);

export const exampleRows = (count: number, people: number): readonly ClothRow[] =>
  exampleRounds(count, people).map(clothRow);
