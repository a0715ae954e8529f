/** What the ledger calls the devices that gave to the newest rounds: the swarm itself knows keys alone. */
import { useCallback, useMemo } from "react";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { RoundView } from "../../worker/ledger-views/rounds.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useAnswer } from "../ledger/use-answer.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import { useSlow } from "../use-slow.ts";

export interface DeviceName {
  /** Key of the person. */
  readonly root: PeerId;
  readonly name: string;
}

export type DeviceNames = ReadonlyMap<PeerId, DeviceName>;

/** More rounds hardly name anybody else who is still here. */
const ROUNDS = 20;
const REFRESH_MS = 5000;

const NO_ROUNDS: readonly RoundView[] = [];

/** @param project null while there is none */
export function useDeviceNames(ledger: LedgerController, project: Hash | null): DeviceNames {
  const { summary } = useLedger(ledger);
  const recordCount = useSlow(summary?.recordCount ?? 0, REFRESH_MS);
  const ask = useCallback(
    async (api: LedgerApi) =>
      project === null ? NO_ROUNDS : api.rounds({ project, before: null, limit: ROUNDS }),
    [project],
  );
  const { value } = useAnswer(ledger, ask, String(recordCount));
  return useMemo(() => namesIn(value ?? NO_ROUNDS), [value]);
}

/** The newest name of each device. */
export function namesIn(rounds: readonly RoundView[]): DeviceNames {
  const names = new Map<PeerId, DeviceName>();
  for (const { parts } of rounds)
    for (const { device, root, name } of parts) names.set(device, { root, name });
  return names;
}
