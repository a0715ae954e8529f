/** A ledger without records: it answers what a test or the harness tells it to. What was asked of it is in `calls`. */
import type { LedgerApi, LedgerSummary } from "../../worker/ledger-api.ts";
import { CERTIFICATE } from "./certificate-view.ts";
import { CLAIM_PLACE, CLAIM_SIGNED, NO_SITES } from "./site-views.ts";
import { identityOf, NOBODY, NO_CREDIT, PHRASE, summaryOf, TEAM, VALID } from "./ledger-views.ts";

export interface ScriptedLedger extends LedgerApi {
  /** Names of the methods, with what was asked, in order. */
  readonly calls: readonly string[];
  /** Something changed. */
  emit(summary: LedgerSummary): void;
}

/** What a ledger says that has nothing yet. */
export const EMPTY_SUMMARY: LedgerSummary = summaryOf([], { credit: NO_CREDIT, recordCount: 2 });

const GRANTED = { ok: true, value: null } as const;

/** @param summary told to whoever watches; null: nothing is known yet @param answers instead of those of an empty ledger */
export function createScriptedLedger(
  summary: LedgerSummary | null = EMPTY_SUMMARY,
  answers: Partial<LedgerApi> = {},
): ScriptedLedger {
  const calls: string[] = [];
  let listener: (next: LedgerSummary) => void = () => undefined;
  const silent: LedgerApi = {
    async watch(next) {
      listener = next;
      if (summary !== null) next(summary);
    },
    receipts: async () => [],
    receipt: async () => null,
    receiptsOf: async () => [],
    leaderboard: async () => NOBODY,
    sites: async () => NO_SITES,
    receiptsFrom: async () => [],
    rounds: async () => [],
    projectWork: async () => null,
    projects: async () => [],
    nameOf: async () => "Lively Moon",
    identity: async () => identityOf(0),
    changeIdentity: async () => GRANTED,
    phrase: async () => PHRASE,
    forgetPhrase: async () => undefined,
    restore: async () => GRANTED,
    createTeam: async () => ({ ok: true, value: TEAM }),
    revokeDevice: async () => GRANTED,
    claimPlace: async () => ({ ok: true, value: CLAIM_PLACE }),
    acceptOwner: async () => ({ ok: true, value: { kind: "done", record: new Uint8Array([1]) } }),
    claimant: async () => ({ ok: true, value: null }),
    claimDevice: async (place) => ({ ok: true, value: { place, ...CLAIM_SIGNED } }),
    keepClaim: async () => GRANTED,
    exportBoard: async () => "",
    exportBundle: async () => null,
    verify: async () => VALID,
    certificate: async () => CERTIFICATE,
  };
  const api = { ...silent, ...answers };
  const recorded = Object.entries(api).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => {
      const told = parameters.filter((each) => typeof each !== "function" && !(each instanceof Blob));
      calls.push([name, ...told.map((each) => JSON.stringify(each))].join(" "));
      return (method as (...all: unknown[]) => unknown)(...parameters);
    },
  ]);
  return {
    ...(Object.fromEntries(recorded) as LedgerApi),
    calls,
    emit: (next) => listener(next),
  };
}
