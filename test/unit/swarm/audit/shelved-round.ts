/** Rounds with nothing in them but what a shelf and a list of duties look at. */
import type { CommitBody } from "../../../../shared/ledger/records/commit.ts";
import type { ContributionBody } from "../../../../shared/ledger/records/contribution.ts";
import type { ShelvedRound } from "../../../../shared/swarm/audit/round-shelf.ts";

export const hex = (value: number): string => value.toString(16).padStart(64, "0");

/** @param bytes of θ  @param records numbers of its contributions */
export function shelvedRound(number: number, bytes = 8, records: readonly number[] = [number]): ShelvedRound {
  const contributions = new Map(
    records.map((record) => [
      hex(record),
      { record: hex(record), device: hex(7), body: {} as ContributionBody, update: new Uint8Array(4) },
    ]),
  );
  const body = { round: number } as CommitBody;
  return {
    commit: hex(1000 + number),
    body,
    parameters: new Float32Array(bytes / 4),
    progress: 0,
    contributions,
  };
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
